//! The order in which tables list uncertain inputs.

/// Tables in this order, programmes last: what stands there, money, what projects give, who applies.
const TABLES: [&str; 7] = ["pool", "lease-price", "expansion", "funding", "gap", "site", "output"];

/// Keys of a programme in this order; others follow.
const OF_PROGRAMME: [&str; 9] = [
    "reapply",
    "renew",
    "demand.growth",
    "no-show",
    "extension",
    "moves",
    "demand.award-rate",
    "fee",
    "places",
];

/// The rank of a factor by its path, given the paths of the programmes.
pub(super) fn rank(path: &str, programmes: &[String]) -> (usize, usize, usize) {
    let below = |table: &str| path.strip_prefix(table)?.strip_prefix('.');
    let first = |known: &[&str], path: &str| {
        let starts = |key: &&str| {
            path.strip_prefix(*key)
                .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-'))
        };
        known.iter().position(starts).unwrap_or(known.len())
    };
    let own =
        programmes.iter().enumerate().find_map(|(number, table)| Some((number, below(table)?)));
    match own {
        Some((number, key)) => (TABLES.len(), number, first(&OF_PROGRAMME, key)),
        // Pools, prices and expansions are one group: lots in the order of the file, with their prices.
        None => (first(&TABLES, path).max(2), 0, 0),
    }
}
