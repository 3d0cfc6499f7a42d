//! Lists of resources in one cell: `cpu=16,gres/gpu=2,mem=180G` (Slurm's TRES), `gpu:a100:2` (its GRES),
//! `2:ncpus=8:ngpus=4+1:ncpus=2` (PBS's select, Torque's nodes).

use super::number::{MICROS, Micros, NoTime, seconds};

/// Whether a text is such a list.
pub(super) fn is_list(text: &str) -> bool {
    text.contains('=') || text.starts_with("gpu:") || text.starts_with("gres")
}

/// How much of `key` a list states, in millionths; nothing of it is zero. A kind that is stated as a whole and by
/// type (`gres/gpu=2,gres/gpu:h100=2`) counts once: as the whole says.
pub(super) fn amount(text: &str, key: &str) -> Result<Micros, NoTime> {
    // A table of equal widths cuts long lists off: what is gone may be what is asked for.
    if text.ends_with('+') {
        return Err(NoTime::NotANumber);
    }
    let number = |value: &str| seconds(value).map(|read| read.value);
    let total = if text.split(['+', ':']).next().is_some_and(is_digits) && text.contains('=') {
        chunks(text, key)?
    } else {
        let (mut whole, mut typed) = (None, 0_i64);
        for part in text.split(',').map(str::trim) {
            let (name, value) = match part.rsplit_once('=') {
                Some(pair) => pair,
                None => gres(part),
            };
            let name = name.strip_prefix("gres:").unwrap_or(name);
            let same = |name: &str| name == key || format!("gres/{name}") == key;
            if same(name) {
                whole = Some(whole.unwrap_or(0) + number(value)?);
            } else if name.rsplit_once(':').is_some_and(|(kind, _)| same(kind)) {
                typed += number(value)?;
            }
        }
        whole.unwrap_or(typed)
    };
    Ok(Micros { value: total, decimals: 0, rounded: false, by_clock: false })
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `gpu:2`, `gpu:a100:2(S:0-1)`, `gpu`: the name and how many.
fn gres(part: &str) -> (&str, &str) {
    let part = part.split('(').next().unwrap_or(part);
    match part.rsplit_once(':') {
        Some((name, count)) if is_digits(count) => (name, count),
        _ => (part, "1"),
    }
}

/// `2:ncpus=8:ngpus=4+1:ncpus=2`: a chunk may begin with how often it is taken.
fn chunks(text: &str, key: &str) -> Result<i64, NoTime> {
    let mut total = 0_i64;
    for chunk in text.split('+') {
        let mut parts = chunk.split(':');
        let times: i64 = parts.next().and_then(|times| times.parse().ok()).unwrap_or(1);
        for (name, value) in parts.filter_map(|part| part.split_once('=')) {
            if name == key {
                let each = seconds(value)?.value;
                let sum = each.checked_mul(times).and_then(|some| total.checked_add(some));
                total = sum.ok_or(NoTime::TooLarge)?;
            }
        }
    }
    (total <= 4_000_000_000 * MICROS).then_some(total).ok_or(NoTime::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stated_twice_counts_once() {
        let of = |text, key| amount(text, key).map(|read| read.value / MICROS);
        let gpu = "gres/gpu";
        assert_eq!(of("billing=64,cpu=16,gres/gpu:h100=2,gres/gpu=2,mem=180G,node=1", gpu), Ok(2));
        assert_eq!(of("cpu=8,gres/gpu:h100=1,mem=60G", gpu), Ok(1));
        assert_eq!(of("gres/gpu:a100_3g.20gb=1,gres/gpu:a100=2", gpu), Ok(3));
        assert_eq!(of("billing=64,cpu=64,mem=250G,node=1", gpu), Ok(0));
        assert_eq!(of("billing=64,cpu=64,mem=250G,node=1", "cpu"), Ok(64));
        assert_eq!(of("gres/gpu:a100_3g.20gb=1,gres/gpu:a100=2", "gres/gpu:a100"), Ok(2));
        assert_eq!(of("gpu:a100:2,gpu:v100:1", gpu), Ok(3));
        assert_eq!(of("gpu:4(S:0-1)", gpu), Ok(4));
        assert_eq!(of("gres:gpu:4", gpu), Ok(4));
        assert_eq!(of("2:ncpus=8:ngpus=4+1:ncpus=2", "ngpus"), Ok(8));
        assert_eq!(of("2:ppn=8:gpus=4", "ppn"), Ok(16));
        assert!(of("gres/gpu=x", gpu).is_err());
        assert!(of("billing=1+", gpu).is_err());
    }
}
