//! The table itself, in the order of a file.

use super::{Drawn, Holds, Key};

mod award;
mod demand;
mod file;
mod jobs;
mod money;
mod programme;
mod site;
mod study;

const fn key(
    pattern: &'static str,
    holds: Holds,
    required: bool,
    default: &'static str,
    drawn: Drawn,
    en: &'static str,
    ko: &'static str,
) -> Key {
    Key { pattern, holds, required, default, drawn, en, ko }
}

use Drawn::{Entity as ENTITY, Fixed as FIXED, Replication as REPLICATION};
const REQUIRED: bool = true;
const OPTIONAL: bool = false;

/// Every key of a scenario file, in the order of a file.
pub const KEYS: &[Key] = &joined::<{ length(PARTS) }>(PARTS);

const PARTS: &[&[Key]] = &[
    file::KEYS,
    site::KEYS,
    money::KEYS,
    programme::KEYS,
    award::KEYS,
    demand::KEYS,
    jobs::KEYS,
    study::KEYS,
];

const fn length(parts: &[&[Key]]) -> usize {
    let (mut sum, mut part) = (0, 0);
    while part < parts.len() {
        sum += parts[part].len();
        part += 1;
    }
    sum
}

const fn joined<const N: usize>(parts: &[&[Key]]) -> [Key; N] {
    let mut all = [parts[0][0]; N];
    let (mut next, mut part) = (0, 0);
    while part < parts.len() {
        let mut at = 0;
        while at < parts[part].len() {
            all[next] = parts[part][at];
            next += 1;
            at += 1;
        }
        part += 1;
    }
    all
}
