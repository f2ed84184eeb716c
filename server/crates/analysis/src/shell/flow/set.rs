//! Small sets of numbers, stored as bits.

/// A set of definitions.
#[derive(Debug, Clone, Default)]
pub(super) struct Set(Vec<u64>);

impl Set {
    pub(super) fn of(number: usize) -> Self {
        let mut set = Self::default();
        set.insert(number);
        set
    }

    pub(super) fn insert(&mut self, number: usize) {
        let word = number / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (number % 64);
    }

    pub(super) fn has(&self, number: usize) -> bool {
        self.0.get(number / 64).is_some_and(|word| word & (1 << (number % 64)) != 0)
    }

    pub(super) fn add(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine |= theirs;
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.0.len() * 64).filter(|&number| self.has(number))
    }
}

impl PartialEq for Set {
    fn eq(&self, other: &Self) -> bool {
        let (short, long) = if self.0.len() < other.0.len() { (self, other) } else { (other, self) };
        let (same, rest) = long.0.split_at(short.0.len());
        same == short.0 && rest.iter().all(|&word| word == 0)
    }
}
