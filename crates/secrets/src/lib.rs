//! What programs share that keep secrets for people: registrars and trustees.
//!
//! | module | what |
//! |---|---|
//! | [`sealed`] | bytes under a passphrase, in the age format |
//! | [`key`] | a key in a sealed file |
//! | [`words`] | a key as words on paper |
//! | [`ask`] | passphrases from the terminal or from a file, never from arguments or the environment |

pub mod ask;
pub mod key;
pub mod sealed;
pub mod words;
