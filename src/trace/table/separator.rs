//! What parts the columns of a table, found over many lines.

use super::cells::{Cut, split};

/// What parts columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::trace) enum Separator {
    /// A mark.
    Mark(char),
    /// The cells stand apart by one blank or more.
    Blanks,
    /// Columns of equal width: from and to, in letters.
    Widths(Vec<(usize, usize)>),
}

/// Marks that tables usually have; of two that fit alike the first is taken.
const USUAL: [char; 4] = ['\t', '|', ';', ','];

impl Separator {
    /// The separator as it is printed.
    pub(in crate::trace) fn name(&self) -> String {
        match self {
            Self::Mark('\t') => "tab".to_owned(),
            Self::Mark(mark) => mark.to_string(),
            Self::Blanks => "blanks".to_owned(),
            Self::Widths(_) => "fixed width".to_owned(),
        }
    }

    pub(in crate::trace) fn is_mark(&self) -> bool {
        matches!(self, Self::Mark(_))
    }

    /// Whether a line is the rule below the heads of columns of equal width.
    pub(in crate::trace) fn is_rule(&self, line: &str) -> bool {
        matches!(self, Self::Widths(_)) && is_rule(line)
    }

    /// What parts the columns of these lines: the mark that cuts most of them into as many cells as the first one,
    /// and into most cells. `None` if nothing does.
    pub(in crate::trace) fn found(lines: &[&str]) -> Option<Self> {
        let (head, rest) = lines.split_first()?;
        if rest.first().is_some_and(|line| is_rule(line)) {
            return Some(Self::Widths(widths(rest[0])));
        }
        let other = head.chars().filter(|c| {
            !c.is_alphanumeric()
                && !c.is_whitespace()
                && !"\"'_-.:/()[]{}#+*%@=<>&!?\\,;|\u{feff}".contains(*c)
        });
        let mut marks: Vec<char> = USUAL.to_vec();
        for mark in other {
            if !marks.contains(&mark) {
                marks.push(mark);
            }
        }
        let mut best: Option<(usize, usize, usize, char)> = None;
        for (order, mark) in marks.into_iter().enumerate() {
            let separator = Self::Mark(mark);
            let count = |line: &str| {
                let mut cells = Vec::new();
                let cut = split(line, &separator, true, &mut cells);
                if cut == Cut::Whole { cells.len() } else { 0 }
            };
            let wanted = count(head);
            if wanted < 2 {
                continue;
            }
            let alike = rest.iter().filter(|line| count(line) == wanted).count();
            let share = if rest.is_empty() { 100 } else { 100 * alike / rest.len() };
            let better =
                best.is_none_or(|(known, cells, _, _)| (share / 50, wanted) > (known / 50, cells));
            if better {
                best = Some((share, wanted, order, mark));
            }
        }
        if let Some((_, _, _, mark)) = best {
            return Some(Self::Mark(mark));
        }
        let count = |line: &&str| line.split_whitespace().count();
        let wanted = count(head);
        (wanted >= 3 && rest.iter().all(|line| count(line) == wanted)).then_some(Self::Blanks)
    }
}

/// Whether a line is made of dashes and blanks.
fn is_rule(line: &str) -> bool {
    let line = line.trim_end();
    line.contains("--") && line.chars().all(|c| c == '-' || c == ' ')
}

/// Where the dashes of a rule are.
fn widths(rule: &str) -> Vec<(usize, usize)> {
    let (mut found, mut from) = (Vec::new(), 0);
    for part in rule.split(' ') {
        let to = from + part.len();
        if !part.is_empty() {
            found.push((from, to));
        }
        from = to + 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found_over_many_lines() {
        let mark = |lines: &[&str]| match Separator::found(lines) {
            Some(Separator::Mark(mark)) => Some(mark),
            _ => None,
        };
        assert_eq!(mark(&["JobID|Submit|Start,End", "1|2|3"]), Some('|'));
        assert_eq!(mark(&["a;b;c", "1,5;2,5;3,5"]), Some(';'));
        assert_eq!(mark(&["a☃b☃c", "1☃2☃3"]), Some('☃'));
        assert_eq!(mark(&["a,b,c", "1,2,\"3,4\""]), Some(','));
        // One bar in a name does not make a table of bars.
        assert_eq!(mark(&["id,a|b,c,d,e", "1,2,3,4,5", "1,2,3,4,5"]), Some(','));
        assert_eq!(Separator::found(&["a b c", "1 2 3", "4  5 6"]), Some(Separator::Blanks));
        assert_eq!(Separator::found(&["one"]), None);
        let plain = ["JobID       User", "-------- -------", "1             u1"];
        assert_eq!(Separator::found(&plain), Some(Separator::Widths(vec![(0, 8), (9, 16)])));
    }
}
