//! Which column of a table holds what, as the command line and a scenario say it.

use super::units::Unit;

/// What a column may hold, by the word on the command line.
pub(super) const ROLES: [&str; 11] =
    ["job", "submit", "size", "run", "requested", "wait", "start", "end", "user", "class", "state"];
pub(super) const JOB: usize = 0;
pub(super) const SUBMIT: usize = 1;
pub(super) const SIZE: usize = 2;
pub(super) const RUN: usize = 3;
pub(super) const REQUESTED: usize = 4;
pub(super) const WAIT: usize = 5;
pub(super) const START: usize = 6;
pub(super) const END: usize = 7;
pub(super) const USER: usize = 8;
pub(super) const CLASS: usize = 9;
pub(super) const STATE: usize = 10;

/// Which column holds what: `submit=submit_s,size=gpus,run=run_s,requested=limit:min,user=team`. A column is named
/// as in the file's first line, or by its number (`#3`), and then the file has no first line of names. A unit
/// stands after a colon; sizes, lengths and instants may be sums and products of columns (`size=nodes*8`); one
/// resource of a list stands in brackets (`size=AllocTRES[gres/gpu]`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    pub(super) named: [Option<String>; ROLES.len()],
}

impl Columns {
    /// Reads `role=column,role=column`.
    ///
    /// # Errors
    /// A sentence about what cannot be understood or is missing.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut columns = Self::default();
        for part in text.split(',') {
            let Some((role, column)) = part.split_once('=') else {
                return Err(format!("`{part}` is not role=column"));
            };
            let (role, column) = (role.trim(), column.trim());
            let Some(at) = ROLES.iter().position(|known| *known == role) else {
                return Err(format!("`{role}` is not a role; the roles are {}", ROLES.join(", ")));
            };
            if column.is_empty() {
                return Err(format!("`{role}=` names no column"));
            }
            let digits = column
                .strip_prefix('#')
                .and_then(|at| at.split(|c: char| !c.is_ascii_digit()).next());
            let number = || digits.is_some_and(|at| at.parse().is_ok_and(|at: usize| at > 0));
            if column.starts_with('#') && !number() {
                return Err(format!("`{column}` is not the number of a column: #1, #2, …"));
            }
            if columns.named[at].replace(column.to_owned()).is_some() {
                return Err(format!("`{role}` is named twice"));
            }
        }
        if let Some(missing) = columns.missing() {
            return Err(missing.to_owned());
        }
        let numbered = columns.named.iter().flatten().filter(|name| name.starts_with('#')).count();
        if numbered != 0 && numbered != columns.named.iter().flatten().count() {
            return Err("name all columns, or give all by number".to_owned());
        }
        Ok(columns)
    }

    fn missing(&self) -> Option<&'static str> {
        let has = |role: usize| self.named[role].is_some();
        let submit = has(SUBMIT) || has(START) && has(WAIT);
        if !submit || !has(SIZE) || !(has(RUN) || has(START) && has(END)) {
            return Some(
                "submit (or start and wait), size and run (or start and end) must be named",
            );
        }
        None
    }

    /// Whether the file has no line of names.
    pub(super) fn numbered(&self) -> bool {
        self.named.iter().flatten().any(|name| name.starts_with('#'))
    }

    /// The columns as they would be typed.
    pub(super) fn written(&self) -> String {
        let named = self.named.iter().zip(ROLES);
        let part = |(name, role): (&Option<String>, &str)| {
            name.as_ref().map(|name| format!("{role}={name}"))
        };
        named.filter_map(part).collect::<Vec<_>>().join(",")
    }

    /// Columns named by role; `None` if a role is missing that every log needs.
    pub(super) fn of(named: [Option<String>; ROLES.len()]) -> Option<Self> {
        let columns = Self { named };
        columns.missing().is_none().then_some(columns)
    }
}

/// Lines that are taken, of all: those whose column says one of these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Only {
    /// The column by its name in the file's first line or by its number, or a field of the Standard Workload Format.
    pub column: String,
    /// The values of that column whose lines are taken.
    pub values: Vec<String>,
}

impl Only {
    /// Reads `column=value` or `column=value,value`.
    ///
    /// # Errors
    /// A sentence about what is missing.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            Some((column, values)) if !column.trim().is_empty() => Ok(Self {
                column: column.trim().to_owned(),
                values: values.split(',').map(|value| value.trim().to_owned()).collect(),
            }),
            _ => Err(format!("`{text}` is not column=value")),
        }
    }
}

/// The unit after the last colon, and what stands before it.
pub(super) fn with_unit(text: &str) -> Result<(&str, Option<Unit>), String> {
    match text.rsplit_once(':') {
        None => Ok((text, None)),
        Some((before, name)) => match Unit::named(name.trim()) {
            Some(unit) => Ok((before.trim(), Some(unit))),
            None => Err(format!("`{name}` is no unit; the units are {}", Unit::names())),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_by_role() {
        let columns = Columns::parse("submit=submit_s,size=size,run=run_s").expect("good");
        assert!(!columns.numbered());
        assert_eq!(columns.written(), "submit=submit_s,size=size,run=run_s");
        assert!(Columns::parse("submit=#1,size=#2*#4,run=#3:min").expect("good").numbered());
        assert!(Columns::parse("submit=a,size=b,start=c,end=d").is_ok());
        assert!(Columns::parse("start=a,size=b,run=c,wait=d").is_ok());
        for bad in [
            "",
            "submit=a",
            "submit=a,size=b",
            "submit=a,size=b,run=#3",
            "speed=a",
            "run=",
            "submit=a,size=b,run=c,run=d",
            "submit=#0,size=#1,run=#2",
            "submit=#,size=#1,run=#2",
        ] {
            assert!(Columns::parse(bad).is_err(), "{bad}");
        }
        let only = Only::parse("Partition=gpu,a100").expect("good");
        assert_eq!((only.column.as_str(), only.values.len()), ("Partition", 2));
        assert!(Only::parse("gpu").is_err());
    }
}
