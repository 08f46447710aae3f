//! The key ceremony: n trustees make p keys at once, any t of them decrypt (protocol-spec: `ceremony`).
//!
//! A joint-Feldman distributed key generation in which every dealer is committed before it sees another's polynomials
//! and proves that it knows its own. The public side is [`Ceremony`], a value into which a log is
//! replayed; inside, each round is a type of its own that is consumed when it closes, so that nothing is
//! revealed before all are committed and nothing is accepted before the last dealer could be disqualified. The secret
//! side is [`TrusteeSecret`]: every step is a function of one seed and of what is on record.
//!
//! | round | message | if it is missing | if it is false |
//! |---|---|---|---|
//! | 1 | [`Enrolment`] | abort | not admitted |
//! | 2 | [`Commit`] | abort | – |
//! | 3 | [`Reveal`] | disqualified | disqualified |
//! | 4 | [`Complaint`] | nobody is accused | answered |
//! | 5 | [`Answer`] | disqualified | disqualified |
//! | 6 | [`Accept`] | abort | not admitted |
//!
//! Messages are payloads: whoever logs them signs them with the trustee's identity key, over election and kind.
//!
//! # Lemma: nobody knows a linear relation (protocol-spec: `ceremony-lemma`)
//!
//! The ballots' encryption (one randomness for p keys) is safe while nobody can name (c₁ … c_p) ≠ 0 and δ with
//! Σ cᵢYᵢ = δG. *If at least one dealer d of Q is honest and fewer than t trustees are corrupt, whoever finds
//! such a relation computes discrete logarithms.*
//!
//! Proof. Given a challenge X, draw the honest constant terms as C_{d,i,0} = αᵢX + βᵢG with random αᵢ, βᵢ: uniform and
//! independent, and αᵢ stays perfectly hidden behind βᵢ. Fewer than t shares of each f_{d,i} are ever seen: those dealt
//! to corrupt trustees, and those published for the same trustees (an honest dealer is accused by no honest trustee,
//! and honest trustees keep theirs sealed). They can be drawn first, uniformly, and the other C_{d,i,k} interpolated in
//! the exponent; d's proof is simulated, its commit programmed afterwards. The constant terms bᵢ of every other
//! dealer of Q are extracted from their proofs of knowledge (and were fixed by the commits before d revealed anything).
//! A relation then reads (Σ cᵢαᵢ)·X = (δ − Σ cᵢ(βᵢ + bᵢ))·G. As α is hidden, Σ cᵢαᵢ = 0 for
//! c ≠ 0 has probability 1/ℓ; otherwise the logarithm of X follows. ∎
//!
//! Dealers whose own polynomials are related do no harm for the same reason: their bᵢ are known numbers. What a rushing
//! adversary can choose is which of its own contributions count (protocol-spec: `ceremony-bias`), out of at most 2ⁿ⁻¹ sums that were fixed before it saw
//! the honest ones; the key is then not exactly uniform, and the lemma holds for each of these sums.

mod accept;
mod answer;
mod commit;
mod complaint;
mod enrolment;
mod errors;
mod inbox;
mod keys;
mod machine;
mod params;
mod polynomial;
mod reveal;
mod sealing;
mod secret;
#[cfg(test)]
pub(crate) mod tests;

pub use accept::{Accept, AcceptRound, LogPrefix};
pub use answer::{Answer, AnswerRound, Settled};
pub use commit::{Commit, CommitRound, Committed};
pub use complaint::{Accused, Complaint, ComplaintRound};
pub use enrolment::{EncryptionKey, Enrolled, Enrolment, EnrolmentRound};
pub use errors::{Abort, CeremonyError, Fault, Faults, Malformation, Phase, TrusteeError};
pub use keys::Keys;
pub use machine::{Ceremony, Outcome};
pub use params::{CeremonyParams, MAX_COUNTERS, MAX_TRUSTEES, ParamsError, TrusteeIndex};
pub(crate) use polynomial::lagrange_at_zero;
pub use reveal::{Dealing, Dealt, Reveal, RevealRound};
pub use sealing::SealedShares;
pub use secret::{KeyShares, TrusteeSecret, TrusteeSeed};

/// t trustees must be left.
fn ensure_enough(params: &CeremonyParams, faults: &Faults) -> Result<(), Abort> {
    let qualified = params.trustee_count().saturating_sub(faults.len());
    if qualified >= params.threshold() {
        return Ok(());
    }
    Err(Abort::TooFewQualified {
        qualified,
        needed: params.threshold(),
        disqualified: faults.clone(),
    })
}
