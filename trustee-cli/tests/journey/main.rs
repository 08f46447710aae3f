//! A real server and three real trustees' programs, from their keystores to the result.

#[cfg(test)]
mod election;
#[cfg(test)]
mod files;
#[cfg(test)]
mod paper;
#[cfg(test)]
mod programs;
#[cfg(test)]
mod proxy;
