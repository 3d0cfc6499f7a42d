//! The policies by name.

use std::fmt;
use std::str::FromStr;

use super::priority::Factors;

/// Who may start, and who may pass whom.
#[derive(Clone, Debug, PartialEq)]
pub enum Policy {
    /// Strictly in order of submission: the first that does not fit holds up all behind it.
    FirstCome,
    /// The first that does not fit gets a reservation; those behind it may start if they leave that
    /// reservation alone, counting units.
    Easy,
    /// EASY with numbered machines: the reservation is of certain machines, as in Batsim.
    EasyIdentity,
    /// Each gets a reservation in order of submission; nobody may delay the reservation of one before
    /// it, counting units. The plan is made anew at every event.
    Conservative,
    /// Conservative backfill with numbered machines; reservations are kept, and moved forward one by one at
    /// completions, as Batsim has it.
    ConservativeIdentity,
    /// Strictly in order of estimates.
    ShortestFirst,
    /// Jobs go in the order of a priority of age, size, fair share and class, with backfill.
    Priority(Factors),
}

impl Policy {
    /// All policies under their names, with their default settings.
    pub fn all() -> Vec<Policy> {
        vec![
            Policy::FirstCome,
            Policy::Easy,
            Policy::EasyIdentity,
            Policy::Conservative,
            Policy::ConservativeIdentity,
            Policy::ShortestFirst,
            Policy::Priority(Factors::default()),
        ]
    }

    /// The name that a command line or a scenario uses.
    pub fn name(&self) -> &'static str {
        match self {
            Policy::FirstCome => "first-come",
            Policy::Easy => "easy",
            Policy::EasyIdentity => "easy-identity",
            Policy::Conservative => "conservative",
            Policy::ConservativeIdentity => "conservative-identity",
            Policy::ShortestFirst => "shortest-first",
            Policy::Priority(_) => "priority",
        }
    }

    /// Whether the policy numbers single machines; it then knows no nodes.
    pub fn is_by_identity(&self) -> bool {
        matches!(self, Policy::EasyIdentity | Policy::ConservativeIdentity)
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// No policy has this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownPolicy(pub String);

impl fmt::Display for UnknownPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = Policy::all().iter().map(Policy::name).collect();
        write!(f, "no scheduler is called {:?}; there are {}", self.0, names.join(", "))
    }
}

impl std::error::Error for UnknownPolicy {}

impl FromStr for Policy {
    type Err = UnknownPolicy;

    fn from_str(name: &str) -> Result<Policy, UnknownPolicy> {
        let found = Policy::all().into_iter().find(|policy| policy.name() == name);
        found.ok_or_else(|| UnknownPolicy(name.to_owned()))
    }
}
