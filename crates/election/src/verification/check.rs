//! The checks and what each of them says.

macro_rules! checks {
    ($($name:ident: $title:literal,)*) => {
        /// A numbered check.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum CheckId { $(#[doc = $title] $name,)* }

        impl CheckId {
            /// All checks, in order.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its number, like `V07`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)* }
            }

            /// What is checked, in a few words.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }
        }
    };
}

checks! {
    V01: "log consistency and checkpoint signature",
    V02: "witness quorum",
    V03: "state machine and times",
    V04: "entry signatures by pinned keys",
    V05: "manifest well formed",
    V06: "trustee enrolments",
    V07: "key ceremony transcript",
    V08: "election keys",
    V09: "roll: unique, complete, within its limits",
    V10: "opening and booth build",
    V11: "ballot encodings",
    V12: "ballot signatures by credentials on the roll",
    V13: "ballot proofs",
    V14: "no copied ciphertext",
    V15: "revote chains",
    V16: "audited ballots never cast",
    V17: "cancellations",
    V18: "aggregates and floor",
    V19: "decryption shares",
    V20: "counts",
    V21: "outcome rule",
    V22: "only declared objects in the record",
    V23: "published result is the recomputed one",
    V24: "my ballot is counted, and nothing later replaced it",
}

impl core::fmt::Display for CheckId {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.id())
    }
}
