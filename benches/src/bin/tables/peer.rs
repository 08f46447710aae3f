//! What the same choice costs with `elastic-elgamal`.

use crate::timing::{Effort, Timing};
use anyhow::Context as _;
use comitia_benches::rng;
use elastic_elgamal::Keypair;
use elastic_elgamal::app::{ChoiceParams, EncryptedChoice, SingleChoice};
use elastic_elgamal::group::Ristretto;

type Choice = EncryptedChoice<Ristretto, SingleChoice>;

/// Bytes, and milliseconds on one core.
pub struct PeerCost {
    /// Of ciphertexts and proofs.
    pub bytes: usize,
    /// To encrypt one choice and prove it.
    pub encrypt: Timing,
    /// To verify one.
    pub verify: Timing,
}

impl PeerCost {
    /// Measures the choice of one of `options`.
    pub fn measure(options: usize, effort: &Effort) -> anyhow::Result<Self> {
        let mut rng = rng(7);
        let (receiver, _) = Keypair::<Ristretto>::generate(&mut rng).into_tuple();
        let params = ChoiceParams::single(receiver, options);
        let choice = EncryptedChoice::single(&params, 0, &mut rng);
        let encrypt = effort.time(1, || {
            core::hint::black_box(EncryptedChoice::single(&params, 0, &mut rng));
            Ok(())
        })?;
        let verify = effort.time(1, || {
            choice.verify(&params).context("a good choice was refused")?;
            Ok(())
        })?;
        Ok(Self {
            bytes: bytes(&choice),
            encrypt,
            verify,
        })
    }
}

fn bytes(choice: &Choice) -> usize {
    let ciphertexts = choice.choices_unchecked().iter();
    let ciphertexts: usize = ciphertexts.map(|ciphertext| ciphertext.to_bytes().len()).sum();
    ciphertexts + choice.range_proof().to_bytes().len() + choice.sum_proof().to_bytes().len()
}
