//! A witness of transparency logs (C2SP `tlog-witness`).
//!
//! It keeps, for each log that it was told to watch, the last checkpoint that it cosigned, and cosigns another one only
//! with a proof that it continues that one. What it cosigned is on the disk before it answers, so that no crash makes
//! it cosign two histories. It knows nothing of elections and needs nothing of them: an association can run it on a
//! small machine of its own.
//!
//! | module | what |
//! |---|---|
//! | [`folder`] | the files: key, logs with their last checkpoints, evidence |
//! | [`witness`] | what is cosigned and what is refused |
//! | [`http`] | requests and answers |

pub mod folder;
pub mod http;
pub mod witness;
