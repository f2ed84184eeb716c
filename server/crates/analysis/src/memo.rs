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
    first: OnceLock<Box<Node<dyn Slot>>>,
}

/// A list, since few types are kept and a look at the first ones costs less than a map.
struct Node<T: ?Sized> {
    rest: Memo,
    slot: T,
}

/// Room for one type. It is there before it is filled: what fills it may ask for other types.
trait Slot: Any + Send + Sync {
    fn inherit(&self, next: &Memo);
}

impl<T: Memoized> Slot for OnceLock<T> {
    fn inherit(&self, next: &Memo) {
        if let Some(value) = self.get() {
            value.inherit(next);
        }
    }
}

/// What a [`Memo`] can keep.
pub trait Memoized: Any + Send + Sync {
    /// Puts what an edit leaves to start from into the memo of the owner's next version.
    fn inherit(&self, _next: &Memo) {}
}

impl Memo {
    /// What is kept of this type; made now if nothing is.
    pub fn get_or_init<T: Memoized>(&self, make: impl FnOnce() -> T) -> &T {
        let mut memo = self;
        loop {
            let empty = || Box::new(Node { rest: Self::default(), slot: OnceLock::<T>::new() });
            let node = memo.first.get_or_init(|| empty());
            let slot: &dyn Any = &node.slot;
            if let Some(slot) = slot.downcast_ref::<OnceLock<T>>() {
                return slot.get_or_init(make);
            }
            memo = &node.rest;
        }
    }

    /// What is kept of this type, if it was made.
    pub fn get<T: Memoized>(&self) -> Option<&T> {
        let mut memo = self;
        loop {
            let node = memo.first.get()?;
            let slot: &dyn Any = &node.slot;
            if let Some(slot) = slot.downcast_ref::<OnceLock<T>>() {
                return slot.get();
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
            node.slot.inherit(&next);
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
    fn what_is_made_may_ask_for_more() {
        let memo = Memo::default();
        let made = memo.get_or_init(|| Length(memo.get_or_init(|| Name("abc")).0.len()));
        assert_eq!((made, memo.get()), (&Length(3), Some(&Name("abc"))));
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
