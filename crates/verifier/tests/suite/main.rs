//! The observer's program against records in memory, in folders and behind servers.

#[cfg(test)]
mod audits;
#[cfg(test)]
mod record;
#[cfg(test)]
mod served;
#[cfg(test)]
mod support;
