//! The registrar's secrets of one election: who got which code. Kept sealed, until they are destroyed.

use std::num::NonZeroU32;

use comitia_crypto::ElectionId;
use comitia_crypto::code::VotingCode;
use comitia_crypto::codec::{Decode, DecodeError, Encode, Prefix, Reader};
use comitia_crypto::credential::CredentialError;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::issue::Issued;
use crate::voters::{Column, Voter};

const MAGIC: &[u8; 16] = b"comitia/v1/codes";
/// Symbols of a code, as [`VotingCode::symbols`] gives them.
const SYMBOLS: usize = 25;
/// The most bytes of one row: a character has at most four.
const ROW: usize = 8 + 2 * 2 + 4 * (200 + 500) + 4 + 2 + SYMBOLS;

/// Why the bytes of secrets are refused.
#[derive(Debug, Error)]
pub enum SecretsError {
    /// They cannot be read.
    #[error("the file of codes cannot be read: {0}")]
    Bytes(#[from] DecodeError),
    /// They belong to another election.
    #[error("these codes were made for the election {found}")]
    OtherElection {
        /// That election.
        found: ElectionId,
    },
    /// A code gives no credential.
    #[error(transparent)]
    Credential(#[from] CredentialError),
}

/// The bytes to be sealed.
#[must_use]
pub fn encode(election: &ElectionId, issued: &[Issued]) -> Zeroizing<Vec<u8>> {
    let header = MAGIC.len() + election.0.len() + 8;
    let mut row = Zeroizing::new(Vec::with_capacity(ROW));
    let mut length = header;
    for one in issued {
        row.clear();
        encode_row(one, &mut row);
        length += row.len();
    }
    // The exact length, so that no copy is left behind by growing.
    let mut bytes = Zeroizing::new(Vec::with_capacity(length));
    MAGIC.encode(&mut bytes);
    election.encode(&mut bytes);
    (issued.len() as u64).encode(&mut bytes);
    issued.iter().for_each(|one| encode_row(one, &mut bytes));
    bytes
}

fn encode_row(issued: &Issued, out: &mut Vec<u8>) {
    let Voter {
        line,
        name,
        weight,
        group,
        contact,
    } = &issued.voter;
    line.encode(out);
    // `voters` bounds the characters of each, so that they fit.
    for text in [name, contact] {
        Prefix::U16.write(text.as_bytes(), out);
    }
    weight.get().encode(out);
    group.encode(out);
    out.extend_from_slice(issued.code.symbols().as_bytes());
}

/// Everybody's codes from the bytes that [`encode`] made for this election.
pub fn decode(bytes: &[u8], election: &ElectionId) -> Result<Vec<Issued>, SecretsError> {
    let mut reader = Reader::new(bytes);
    if reader.array::<16>()? != *MAGIC {
        return Err(DecodeError {
            at: 0,
            what: "not a file of codes",
        }
        .into());
    }
    let found = ElectionId::decode(&mut reader)?;
    if found != *election {
        return Err(SecretsError::OtherElection { found });
    }
    let voters = reader.u64()?;
    let mut issued = Vec::new();
    for _ in 0..voters {
        let (voter, code) = decode_row(&mut reader)?;
        issued.push(Issued::new(voter, code, election)?);
    }
    reader.finish()?;
    Ok(issued)
}

fn decode_row(reader: &mut Reader<'_>) -> Result<(Voter, VotingCode), DecodeError> {
    let line = reader.u64()?;
    let mut text = |column: Column| {
        let error = reader.error("not a field of a voter");
        let text = std::str::from_utf8(reader.opaque(Prefix::U16)?).map_err(|_| error.clone())?;
        if text.chars().count() > column.limit() {
            Err(error)
        } else {
            Ok(text.to_owned())
        }
    };
    let (name, contact) = (text(Column::Name)?, text(Column::Contact)?);
    let error = reader.error("a weight of zero");
    let weight = NonZeroU32::new(reader.u32()?).ok_or(error)?;
    let group = reader.u16()?;
    let error = reader.error("not a voting code");
    let symbols = std::str::from_utf8(reader.take(SYMBOLS)?).map_err(|_| error.clone())?;
    let code = VotingCode::parse(symbols).map_err(|_| error)?;
    Ok((
        Voter {
            line,
            name,
            weight,
            group,
            contact,
        },
        code,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{issue, voters};
    use proptest::prelude::*;
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;

    const ELECTION: ElectionId = ElectionId([8; 32]);

    fn issued() -> Vec<Issued> {
        let list = "name;weight;group;contact\nZoé;3;Sud;\"1 rue\nLille\"\nBen;;Nord;\n";
        let rules = voters::ListRules {
            groups: vec!["Nord".to_owned(), "Sud".to_owned()],
            floor: 1,
        };
        let voters = voters::read(list.as_bytes(), &rules).unwrap().voters;
        issue::issue(voters, &ELECTION, &mut ChaCha20Rng::seed_from_u64(2), || {}).unwrap()
    }

    #[test]
    fn codes_come_back_with_their_voters() {
        let bytes = encode(&ELECTION, &issued());
        assert_eq!(bytes.capacity(), bytes.len());
        let back = decode(&bytes, &ELECTION).unwrap();
        assert_eq!(back.len(), 2);
        for (one, other) in back.iter().zip(issued()) {
            assert_eq!(
                (&one.voter, &one.code, one.credential),
                (&other.voter, &other.code, other.credential)
            );
        }
    }

    #[test]
    fn codes_of_another_election_are_refused_by_its_name() {
        let error = decode(&encode(&ELECTION, &issued()), &ElectionId([9; 32])).unwrap_err();
        assert!(matches!(error, SecretsError::OtherElection { found } if found == ELECTION));
    }

    #[test]
    fn a_row_never_outgrows_its_bound() {
        let long = |column: Column| "\u{10ffff}".repeat(column.limit());
        let voter = Voter {
            line: u64::MAX,
            name: long(Column::Name),
            weight: NonZeroU32::MAX,
            group: u16::MAX,
            contact: long(Column::Contact),
        };
        let code = VotingCode::generate(&mut ChaCha20Rng::seed_from_u64(3));
        let mut row = Vec::new();
        encode_row(&Issued::new(voter, code, &ELECTION).unwrap(), &mut row);
        assert_eq!(row.len(), ROW);
    }

    #[test]
    fn cut_bytes_are_refused_wherever_they_are_cut() {
        let bytes = encode(&ELECTION, &issued());
        for end in 0..bytes.len() {
            assert!(decode(&bytes[..end], &ELECTION).is_err(), "{end}");
        }
        assert!(decode(&[&bytes, [0].as_slice()].concat(), &ELECTION).is_err());
    }

    proptest! {
        #[test]
        fn changed_bytes_are_refused_or_read_without_a_panic(place in any::<prop::sample::Index>(), value in any::<u8>()) {
            let mut bytes = encode(&ELECTION, &issued()).to_vec();
            let place = place.index(bytes.len());
            bytes[place] = value;
            let _ = decode(&bytes, &ELECTION);
        }
    }
}
