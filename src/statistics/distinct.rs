//! Counting what is different among numbers that may occur many times: a bit for each number that has been seen.

/// The numbers seen so far.
#[derive(Debug, Clone, Default)]
pub struct Distinct {
    words: Vec<u64>,
    count: u64,
}

fn word_of(number: u32) -> usize {
    usize::try_from(number >> 6).unwrap_or(usize::MAX)
}

impl Distinct {
    /// Sees a number; seeing it again changes nothing.
    pub fn insert(&mut self, number: u32) {
        let (at, bit) = (word_of(number), 1_u64 << (number & 63));
        if self.words.len() <= at {
            self.words.resize((at + 1).next_power_of_two(), 0);
        }
        if let Some(word) = self.words.get_mut(at) {
            self.count += u64::from(*word & bit == 0);
            *word |= bit;
        }
    }

    /// Sees them all.
    pub fn insert_all<'a>(&mut self, numbers: impl IntoIterator<Item = &'a u32>) {
        for number in numbers {
            self.insert(*number);
        }
    }

    /// How many different ones there were.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// How many bytes it takes to keep them.
    pub fn bytes(&self) -> usize {
        size_of_val(self.words.as_slice())
    }

    /// Forgets these, which must be all that were seen; cheaper than forgetting everything where they are few.
    pub fn remove_all<'a>(&mut self, numbers: impl IntoIterator<Item = &'a u32>) {
        for number in numbers {
            if let Some(word) = self.words.get_mut(word_of(*number)) {
                *word = 0;
            }
        }
        self.count = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn it_counts_as_a_set_does_however_often_it_is_used_again() {
        let mut distinct = Distinct::default();
        for round in 1..50_u32 {
            let numbers: Vec<u32> = (0..200).map(|i| (i * i * round) % 1_013).collect();
            distinct.insert_all(&numbers);
            let set: HashSet<u32> = numbers.iter().copied().collect();
            assert_eq!(distinct.count(), u64::try_from(set.len()).unwrap());
            distinct.remove_all(&numbers);
            assert_eq!(distinct.count(), 0);
        }
    }
}
