//! An inspection in words: one block, and a line with cause and cure for each oddity.

use std::fmt::Write as _;

use super::{Inspection, Source};
use crate::trace::{Format, Log, Zone};
use crate::words::Language;

mod oddity;

/// A figure with a decimal where it is small.
fn figure(value: f64) -> String {
    if value.abs() < 100.0 && value.fract() != 0.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.0}")
    }
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// A length in the unit that people would take.
fn length(seconds: f64, korean: bool) -> String {
    let (value, ko, en) = match seconds {
        s if s >= 2.0 * 86_400.0 => (s / 86_400.0, "일", "days"),
        s if s >= 7_200.0 => (s / 3_600.0, "시간", "hours"),
        s if s >= 120.0 => (s / 60.0, "분", "minutes"),
        s => (s, "초", "seconds"),
    };
    if korean { format!("{}{ko}", figure(value)) } else { format!("{} {en}", figure(value)) }
}

impl Log {
    /// An instant of the log as a date where it says what time it was, else in its own seconds.
    #[must_use]
    pub fn instant(&self, ticks: i64) -> String {
        let seconds = ticks.div_euclid(self.ticks_per_second);
        let date = self.origin().and_then(|origin| {
            let stamp = jiff::Timestamp::from_second(origin.checked_add(seconds)?).ok()?;
            let zone = Zone::parse(&self.header.zone).ok().filter(|_| !self.by_clock);
            let date = match zone {
                Some(zone) => zone.zone().to_datetime(stamp),
                None => jiff::tz::Offset::UTC.to_datetime(stamp),
            };
            Some(date.to_string().replace('T', " "))
        });
        date.unwrap_or_else(|| format!("{seconds} s"))
    }

    /// Units of the machine that a given number of a record's units make.
    #[must_use]
    pub fn units(&self, parts: i64) -> String {
        let whole = parts as f64 / f64::from(self.grain.max(1));
        if self.grain == 1 { format!("{parts}") } else { format!("{whole}") }
    }
}

impl Inspection {
    /// What was understood of a log and what is odd about it.
    #[must_use]
    pub fn in_language(&self, log: &Log, language: Language) -> String {
        let korean = language == Language::Ko;
        let mut out = String::new();
        let mut line = |ko: &str, en: &str, text: String| {
            // Writing to a string cannot fail.
            let _ = if korean {
                writeln!(out, "  {ko}: {text}")
            } else {
                writeln!(out, "  {en}: {text}")
            };
        };
        let pick = |ko: &'static str, en: &'static str| if korean { ko } else { en };
        let read = &log.read;
        let mut format = read.format.name().to_owned();
        if !read.separator.is_empty() && read.format != Format::Swf {
            let _ = write!(format, " · {} {}", pick("구분자", "separator"), read.separator);
        }
        if read.decimal_comma {
            format.push_str(pick(" · 소수점 자리에 쉼표(1,5)", " · decimal commas (1,5)"));
        }
        if !read.encoding.is_empty() {
            let _ = write!(format, " · {}", read.encoding);
        }
        line("형식", "format", format);
        if !read.columns.is_empty() {
            let columns = read.columns.iter().map(|column| {
                let unit = column.unit.filter(|unit| !column.text.ends_with(&format!(":{unit}")));
                let unit = unit.map_or(String::new(), |unit| format!(" ({unit})"));
                let found = if column.found {
                    pick(" (이름으로 찾음)", " (found by its name)")
                } else {
                    ""
                };
                format!("{}={}{unit}{found}", column.role, column.text)
            });
            line("열", "columns", columns.collect::<Vec<_>>().join(", "));
        }
        line("시간대", "zone", self.zone(log, korean));
        let (first, last) = self.span;
        let lasts = (last - first) as f64 / log.ticks_per_second as f64;
        let span =
            format!("{} – {} ({})", log.instant(first), log.instant(last), length(lasts, korean));
        line("기간", "span", span);
        line("장비", "machine", self.machine_words(log, korean));
        line("작업", "jobs", self.jobs_words(log, korean));
        for (reason, tally) in &log.left.reasons {
            let lines: Vec<String> = tally.lines.iter().map(u32::to_string).collect();
            let more = if tally.count > lines.len() as u64 { ", …" } else { "" };
            let (count, lines) = (tally.count, lines.join(", "));
            let text = match korean {
                true => format!("{}: {count}건 (줄 {lines}{more})", reason.in_language(language)),
                false => format!("{}: {count} (lines {lines}{more})", reason.in_language(language)),
            };
            line("뺀 줄", "left out", text);
        }
        if self.cut.stated > 0 {
            let (jobs, stated, work) = (self.cut.jobs, self.cut.stated, percent(self.cut.work));
            let share = percent(jobs as f64 / stated as f64);
            let silent = self.jobs.saturating_sub(stated);
            let (ko, en) = match silent {
                0 => (String::new(), String::new()),
                n => (
                    format!(". 요청이 없는 {n}건은 실행 시간이 알려진 것으로 침"),
                    format!("; {n} state none, and count as if their run time were known"),
                ),
            };
            line(
                "요청보다 오래 걸림",
                "longer than requested",
                match korean {
                    true => format!(
                        "요청을 적은 {stated}건 중 {jobs}건({share}), 넘친 일은 전체의 {work}{ko}"
                    ),
                    false => format!(
                        "{jobs} of {stated} jobs that state a request ({share}); {work} of all work lies beyond{en}"
                    ),
                },
            );
        }
        for oddity in &self.oddities {
            out.push_str(&oddity.in_language(log, self, language));
        }
        let name = &log.name;
        format!("{}: {name}\n{out}", pick("로그 점검", "what was understood"))
    }

    fn zone(&self, log: &Log, korean: bool) -> String {
        let pick = |ko: &str, en: &str| if korean { ko.to_owned() } else { en.to_owned() };
        if !log.read.zone.is_empty() {
            return format!("{} (--zone)", log.read.zone);
        }
        if log.by_clock {
            return pick(
                "시각에 시간대가 없어 적힌 시계 그대로 셈 (서머타임이 있는 곳이면 --zone Europe/Paris)",
                "times without an offset, by their own clock (where clocks are set: --zone Europe/Paris)",
            );
        }
        if !log.header.zone.is_empty() {
            return format!("{} ({})", log.header.zone, pick("머리글", "header"));
        }
        match log.origin() {
            Some(_) => "UTC".to_owned(),
            None => pick(
                "로그가 날짜를 적지 않음: 로그의 첫 초부터",
                "no dates: seconds from the log's own beginning",
            ),
        }
    }

    fn machine_words(&self, log: &Log, korean: bool) -> String {
        let pick = |ko: &str, en: &str| if korean { ko.to_owned() } else { en.to_owned() };
        let mut text = match self.machine {
            Some(machine) => {
                let source = match machine.source {
                    Source::Header => pick("머리글", "header"),
                    Source::Given => "--units".to_owned(),
                };
                format!("{} ({source})", machine.units)
            }
            None => pick("크기를 알 수 없음", "size not known"),
        };
        if log.grain > 1 {
            let _ = write!(
                text,
                "; {} 1/{}",
                pick("작업 크기의 단위는", "sizes in parts of"),
                log.grain
            );
        }
        match &self.held {
            Some(held) => {
                let (most, at) = (log.units(held.most), log.instant(held.at));
                let _ = match korean {
                    true => write!(text, "; 한때 가장 많이 쓴 수 {most} ({at})"),
                    false => write!(text, "; held at most {most} at once ({at})"),
                };
                if let Some(busy) = held.busy {
                    let _ = write!(
                        text,
                        "; {} {}",
                        pick("로그 자체 실사용", "the log itself busy"),
                        percent(busy)
                    );
                }
            }
            None => text.push_str(&pick(
                "; 시작 시각이 없어 동시 사용량은 알 수 없음",
                "; held at once not known: no starts",
            )),
        }
        text
    }

    fn jobs_words(&self, log: &Log, korean: bool) -> String {
        let mut text = match korean {
            true => format!(
                "{}줄에서 기록 {}건, 실행 시간과 크기가 있는 작업 {}건",
                log.read.lines,
                log.records.len(),
                self.jobs
            ),
            false => format!(
                "{} records of {} lines, {} with a run time and a size",
                log.records.len(),
                log.read.lines,
                self.jobs
            ),
        };
        if !log.read.states.is_empty() {
            let states: Vec<String> =
                log.read.states.iter().map(|(name, count)| format!("{name} {count}")).collect();
            let _ = write!(text, " · {}", states.join(", "));
        }
        text
    }
}
