//! Numbers from 0 to N as sums of weighted bits, no other number possible (protocol-spec: `digits`).
//!
//! Weights 1, 2, 4, …, 2^(h−1) and N − 2^h + 1, with h = ⌊log₂N⌋: none for N = 0. The powers reach everything up to
//! 2^h − 1, the last weight fills up to N.

/// The weights for 0..=`most`.
pub(super) fn weights(most: u64) -> Vec<u64> {
    let Some(h) = most.checked_ilog2() else {
        return Vec::new();
    };
    let powers = (0..h).map(|power| 1u64 << power);
    powers.chain([most - (1 << h) + 1]).collect()
}

/// The bits of `number`, which is at most `most`.
pub(super) fn bits(most: u64, number: u64) -> Vec<bool> {
    let Some(h) = most.checked_ilog2() else {
        return Vec::new();
    };
    let last = most - (1 << h) + 1;
    let above = number >= 1 << h;
    let rest = if above { number - last } else { number };
    let powers = (0..h).map(|power| (rest >> power) & 1 == 1);
    powers.chain([above]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b4_every_number_up_to_the_limit_has_bits_and_none_above_it() {
        for most in 0..200u64 {
            let weights = weights(most);
            assert_eq!(
                weights.iter().sum::<u64>(),
                most,
                "nothing above {most} can be said"
            );
            for number in 0..=most {
                let bits = bits(most, number);
                assert_eq!(bits.len(), weights.len());
                let sum: u64 = weights
                    .iter()
                    .zip(bits)
                    .filter(|(_, bit)| *bit)
                    .map(|(w, _)| w)
                    .sum();
                assert_eq!(sum, number, "of {most}");
            }
        }
    }

    #[test]
    fn large_limits_do_not_overflow() {
        assert_eq!(weights(u64::MAX).len(), 64);
        assert!(bits(u64::MAX, u64::MAX).iter().all(|bit| *bit));
    }
}
