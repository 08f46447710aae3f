//! Voting codes: what a letter carries and a voter types (protocol-spec: `voting-codes`).
//!
//! A code is 120 random bits as 24 symbols of Crockford's base32 and one check symbol, printed in groups of four:
//!
//! ```text
//! 7QK3-M0ZW-… -V8TD-C        24 symbols, then the check symbol alone
//! ```
//!
//! **The check symbol.** Symbols are elements of the field GF(2⁵) = GF(2)\[α\]/(α⁵ + α² + 1), bit i being the
//! coefficient of αⁱ. With the code c₀ … c₂₃ and the check symbol c₂₄, a code is right iff
//!
//! ```text
//! Σᵢ α^(24−i) cᵢ = 0
//! ```
//!
//! α has order 31, so the 25 weights are non-zero and distinct. A single wrong symbol changes the sum by a non-zero
//! multiple of a weight; two symbols that changed places, neighbours or not, change it by (a − b)(α^i − α^j); a
//! doubled symbol written as another doubled one (AA for BB) likewise. All of these are noticed, wherever they
//! are, the check symbol included, and within the same 32 symbols: the customary check modulo 37 needs five more
//! characters. Any other mistake passes with probability 1/32. It is no security measure: 2¹²⁰ codes are.

use core::fmt;

use rand_core::{CryptoRng, RngCore};
use subtle::ConstantTimeEq;
use thiserror::Error;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::crockford::{self, Symbol};

/// Bytes of a code.
const BYTES: usize = 15;
/// Symbols of a code, check symbol included.
const SYMBOLS: usize = 25;
/// Characters as printed: 25 symbols and 6 hyphens.
const PRINTED: usize = 31;

/// A voter's secret code; erased when dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct VotingCode([u8; BYTES]);

/// Why typed text is not a voting code. It never holds more of the text than one character that no code contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CodeError {
    /// A character that no code contains.
    #[error("character {place} ({character:?}) is not used in voting codes")]
    Character {
        /// Which of the typed characters, separators not counted, from 1.
        place: usize,
        /// The character.
        character: char,
    },
    /// Too short or too long.
    #[error("a voting code has {SYMBOLS} characters, this one has {found}")]
    Length {
        /// Characters typed, separators not counted.
        found: usize,
    },
    /// The last character does not fit the others.
    #[error("wrong check character: mistyped")]
    Check,
}

impl VotingCode {
    /// A fresh code.
    pub fn generate(rng: &mut (impl CryptoRng + RngCore)) -> Self {
        let mut code = Self([0; BYTES]);
        rng.fill_bytes(&mut code.0);
        code
    }

    /// Reads a code as people type it: in lower or upper case, with or without separators, O for 0, I or L for 1.
    pub fn parse(typed: &str) -> Result<Self, CodeError> {
        let mut symbols = Zeroizing::new([0; SYMBOLS]);
        let mut found = 0;
        for character in typed.chars().filter(|typed| !crockford::is_separator(*typed)) {
            found += 1;
            let symbol = crockford::symbol(character);
            let symbol = symbol.ok_or(CodeError::Character {
                place: found,
                character,
            })?;
            if let Some(place) = symbols.get_mut(found - 1) {
                *place = symbol;
            }
        }
        if found != SYMBOLS {
            return Err(CodeError::Length { found });
        }
        if syndrome(symbols.iter().copied()) != 0 {
            return Err(CodeError::Check);
        }
        let mut code = Self([0; BYTES]);
        crockford::join(&symbols[..SYMBOLS - 1], &mut code.0);
        Ok(code)
    }

    /// The 25 characters without separators, as a QR code carries them.
    #[must_use]
    pub fn symbols(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(SYMBOLS));
        text.extend(self.with_check().map(crockford::character));
        text
    }

    /// The code as printed for people: groups of four and the check character, with hyphens between.
    #[must_use]
    pub fn grouped(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(PRINTED));
        crockford::write_grouped(self.with_check(), &mut text);
        text
    }

    /// The 120 bits, from which the credential is derived.
    pub(crate) const fn bytes(&self) -> &[u8; BYTES] {
        &self.0
    }

    fn with_check(&self) -> impl Iterator<Item = Symbol> + '_ {
        let check = times_alpha(syndrome(crockford::split(&self.0)));
        crockford::split(&self.0).chain(core::iter::once(check))
    }
}

impl fmt::Debug for VotingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VotingCode(secret)")
    }
}

/// Compared in constant time.
impl PartialEq for VotingCode {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for VotingCode {}

/// α · `symbol` in GF(2⁵): a shift, and α⁵ = α² + 1.
const fn times_alpha(symbol: Symbol) -> Symbol {
    let carry = symbol >> 4 & 1;
    (symbol << 1 & 31) ^ (carry * 0b00101)
}

/// Σ α^(n−1−i) cᵢ over n symbols, by Horner's rule.
fn syndrome(symbols: impl Iterator<Item = Symbol>) -> Symbol {
    symbols.fold(0, |sum, symbol| times_alpha(sum) ^ symbol)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;

    fn code(seed: u64) -> VotingCode {
        VotingCode::generate(&mut ChaCha20Rng::seed_from_u64(seed))
    }

    fn characters(code: &VotingCode) -> Vec<char> {
        code.symbols().chars().collect()
    }

    fn reads(characters: &[char]) -> Result<VotingCode, CodeError> {
        VotingCode::parse(&characters.iter().collect::<String>())
    }

    #[test]
    fn a_code_is_printed_in_six_groups_of_four_and_a_check_character() {
        let printed = code(1).grouped();
        let lengths: Vec<usize> = printed.split('-').map(str::len).collect();
        assert_eq!(lengths, [4, 4, 4, 4, 4, 4, 1]);
        assert_eq!(printed.len(), PRINTED);
        assert_eq!(printed.replace('-', ""), *code(1).symbols());
    }

    #[test]
    fn alpha_generates_every_non_zero_element() {
        let powers: Vec<Symbol> = core::iter::successors(Some(1), |last| Some(times_alpha(*last)))
            .take(31)
            .collect();
        let distinct: std::collections::BTreeSet<_> = powers.iter().collect();
        assert_eq!(distinct.len(), 31);
        assert_eq!(times_alpha(powers[30]), 1);
    }

    #[test]
    fn every_single_wrong_character_is_noticed() {
        let right = characters(&code(2));
        for place in 0..SYMBOLS {
            for other in 0..32 {
                let mut typed = right.clone();
                typed[place] = crockford::character(other);
                let expected = if typed == right {
                    Ok(code(2))
                } else {
                    Err(CodeError::Check)
                };
                assert_eq!(reads(&typed), expected);
            }
        }
    }

    #[test]
    fn every_exchange_of_two_characters_is_noticed() {
        for seed in 0..20 {
            let right = characters(&code(seed));
            for (first, second) in
                (0..SYMBOLS).flat_map(|first| (0..first).map(move |second| (first, second)))
            {
                let mut typed = right.clone();
                typed.swap(first, second);
                assert_eq!(reads(&typed).is_ok(), typed == right, "{first} and {second}");
            }
        }
    }

    #[test]
    fn twins_mistaken_for_other_twins_are_noticed() {
        for (twin, other) in (0..32).flat_map(|twin| (0..twin).map(move |other| (twin, other))) {
            for place in 0..SYMBOLS - 2 {
                let mut bytes = [0; BYTES];
                let mut symbols: Vec<Symbol> = crockford::split(&[7; BYTES]).collect();
                symbols[place..place + 2].fill(twin);
                crockford::join(&symbols, &mut bytes);
                let mut typed = characters(&VotingCode(bytes));
                typed[place..place + 2].fill(crockford::character(other));
                assert_eq!(reads(&typed), Err(CodeError::Check));
            }
        }
    }

    #[test]
    fn errors_say_what_is_wrong() {
        let right = code(3).grouped();
        let cut = &right[..right.len() - 2];
        assert_eq!(VotingCode::parse(cut), Err(CodeError::Length { found: 24 }));
        assert_eq!(
            VotingCode::parse(&format!("{}00", *right)),
            Err(CodeError::Length { found: 27 })
        );
        assert_eq!(VotingCode::parse(""), Err(CodeError::Length { found: 0 }));
        assert_eq!(
            VotingCode::parse("0000-00u"),
            Err(CodeError::Character {
                place: 7,
                character: 'u'
            })
        );
        assert_eq!(CodeError::Check.to_string(), "wrong check character: mistyped");
    }

    #[test]
    fn w10_debug_does_not_show_the_code() {
        let code = code(4);
        let shown = format!("{code:?}");
        assert_eq!(shown, "VotingCode(secret)");
        assert!(!shown.contains(&code.symbols()[..4]));
    }

    #[test]
    fn codes_are_spread_over_all_bits() {
        let mut rng = ChaCha20Rng::seed_from_u64(5);
        let mut ones = [0u32; BYTES * 8];
        for _ in 0..2000 {
            let code = VotingCode::generate(&mut rng);
            for (bit, ones) in ones.iter_mut().enumerate() {
                *ones += u32::from(code.bytes()[bit / 8] >> (bit % 8) & 1);
            }
        }
        assert!(ones.iter().all(|ones| (850..1150).contains(ones)));
    }

    proptest! {
        #[test]
        fn a_code_is_read_as_it_was_printed(bytes in any::<[u8; BYTES]>()) {
            let code = VotingCode(bytes);
            prop_assert_eq!(&VotingCode::parse(&code.grouped()).unwrap(), &code);
            prop_assert_eq!(&VotingCode::parse(&code.symbols()).unwrap(), &code);
        }

        #[test]
        fn a_code_is_read_as_people_type_it(bytes in any::<[u8; BYTES]>(), choices in any::<[u8; SYMBOLS]>()) {
            let code = VotingCode(bytes);
            let mut typed = String::from(" ");
            for (character, choice) in code.symbols().chars().zip(choices) {
                let alike: &[char] = match character {
                    '0' => &['0', 'o', 'O'],
                    '1' => &['1', 'i', 'I', 'l', 'L'],
                    _ => &[],
                };
                let plain = if choice & 1 == 0 { character } else { character.to_ascii_lowercase() };
                typed.push(alike.get(usize::from(choice >> 1) % alike.len().max(1)).copied().unwrap_or(plain));
                typed.push_str(["", " ", "-", "\u{a0}", "\u{2011}", "\n", ""][usize::from(choice) % 7]);
            }
            prop_assert_eq!(VotingCode::parse(&typed).unwrap(), code);
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,60}") {
            let _ = VotingCode::parse(&text);
        }
    }
}
