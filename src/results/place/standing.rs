//! What stands at a place where results are wanted, and whether it may be replaced.

use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use super::Refusal;
use super::contents::{self, Own};
use crate::results::mark::{self, Kind, Left, Mark};

/// What stands at a place.
pub(super) enum Standing {
    Nothing,
    Empty,
    /// Results of the wanted kind and nothing else.
    Ours,
    /// Results of another command.
    OtherKind(Kind),
    /// Results, and things that are not of them.
    Mixed(Vec<String>),
    /// Results of a version that did not list what belongs to them.
    Older(String),
    /// The place holds something else, with these names.
    Unknown(Vec<String>),
}

impl Standing {
    /// Refuses what may not be replaced.
    pub(super) fn refuse(self, wanted: &Path, replace: bool) -> Result<(), Refusal> {
        let folder = wanted.to_owned();
        match self {
            Self::Nothing | Self::Empty | Self::Ours => Ok(()),
            _ if replace => Ok(()),
            Self::OtherKind(kind) => Err(Refusal::OtherKind { folder, kind }),
            Self::Mixed(names) => Err(Refusal::Mixed { folder, names }),
            Self::Older(version) => Err(Refusal::Older { folder, version }),
            Self::Unknown(names) => Err(Refusal::NotResults { folder, names }),
        }
    }
}

/// Looks at what stands at a place.
pub(super) fn standing(place: &Path, kind: Kind) -> Result<Standing, Refusal> {
    let unreachable = |reason| Refusal::Unreachable { folder: place.to_owned(), reason };
    match fs::symlink_metadata(place) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Standing::Nothing),
        Err(error) => return Err(unreachable(error)),
        Ok(there) if !there.is_dir() => return Err(Refusal::NotAFolder(place.to_owned())),
        Ok(_) => {}
    }
    let none = std::collections::BTreeSet::new();
    let all = || contents::foreign(place, Own::Listed(&none)).map_err(unreachable);
    Ok(match Mark::read(place) {
        Left::Ours(mark) => {
            let names = contents::foreign(place, Own::Listed(&mark.files)).map_err(unreachable)?;
            if !names.is_empty() {
                Standing::Mixed(names.into_iter().collect())
            } else if mark.kind != kind {
                Standing::OtherKind(mark.kind)
            } else {
                Standing::Ours
            }
        }
        Left::Older(version) => Standing::Older(version),
        Left::Unknown => {
            let mut names: Vec<String> = all()?.into_iter().collect();
            if place.join(mark::MANIFEST).exists() {
                names.push(mark::MANIFEST.to_owned());
            }
            if names.is_empty() { Standing::Empty } else { Standing::Unknown(names) }
        }
    })
}

/// The place without links: what is there of the way to it, and the names of the rest.
pub(super) fn resolve(wanted: &Path) -> Result<PathBuf, Refusal> {
    let unreachable = |reason| Refusal::Unreachable { folder: wanted.to_owned(), reason };
    if wanted.as_os_str().is_empty() {
        return Err(Refusal::NoName(wanted.to_owned()));
    }
    for above in wanted.ancestors() {
        let here = if above.as_os_str().is_empty() { Path::new(".") } else { above };
        let found = match fs::canonicalize(here) {
            Ok(found) => found,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                if fs::symlink_metadata(here).is_ok() {
                    return Err(Refusal::DeadLink(wanted.to_owned()));
                }
                continue;
            }
            Err(error) => return Err(unreachable(error)),
        };
        let rest = wanted.strip_prefix(above).unwrap_or(Path::new(""));
        if rest.components().any(|part| !matches!(part, Component::Normal(_))) {
            return Err(Refusal::NoName(wanted.to_owned()));
        }
        let place = if rest.as_os_str().is_empty() { found } else { found.join(rest) };
        return match place.file_name() {
            Some(_) => Ok(place),
            None => Err(Refusal::NoName(wanted.to_owned())),
        };
    }
    Err(Refusal::NoName(wanted.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_found_without_links_and_must_have_a_name() {
        let here = fs::canonicalize(".").expect("a working directory");
        assert_eq!(resolve(Path::new("x/y")).expect("a place"), here.join("x/y"));
        assert_eq!(resolve(Path::new(".")).expect("a place"), here);
        assert_eq!(resolve(Path::new("src/../x")).expect("a place"), here.join("x"));
        for odd in ["nowhere/..", "nowhere/../x", "/", "", "nowhere/./.."] {
            assert!(resolve(Path::new(odd)).is_err(), "{odd}");
        }
    }
}
