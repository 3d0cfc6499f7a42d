//! Numbers in a text that a person wrote, and the words that follow them.

/// A number; commas and low lines may only separate groups of three digits.
pub(crate) fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let plain = text.replace('_', ",");
    let mut groups = plain.split('.').next()?.trim_start_matches('-').split(',');
    let first = groups.next()?;
    let more: Vec<&str> = groups.collect();
    if !more.is_empty() && (first.len() > 3 || more.iter().any(|group| group.len() != 3)) {
        return None;
    }
    if text.is_empty() || !text.chars().all(|c| c.is_ascii_digit() || ".,_-".contains(c)) {
        return None;
    }
    plain.replace(',', "").parse().ok().filter(|value: &f64| value.is_finite())
}

/// A text as numbers, each with the word that follows it: "1조 4,600억 원" has two.
pub(crate) fn parts(text: &str) -> Option<Vec<(f64, String)>> {
    let mut rest = text.trim();
    let mut all = Vec::new();
    while !rest.is_empty() {
        let digits =
            rest.find(|c: char| !(c.is_ascii_digit() || ".,_-".contains(c))).unwrap_or(rest.len());
        let value = number(&rest[..digits])?;
        rest = rest[digits..].trim_start();
        let word = rest.find(|c: char| c.is_ascii_digit() || c == '-').unwrap_or(rest.len());
        all.push((value, rest[..word].trim().to_lowercase()));
        rest = &rest[word..];
    }
    (!all.is_empty()).then_some(all)
}
