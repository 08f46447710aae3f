//! Crockford's base32: 32 symbols that survive being read aloud, copied by hand and typed on a telephone.
//!
//! The alphabet has no I, L, O and U. Reading forgives: lower case, O for 0, I and L for 1, and every hyphen or
//! space put between symbols.

/// Symbols in a printed group.
const GROUP: usize = 4;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A value of five bits; its upper three bits are zero.
pub(crate) type Symbol = u8;

/// Splits bytes into symbols, most significant bits first. Every five bytes give eight symbols; a rest of fewer
/// bytes is not encoded, so lengths are multiples of five.
pub(crate) fn split(bytes: &[u8]) -> impl Iterator<Item = Symbol> + '_ {
    bytes.chunks_exact(5).flat_map(|five| {
        let bits = five.iter().fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
        (0..8)
            .rev()
            .map(move |place| (bits >> (5 * place)).to_le_bytes()[0] & 31)
    })
}

/// Joins symbols, eight at a time, into `bytes`: the inverse of [`split`].
pub(crate) fn join(symbols: &[Symbol], bytes: &mut [u8]) {
    for (eight, five) in symbols.chunks_exact(8).zip(bytes.chunks_exact_mut(5)) {
        let bits = eight
            .iter()
            .fold(0u64, |bits, symbol| bits << 5 | u64::from(*symbol));
        five.copy_from_slice(&bits.to_be_bytes()[3..]);
    }
}

/// The character of a symbol.
pub(crate) fn character(symbol: Symbol) -> char {
    char::from(ALPHABET[usize::from(symbol & 31)])
}

/// The symbol that a typed character means, if it means one.
pub(crate) fn symbol(typed: char) -> Option<Symbol> {
    let meant = match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let place = ALPHABET.iter().position(|known| char::from(*known) == meant)?;
    u8::try_from(place).ok()
}

/// Whether a typed character only separates groups.
pub(crate) fn is_separator(typed: char) -> bool {
    let hyphens = [
        '-', '_', '.', '\u{ad}', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}',
    ];
    let invisible = ['\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}'];
    typed.is_whitespace() || hyphens.contains(&typed) || invisible.contains(&typed)
}

/// Appends the characters of `symbols`, in groups of four with hyphens between them.
pub(crate) fn write_grouped(symbols: impl Iterator<Item = Symbol>, out: &mut String) {
    for (place, symbol) in symbols.enumerate() {
        if place > 0 && place % GROUP == 0 {
            out.push('-');
        }
        out.push(character(symbol));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(bytes: &[u8]) -> String {
        split(bytes).map(character).collect()
    }

    #[test]
    fn known_values_are_written_as_others_write_them() {
        // Made with Python's base64.b32encode and the alphabets swapped.
        assert_eq!(text(&[0; 5]), "00000000");
        assert_eq!(text(&[0xff; 5]), "ZZZZZZZZ");
        assert_eq!(text(b"comitia/v1"), "CDQPTTBMD5GJYXHH");
    }

    #[test]
    fn what_a_tired_hand_writes_is_understood() {
        for (typed, meant) in [
            ('o', '0'),
            ('O', '0'),
            ('i', '1'),
            ('l', '1'),
            ('L', '1'),
            ('z', 'Z'),
            ('7', '7'),
        ] {
            assert_eq!(symbol(typed).map(character), Some(meant));
        }
        for refused in ['U', 'u', 'é', '!', 'ı', 'К'] {
            assert_eq!(symbol(refused), None, "{refused}");
        }
    }

    proptest! {
        #[test]
        fn joining_undoes_splitting(bytes in any::<[u8; 20]>()) {
            let symbols: Vec<_> = split(&bytes).collect();
            let mut back = [0; 20];
            join(&symbols, &mut back);
            prop_assert_eq!(back, bytes);
            prop_assert_eq!(symbols.len(), 32);
        }

        #[test]
        fn every_symbol_is_read_as_it_is_written(value in 0u8..32) {
            prop_assert_eq!(symbol(character(value)), Some(value));
            prop_assert!(!is_separator(character(value)));
        }
    }
}
