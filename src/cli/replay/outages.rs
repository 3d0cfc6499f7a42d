//! Outages of a replay: units that are not there from one date to another.

use crate::cli::Failure;
use crate::scheduler::{Outage, Outages, Servers};
use crate::trace::metrics::Measures;
use crate::trace::{Log, NoStretch, Slice};
use crate::words::Language;

/// More would be a mistake of whoever wrote the list, and each is gone through at every change.
const MOST: usize = 1_000;

/// How much of a machine an outage takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Much {
    All,
    Units(u32),
    Nodes(u32),
}

/// An outage as it was asked for.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    text: String,
    from: i64,
    to: i64,
    much: Much,
}

/// Reads what follows the dates: units, nodes, or all.
fn much(text: &str) -> Option<Much> {
    let text = text.trim();
    if text == "all" || text == "전체" {
        return Some(Much::All);
    }
    let nodes = [" nodes", " node", "대"].iter().find_map(|word| text.strip_suffix(word));
    let count = nodes.unwrap_or(text).trim().parse().ok().filter(|count| *count > 0)?;
    Some(if nodes.is_some() { Much::Nodes(count) } else { Much::Units(count) })
}

/// Reads `FROM..TO` with or without `=UNITS`, `=N nodes` or `=all` behind it, by the clock of the log.
fn asked(text: &str, log: &Log, language: Language) -> Result<Asked, Failure> {
    let refused = |why: (&str, &str)| {
        let help = language.pick(
            "도움말: \"2025-03-03 09:00..2025-03-05 18:00=16\"처럼 쓰세요. = 뒤에는 수량, \"N nodes\", 또는 all(전체, 안 쓰면 all)",
            "help: write \"2025-03-03 09:00..2025-03-05 18:00=16\"; behind the = stand units, \"N nodes\", or all (which it is without)",
        );
        let (ko, en) = why;
        let why = language.pick(ko, en);
        let error = language.pick("오류", "error");
        Failure::User(format!("{error}: --outage \"{text}\": {why}\n{help}"))
    };
    let (dates, amount) = text.rsplit_once('=').unwrap_or((text, "all"));
    let Some((from, to)) = dates.split_once("..") else {
        return Err(refused((
            "언제부터 언제까지인지 ..으로 나누어 쓰지 않았습니다",
            "there is no .. between its beginning and its end",
        )));
    };
    let (from, to) = (from.trim(), to.trim());
    let Some(much) = much(amount) else {
        return Err(refused((
            "= 뒤가 1 이상의 수량도, 서버 수도, all도 아닙니다",
            "what stands behind the = is neither units, at least 1, nor nodes, nor all",
        )));
    };
    let slice = Slice::parse(Some(from), Some(to));
    let slice = slice.map_err(|text| Failure::User(super::words::no_time(&text, language)))?;
    let (from, to) = log.stretch(&slice).map_err(|why| match why {
        NoStretch::NoDates => refused((
            "로그에 날짜가 없어 그 날짜가 언제인지 알 수 없습니다. 로그의 초로 쓰세요(3600..7200)",
            "the log does not say what date it was: give seconds of the log (3600..7200)",
        )),
        NoStretch::Endless => {
            refused(("너무 먼 시각이라 셀 수 없습니다", "a time too far away to be counted"))
        }
    })?;
    if to < from {
        return Err(refused(("시작보다 먼저 끝납니다", "it ends before it begins")));
    }
    Ok(Asked { text: text.to_owned(), from, to, much })
}

/// All that are asked for.
pub(super) fn read(texts: &[String], log: &Log, language: Language) -> Result<Vec<Asked>, Failure> {
    if texts.len() > MOST {
        let most = language.whole(MOST as f64);
        return Err(Failure::User(match language {
            Language::Ko => format!(
                "오류: --outage가 {most}개를 넘습니다\n도움말: 이어지는 중단을 하나로 합치세요"
            ),
            Language::En => {
                format!(
                    "error: more than {most} --outage\nhelp: join those that follow one another"
                )
            }
        }));
    }
    texts.iter().map(|text| asked(text, log, language)).collect()
}

/// The outages of one machine, in the parts in which the log counts.
pub(super) fn of(
    all: &[Asked],
    (units, servers): (u32, Option<Servers>),
    log: &Log,
    language: Language,
) -> Result<Outages, Failure> {
    let grain = log.grain;
    let count = servers.map_or(units / grain, |it| it.nodes);
    let mut list = Vec::with_capacity(all.len());
    for asked in all {
        let many = match (asked.much, servers) {
            (Much::All, _) => None,
            (Much::Units(many), None) | (Much::Nodes(many), Some(_)) => Some(many),
            (Much::Units(many), Some(servers)) => {
                let each = servers.units_each / grain;
                if many % each != 0 {
                    return Err(whole_nodes(asked, each, language));
                }
                Some(many / each)
            }
            (Much::Nodes(_), None) => return Err(no_nodes(asked, language)),
        };
        list.push(Outage { from: asked.from, to: asked.to, many });
    }
    let outages = Outages::new(list.clone());
    if let Some((at, most)) = outages.most_at_once().filter(|(_, most)| *most > count.into()) {
        return Err(too_many((at, most), count, servers.is_some(), log, language));
    }
    if servers.is_some() {
        return Ok(outages);
    }
    // At most as many as there are, of a machine whose parts can be counted.
    list.iter_mut().for_each(|it| it.many = it.many.map(|many| many.saturating_mul(grain)));
    Ok(Outages::new(list))
}

fn whole_nodes(asked: &Asked, each: u32, language: Language) -> Failure {
    let Asked { text, .. } = asked;
    Failure::User(match language {
        Language::Ko => format!(
            "오류: --outage \"{text}\": 서버 한 대가 {each}이므로 서버 단위로 빠집니다\n도움말: =N nodes로, 또는 {each}의 배수로 쓰세요"
        ),
        Language::En => format!(
            "error: --outage \"{text}\": a node has {each} units, and whole nodes go\nhelp: write =N nodes, or a multiple of {each}"
        ),
    })
}

fn no_nodes(asked: &Asked, language: Language) -> Failure {
    let Asked { text, .. } = asked;
    Failure::User(match language {
        Language::Ko => format!(
            "오류: --outage \"{text}\": 서버를 말하지만 --nodes가 없습니다\n도움말: 수량으로 쓰거나 --nodes와 --units-per-node를 주세요"
        ),
        Language::En => format!(
            "error: --outage \"{text}\": it speaks of nodes, and there are none\nhelp: write units, or give --nodes and --units-per-node"
        ),
    })
}

fn too_many(
    (at, most): (i64, u64),
    count: u32,
    nodes: bool,
    log: &Log,
    language: Language,
) -> Failure {
    let (most, count) = (language.whole(most as f64), language.whole(f64::from(count)));
    let at = log.instant(at);
    let (ko, en) = if nodes { ("서버", "nodes") } else { ("수량", "units") };
    Failure::User(match language {
        Language::Ko => format!(
            "오류: {at}에 --outage가 모두 합해 {ko} {most}을(를) 빼는데 전체는 {count}입니다\n도움말: 수를 고치거나, 전체가 멈추면 =all로 쓰세요"
        ),
        Language::En => format!(
            "error: at {at} --outage takes {most} {en} in all, and there are {count}\nhelp: mend the number, or write =all where everything is out"
        ),
    })
}

/// What a replay says of outages: what they cost under each scheduler, and which of them changed nothing.
pub(super) fn told<'a>(
    all: &[Asked],
    played: impl Iterator<Item = (&'a str, u32, &'a Measures)> + Clone,
    (first, last): (i64, i64),
    log: &Log,
    language: Language,
) -> String {
    let mut out = String::new();
    if all.is_empty() {
        return out;
    }
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    let outside = |it: &&Asked| it.from == it.to || it.to <= first || it.from >= last;
    for asked in all.iter().filter(outside) {
        let Asked { text, .. } = asked;
        let (from, to) = (log.instant(first), log.instant(last));
        line(match language {
            Language::Ko => format!(
                "주의: 중단 \"{text}\"은(는) 길이가 없거나 재생한 기간({from}부터 {to}까지) 밖이라 아무것도 바꾸지 않았습니다."
            ),
            Language::En => format!(
                "note: the outage \"{text}\" lasts no time, or lies outside of what was played ({from} to {to}), and changed nothing."
            ),
        });
    }
    if all.iter().all(|asked| outside(&asked)) {
        return out;
    }
    for (scheduler, units, measures) in played {
        let units = language.whole(f64::from(units));
        let stopped = language.whole(measures.stopped as f64);
        let [lost, gone] =
            [measures.lost, measures.out].map(|it| language.decimal(it / 3_600.0, 1));
        line(match language {
            Language::Ko => format!(
                "중단, {scheduler}, 전체 수량 {units}: 빠진 양 {gone} 장시간 · 멈췄다가 처음부터 다시 시작한 실행 {stopped}건, 헛되이 쓴 {lost} 장시간"
            ),
            Language::En => format!(
                "outages, {scheduler}, {units} units: {gone} unit-hours were not there; runs stopped and begun anew: {stopped}, with {lost} unit-hours lost"
            ),
        });
    }
    line(
        language
            .pick(
                "실사용/전체는 그때 있던 수량에 대한 비율이며(로그 기록은 전체 수량에 대한 비율), 멈춘 실행도 들어갑니다. 대기는 끝까지 간 실행의 시작까지입니다.",
                "Busy of units is of the units that were there (of all of them for the log itself) and has the runs that were stopped; a wait lasts until the run that went to its end.",
            )
            .to_owned(),
    );
    out
}

#[cfg(test)]
mod tests {
    use super::{Much, much};

    #[test]
    fn amounts_are_typed_as_people_write_them() {
        let read = ["16", " 16 ", "2 nodes", "1 node", "3대", "all", "전체"].map(much);
        let known = [
            Much::Units(16),
            Much::Units(16),
            Much::Nodes(2),
            Much::Nodes(1),
            Much::Nodes(3),
            Much::All,
            Much::All,
        ];
        assert_eq!(read, known.map(Some));
        for odd in ["", "0", "-1", "half", "1.5", "0 nodes", "nodes", "99999999999"] {
            assert_eq!(much(odd), None, "{odd}");
        }
    }
}
