//! Stores results that higher layers compute from a value together with that value.
//!
//! Facts, stages and documents are immutable and shared between the versions of a file. A result
//! that a feature computes from one of them (the view of a script, semantic tokens, the findings of
//! rules) stays valid as long as that value exists. The layer that owns the value must not know the
//! layers above it, so it offers a memo: a slot for each type, filled when it is first requested.

use std::{
    any::{Any, TypeId},
    fmt,
    sync::OnceLock,
};

/// A slot for each type, filled once.
///
/// Its contents follow from the value that owns it, so two memos are always equal, and a copy
/// starts empty.
#[derive(Default)]
pub struct Memo {
    first: OnceLock<Box<Node<dyn Slot>>>,
}

/// A linked list: few types are stored, and searching the first ones is cheaper than a map.
struct Node<T: ?Sized> {
    /// The type in the slot: here, because asking the slot itself takes longer than the rest of a search.
    id: TypeId,
    rest: Memo,
    slot: T,
}

impl Node<dyn Slot> {
    /// The slot, if it is that of a type.
    fn slot_of<T: Memoized>(&self) -> Option<&OnceLock<T>> {
        if self.id != TypeId::of::<T>() {
            return None;
        }
        let slot: &dyn Any = &self.slot;
        slot.downcast_ref()
    }
}

/// The slot of one type. It exists before it is filled, because filling it may request other types.
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

/// A type that a [`Memo`] can store.
pub trait Memoized: Any + Send + Sync {
    /// Stores what remains useful after an edit in the memo of the owner's next version.
    fn inherit(&self, _next: &Memo) {}
}

impl Memo {
    /// The stored value of this type, computed now if there is none.
    pub fn get_or_init<T: Memoized>(&self, make: impl FnOnce() -> T) -> &T {
        let mut memo = self;
        loop {
            let empty = || {
                Box::new(Node { id: TypeId::of::<T>(), rest: Self::default(), slot: OnceLock::<T>::new() })
            };
            let node = memo.first.get_or_init(|| empty());
            if let Some(slot) = node.slot_of::<T>() {
                return slot.get_or_init(make);
            }
            memo = &node.rest;
        }
    }

    /// The stored value of this type, if there is one.
    pub fn get<T: Memoized>(&self) -> Option<&T> {
        let mut memo = self;
        loop {
            let node = memo.first.get()?;
            if let Some(slot) = node.slot_of::<T>() {
                return slot.get();
            }
            memo = &node.rest;
        }
    }

    /// A memo for the owner's next version, with everything it inherits.
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
