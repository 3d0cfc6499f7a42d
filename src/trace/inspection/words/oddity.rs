//! An oddity in words: what is odd, its likely cause and the option that mends it.

use std::fmt::Write as _;

use super::{length, percent};
use crate::trace::Log;
use crate::trace::inspection::{Inspection, Kind, Level, Oddity};
use crate::words::Language;

impl Oddity {
    /// What is odd, its likely cause and what mends it, in a line or two.
    #[must_use]
    pub fn in_language(&self, log: &Log, found: &Inspection, language: Language) -> String {
        let korean = language == Language::Ko;
        let (what, cause) = self.sentences(log, found);
        let pick = |(ko, en): (String, String)| if korean { ko } else { en };
        let word = match (self.level, korean) {
            (Level::Stop, true) => "오류",
            (Level::Stop, false) => "error",
            (Level::Warning, true) => "경고",
            (Level::Warning, false) => "warning",
            (Level::Note, true) => "참고",
            (Level::Note, false) => "note",
        };
        let mut out = format!("  {word}: {}\n", pick(what));
        let cause = pick(cause);
        if !cause.is_empty() {
            let _ = writeln!(out, "    {}: {cause}", if korean { "도움말" } else { "help" });
        }
        if self.level == Level::Stop
            && let Some(name) = self.kind.name()
        {
            let _ = match korean {
                true => writeln!(out, "    로그가 정말 그렇다면 --accept {name}"),
                false => writeln!(out, "    if the log is really so: --accept {name}"),
            };
        }
        out
    }

    /// What is odd, and its likely cause and cure; in Korean and in English.
    fn sentences(&self, log: &Log, found: &Inspection) -> ((String, String), (String, String)) {
        let (count, of, value) = (self.count, self.of, self.value);
        let column = |role: &str| {
            let found = log.read.columns.iter().find(|column| column.role == role);
            let text = found.map_or(role, |column| column.text.as_str());
            // A cure names another unit than the one that is there.
            crate::trace::columns::with_unit(text).map_or(text, |(before, _)| before).to_owned()
        };
        let both = |ko: &str, en: &str| (ko.to_owned(), en.to_owned());
        let is_table = !log.read.columns.is_empty();
        match self.kind {
            Kind::Cut => {
                let share = percent(value);
                let cure = match (found.cut.factor, is_table) {
                    (Some(60), true) => {
                        let text = format!("requested={}:min", column("requested"));
                        (
                            format!("요청이 분 단위일 것입니다: --columns …,{text}"),
                            format!("the requests are likely in minutes: --columns …,{text}"),
                        )
                    }
                    (Some(1_000), true) => {
                        let text = format!("run={}:ms", column("run"));
                        (
                            format!("실행 시간이 밀리초일 것입니다: --columns …,{text}"),
                            format!("the run times are likely in milliseconds: --columns …,{text}"),
                        )
                    }
                    (Some(_), true) => {
                        let text = format!("requested={}:h", column("requested"));
                        (
                            format!("요청이 시간 단위일 것입니다: --columns …,{text}"),
                            format!("the requests are likely in hours: --columns …,{text}"),
                        )
                    }
                    (Some(factor), false) => (
                        format!(
                            "요청과 실행 시간의 단위가 {factor}배 다를 것입니다: 로그를 만든 변환을 확인하세요"
                        ),
                        format!(
                            "requests and run times are likely in units that differ {factor} times: look at what made the log"
                        ),
                    ),
                    (None, _) => both(
                        "요청 열이 맞는지 보세요. 요청을 넘겨 돌리는 곳이면 --mode extend",
                        "look whether this is the column of requests; if jobs may outrun their requests there: --mode extend",
                    ),
                };
                (
                    (
                        format!(
                            "작업 {of}건 중 {count}건이 요청에서 잘리고, 일의 {share}가 사라집니다"
                        ),
                        format!(
                            "{count} of {of} jobs are ended at their request, which takes {share} of the work away"
                        ),
                    ),
                    cure,
                )
            }
            Kind::OverFull => {
                let (from, to) = self.at.unwrap_or(found.span);
                let (from, to) = (log.instant(from), log.instant(to));
                let (most, units) =
                    (log.units(count as i64), found.machine.map_or(0, |it| it.units));
                let share = percent(value);
                (
                    (
                        format!(
                            "로그의 작업들이 한때 {units} 가운데 {most}을(를) 썼습니다({from}부터 {to} 사이). 로그 자체 실사용 {share}"
                        ),
                        format!(
                            "the log's own jobs held up to {most} of {units} units at once, between {from} and {to}; the log itself is {share} busy"
                        ),
                    ),
                    (
                        format!(
                            "장비가 더 컸거나(--units {most}), 줄이 두 번 세이거나, 일시 중지된 시간이 실행 시간에 들었습니다"
                        ),
                        format!(
                            "the machine was larger (--units {most}), lines count twice, or run times hold suspended time"
                        ),
                    ),
                )
            }
            Kind::SmallMachine => {
                let size = column("size");
                (
                    (
                        format!("작업 {of}건 중 {count}건이 장비({value})보다 큽니다"),
                        format!(
                            "{count} of {of} jobs are larger than the machine of {value} units"
                        ),
                    ),
                    (
                        format!(
                            "장비 크기(--units)나 크기 열의 단위를 보세요: 백분율이면 size={size}:percent, 천분율이면 size={size}:milli, 코어를 세면 GPU 열이나 size={size}/K"
                        ),
                        format!(
                            "look at --units and at the unit of sizes: size={size}:percent for percent, size={size}:milli for thousandths, another column or size={size}/K where cores are counted"
                        ),
                    ),
                )
            }
            Kind::Dates => {
                let text = format!("submit={}:ms", column("submit"));
                (
                    (
                        format!("{of}건 중 {count}건의 날짜가 1990–2100년 밖입니다"),
                        format!("{count} of {of} dates are outside 1990 to 2100"),
                    ),
                    (
                        format!(
                            "시각이 초가 아닐 것입니다. 밀리초면 --columns {text}, 엑셀 일련번호면 :excel"
                        ),
                        format!(
                            "the times are likely not in seconds: --columns {text} for milliseconds, :excel for serial numbers"
                        ),
                    ),
                )
            }
            Kind::LongRuns => {
                let lasts = (length(value, true), length(value, false));
                (
                    (
                        format!(
                            "작업 {of}건 중 {count}건이 제출 기간 전체({})보다 오래 걸렸습니다",
                            lasts.0
                        ),
                        format!("{count} of {of} jobs run longer than the log lasts ({})", lasts.1),
                    ),
                    both(
                        "실행 시간의 단위를 보세요(밀리초면 :ms). 다른 열일 수도 있습니다",
                        "look at the unit of run times (:ms for milliseconds), or whether this is their column",
                    ),
                )
            }
            Kind::LongRequests => (
                (
                    format!("어느 작업도 요청의 {}를 넘게 쓰지 않았습니다", percent(value)),
                    format!("no job ran for more than {} of its request", percent(value)),
                ),
                both(
                    "요청과 실행 시간의 단위가 다를 것입니다: run=…:min이나 requested=…:ms처럼 단위를 붙이세요",
                    "requests and run times are likely in different units: say them, as in run=…:min or requested=…:ms",
                ),
            ),
            Kind::RunUnits => {
                let unit = if value < 100.0 { "min" } else { "ms" };
                (
                    (
                        format!(
                            "{of}줄 중 {count}줄에서 종료 − 시작과 적힌 실행 시간이 {value}배 다릅니다"
                        ),
                        format!(
                            "on {count} of {of} lines end − start and the stated run time differ {value} times"
                        ),
                    ),
                    (
                        format!("단위를 붙이세요: run={}:{unit}", column("run")),
                        format!("say the unit: run={}:{unit}", column("run")),
                    ),
                )
            }
            Kind::RunDiffers if value * 2.0 > count as f64 => (
                (
                    format!(
                        "{of}줄 중 {count}줄에서 종료 − 시작이 적힌 실행 시간과 다르고, 차이가 시간 단위로 떨어집니다"
                    ),
                    format!(
                        "on {count} of {of} lines end − start is not the stated run time, by whole half hours"
                    ),
                ),
                both(
                    "시계가 바뀌었거나 두 열의 시간대가 다릅니다: --zone으로 시간대를 주세요",
                    "clocks were set in between, or the columns are of two zones: give --zone",
                ),
            ),
            Kind::RunDiffers => {
                let by_end = !log.read.columns.iter().any(|column| column.role == "run");
                let cure = if by_end {
                    both(
                        "일시 중지된 시간이 들었을 것입니다: 실행 시간 열을 지정하세요(run=ElapsedRaw, run=Elapsed)",
                        "likely suspended time: name the column of run times (run=ElapsedRaw, run=Elapsed)",
                    )
                } else {
                    both(
                        "일시 중지되었던 작업으로 보이며, 적힌 실행 시간으로 재생합니다",
                        "they look suspended in between; played with the stated run time",
                    )
                };
                (
                    (
                        format!("{of}줄 중 {count}줄에서 종료 − 시작이 적힌 실행 시간과 다릅니다"),
                        format!("on {count} of {of} lines end − start is not the stated run time"),
                    ),
                    cure,
                )
            }
            Kind::WaitDiffers => (
                (
                    format!("{of}줄 중 {count}줄에서 시작 − 제출이 적힌 대기 시간과 다릅니다"),
                    format!("on {count} of {of} lines start − submit is not the stated wait"),
                ),
                both(
                    "대기 시간 열의 단위나 열 자체를 보세요. 빼도 됩니다(시작 시각이 있음)",
                    "look at the unit of the wait, or leave it out: the start is there",
                ),
            ),
            Kind::Early => (
                (
                    format!("{of}건 중 {count}건이 제출보다 먼저 시작했습니다"),
                    format!("{count} of {of} jobs start before they are submitted"),
                ),
                if value > 0.0 {
                    both(
                        "두 시각의 시간대가 다를 것입니다(차이가 시간 단위로 떨어짐): 시각에 오프셋을 붙여 내보내거나 submit=제출-32400처럼 초를 빼세요",
                        "submissions and starts are likely of two zones (they differ by whole half hours): export them with offsets, or subtract seconds as in submit=Submit-32400",
                    )
                } else {
                    both(
                        "제출과 시작 열이 바뀌었는지 보세요",
                        "look whether the columns of submission and start are swapped",
                    )
                },
            ),
            Kind::LateStarts => {
                let least = (length(value, true), length(value, false));
                (
                    (
                        format!("가장 짧은 대기가 {}입니다", least.0),
                        format!("the shortest wait is {}", least.1),
                    ),
                    both(
                        "제출과 시작의 시간대가 다르거나, 대기 열의 단위가 다르거나, 로그의 앞부분이 잘렸을 것입니다",
                        "submissions and starts are likely of two zones, waits of another unit, or the first lines of the log are missing",
                    ),
                )
            }
            Kind::FreeWhileWaiting => (
                (
                    format!(
                        "작업 {count}건이 기다리는 동안 장비의 {}가 비어 있었습니다",
                        percent(value)
                    ),
                    format!(
                        "while {count} jobs waited, {} of the machine was free",
                        percent(value)
                    ),
                ),
                both(
                    "장비 크기나 시각·실행 시간의 단위를 보세요. 실제로 한도나 파티션이 있었을 수도 있습니다",
                    "look at the size of the machine and at the units of times; limits and partitions can be the reason too",
                ),
            ),
            Kind::JobNames => (
                (
                    format!("작업 이름이 되풀이됩니다: {of}건 중 {count}건"),
                    format!("names of jobs come again: {count} of {of}"),
                ),
                (
                    format!("job={}가 작업 번호 열인지 보세요", column("job")),
                    format!("look whether job={} is the column of job numbers", column("job")),
                ),
            ),
            Kind::UserNames => (
                (
                    format!("작업 {of}건에 사용자가 {count}명입니다: 사람마다 한 건"),
                    format!("{of} jobs have {count} users: one job each"),
                ),
                (
                    format!("user={}가 사용자 열인지 보세요", column("user")),
                    format!("look whether user={} is the column of users", column("user")),
                ),
            ),
            Kind::Doubled => (
                both(
                    "모든 줄이 짝수 번씩 있습니다",
                    "every line stands there an even number of times",
                ),
                both(
                    "로그가 두 번 이어 붙었을 것입니다. 작업 번호 열(job=…)을 주면 한 번만 셉니다",
                    "the log is likely joined to itself; with the column of job numbers (job=…) lines count once",
                ),
            ),
            Kind::Multiples => (
                (
                    format!("모든 크기가 {value}의 배수입니다"),
                    format!("all sizes are multiples of {value}"),
                ),
                (
                    format!(
                        "서버나 묶음을 코어·카드로 센 것일 수 있습니다: size={}/{value}",
                        column("size")
                    ),
                    format!(
                        "nodes may be counted in cores or cards: size={}/{value}",
                        column("size")
                    ),
                ),
            ),
            Kind::NoWholeUnit => (
                (
                    format!("한 단위를 다 쓰는 작업이 없습니다(크기는 {value}의 배수)"),
                    format!("no job holds a whole unit (sizes are multiples of {value})"),
                ),
                both("크기 열의 단위를 보세요", "look at the unit of sizes"),
            ),
            Kind::BesideSize => {
                let names = log.read.beside_size.join(", ");
                let text = format!("size={}*{names}", column("size"));
                (
                    (
                        format!("크기에 들어갈 만한 열을 쓰지 않았습니다: {names}"),
                        format!("a column that seems to belong to the size is not used: {names}"),
                    ),
                    (
                        format!(
                            "작업 하나의 크기가 둘의 곱이면 --columns …,{text} (천분율이면 끝에 :milli)"
                        ),
                        format!(
                            "if the size of a job is the product: --columns …,{text} (with :milli for thousandths)"
                        ),
                    ),
                )
            }
            Kind::BeginsInUse => {
                let wait = (length(value, true), length(value, false));
                (
                    (
                        format!("첫 작업이 {} 기다렸는데 로그에는 그 앞의 작업이 없습니다", wait.0),
                        format!(
                            "the first job waited {}, and the log holds nothing before it",
                            wait.1
                        ),
                    ),
                    both(
                        "로그가 쓰이던 장비에서 시작하거나, 첫 줄들이 빠졌습니다: 처음 며칠의 대기는 실제보다 짧게 재생됩니다",
                        "the log begins on a machine in use, or its first lines are missing: waits of its first days come out too short",
                    ),
                )
            }
            Kind::ClocksSet => (
                (
                    format!(
                        "시계가 바뀐 시간대의 시각: 두 번 있던 시각 {count}개(로그의 순서와 실행 시간으로 정함), 없던 시각 {value}개"
                    ),
                    format!(
                        "times of hours in which clocks were set: {count} that came twice (told apart by the order of the log and by run times), {value} that no clock showed"
                    ),
                ),
                both("", ""),
            ),
            Kind::MixedZones => (
                (
                    format!("시각 {of}개 중 {count}개에는 오프셋이 없고 나머지에는 있습니다"),
                    format!("{count} of {of} instants have no offset, the others have one"),
                ),
                both(
                    "오프셋이 없는 시각의 시간대를 주세요: --zone Asia/Seoul",
                    "say the zone of those without: --zone Europe/Paris",
                ),
            ),
            Kind::HeldBack => (
                (
                    format!(
                        "작업 {of}건 중 {count}건은 제출했을 때 시작할 수 없었습니다(Eligible이 더 늦음)"
                    ),
                    format!(
                        "{count} of {of} jobs could not start when they were submitted (Eligible is later)"
                    ),
                ),
                both(
                    "앞 작업이나 정한 시각을 기다린 시간이 대기에 듭니다. 빼려면 --columns …,submit=Eligible",
                    "waits hold the time before that, for another job or a set hour; without it: --columns …,submit=Eligible",
                ),
            ),
            Kind::StartedAgain => (
                (
                    format!("{count}줄이 다른 줄의 작업 번호를 다른 시각으로 되풀이합니다"),
                    format!("{count} lines have the id of another line, with other times"),
                ),
                both(
                    "다시 시작된 작업으로 보아 줄마다 한 작업으로 셉니다",
                    "taken as jobs that were started again: each line is a job",
                ),
            ),
            Kind::NoWaits => (
                both(
                    "제출 시각으로 시작 시각을 써서 로그 자체의 대기가 모두 0입니다",
                    "submissions are the starts here: the log's own waits are all zero",
                ),
                both(
                    "Submit 열 없이는 대기를 알 수 없습니다: sacct에 Submit을 넣어 다시 내보내세요",
                    "waits cannot be known without a column of submissions: export it again with Submit",
                ),
            ),
            Kind::Dependencies => (
                (
                    format!(
                        "작업 {count}건이 앞선 작업이 끝나기를 기다립니다(17, 18번 항목): 앞 작업이 끝나고 생각 시간이 지나야 줄에 섭니다"
                    ),
                    format!(
                        "{count} jobs name a job to come after (fields 17 and 18): each joins the queue no earlier than the end of that job and the think time"
                    ),
                ),
                both("", ""),
            ),
        }
    }
}
