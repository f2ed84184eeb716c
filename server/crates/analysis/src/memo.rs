//! Room for what other layers work out from a value and want to keep with it.
//!
//! Facts, stages and documents are immutable and shared between the versions of a file. What a feature works out from
//! one of them (the view of a script, semantic tokens, what the rules find) lives as long as that value does. The layer
//! that owns the value must not know the layers above it, so it gives them this: a slot for each type, filled when it is
//! first asked for.

use std::{any::Any, fmt, sync::OnceLock};

/// A slot for each type, filled once.
///
/// What is in it follows from the value that owns it, so two memos are always equal and a copy begins empty.
#[derive(Default)]
pub struct Memo {
    first: OnceLock<Box<Node<dyn Memoized>>>,
}

/// A list, since few types are kept and a look at the first ones costs less than a map.
struct Node<T: ?Sized> {
    rest: Memo,
    value: T,
}

/// What a [`Memo`] can keep.
pub trait Memoized: Any + Send + Sync {
    /// Puts what an edit leaves to start from into the memo of the owner's next version.
    fn inherit(&self, _next: &Memo) {}
}

impl Memo {
    /// What is kept of this type; made now if nothing is.
    pub fn get_or_init<T: Memoized>(&self, make: impl FnOnce() -> T) -> &T {
        let mut make = Some(make);
        let mut memo = self;
        loop {
            let node = memo.first.get_or_init(|| {
                // Only one of the slots on the way can be empty: the one that ends it.
                let make = make.take().expect("the loop ends behind the slot that it fills");
                Box::new(Node { rest: Self::default(), value: make() })
            });
            let value: &dyn Any = &node.value;
            if let Some(value) = value.downcast_ref() {
                return value;
            }
            memo = &node.rest;
        }
    }

    /// What is kept of this type, if it was made.
    pub fn get<T: Memoized>(&self) -> Option<&T> {
        let mut memo = self;
        loop {
            let node = memo.first.get()?;
            let value: &dyn Any = &node.value;
            if let Some(value) = value.downcast_ref() {
                return Some(value);
            }
            memo = &node.rest;
        }
    }

    /// A memo for the next version of the owner, with what that inherits.
    #[must_use]
    pub fn inherited(&self) -> Self {
        let next = Self::default();
        let mut memo = self;
        while let Some(node) = memo.first.get() {
            node.value.inherit(&next);
            memo = &node.rest;
        }
        next
    }
}

impl Clone for Memo {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Memo {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Memo {}

impl fmt::Debug for Memo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memo").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[derive(Debug, PartialEq)]
    struct Length(usize);
    #[derive(Debug, PartialEq)]
    struct Name(&'static str);

    impl Memoized for Length {}
    impl Memoized for Name {
        fn inherit(&self, next: &Memo) {
            next.get_or_init(|| Name(self.0));
        }
    }

    #[test]
    fn each_type_is_made_once() {
        let memo = Memo::default();
        assert_eq!(memo.get::<Name>(), None);
        assert_eq!(memo.get_or_init(|| Length(1)), &Length(1));
        assert_eq!(memo.get_or_init(|| Name("a")), &Name("a"));
        assert_eq!(memo.get_or_init(|| Length(2)), &Length(1));
        assert_eq!(memo.get(), Some(&Name("a")));
    }

    #[test]
    fn only_what_says_so_is_inherited() {
        let memo = Memo::default();
        memo.get_or_init(|| Length(1));
        memo.get_or_init(|| Name("a"));
        let next = memo.inherited();
        assert_eq!((next.get::<Length>(), next.get()), (None, Some(&Name("a"))));
        assert_eq!(memo.clone().get::<Name>(), None);
    }

    #[test]
    fn threads_share_what_one_of_them_makes() {
        let (memo, made) = (Memo::default(), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    memo.get_or_init(|| Length(made.fetch_add(1, Ordering::Relaxed)));
                });
            }
        });
        assert_eq!(made.load(Ordering::Relaxed), 1);
    }
}
