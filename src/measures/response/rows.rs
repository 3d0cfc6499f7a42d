//! The rows of the responses.

use super::{Guard, More, Of, Response, Row, Rung, Scale, Words, words};

const fn row(
    response: Response,
    name: &'static str,
    of: Of,
    scale: Scale,
    (unit, formula): (&'static str, &'static str),
    noun: Words,
    more: More,
) -> Row {
    Row {
        response,
        name,
        of,
        site: false,
        programmes: false,
        classes: false,
        scale,
        unit,
        formula,
        noun,
        short: None,
        heading: None,
        more,
        needs_jobs: false,
        checked: false,
        rungs: None,
        guard: None,
    }
}

impl Row {
    const fn site(self) -> Self {
        Self { site: true, ..self }
    }

    const fn classes(self) -> Self {
        Self { classes: true, ..self }
    }

    const fn programmes(self) -> Self {
        Self { programmes: true, ..self }
    }

    const fn jobs(self) -> Self {
        Self { needs_jobs: true, ..self }
    }

    const fn checked(self) -> Self {
        Self { checked: true, ..self }
    }

    const fn short(self, ko: &'static str, en: &'static str) -> Self {
        Self { short: Some(words(ko, en)), ..self }
    }

    const fn heading(self, ko: &'static str, en: &'static str) -> Self {
        Self { heading: Some(words(ko, en)), ..self }
    }

    const fn guard(self, guard: Guard) -> Self {
        Self { guard: Some(guard), ..self }
    }

    const fn ratio(self, part: Rung, whole: Rung) -> Self {
        Self { rungs: Some((part, whole)), ..self }
    }
}

/// One row for each response, in the order of the enum.
#[rustfmt::skip]
pub(super) const ROWS: [Row; Response::COUNT] = [
    row(Response::Applications, "applications", Of::Programme, Scale::Cases,
        ("count", "applications in the window"),
        words("신청 건수", "number of applications"), More::Neither)
        .site().classes().checked(),
    row(Response::Places, "places", Of::Programme, Scale::Places,
        ("count", "places offered by the rounds closed in the window"),
        words("선정 규모(뽑기로 한 과제 수)", "number of places"), More::Neither)
        .site(),
    row(Response::Awards, "awards", Of::Programme, Scale::Cases,
        ("count", "awards decided in the window"),
        words("선정 과제 수", "number of awarded projects"), More::Better)
        .site().classes().checked().guard(Guard::Served),
    row(Response::RunningProjects, "running_projects", Of::Programme, Scale::Cases,
        ("projects", "mean number of projects that hold units, over the window"),
        words("수행 중 과제 수(평균)", "mean number of running projects"), More::Better)
        .site().checked().guard(Guard::Served),
    row(Response::TurnedAway, "turned_away", Of::Programme, Scale::Cases,
        ("count", "applications refused in the window: at a decision, or on arrival where intake is rolling"),
        words("탈락한 신청 건수", "number of applications turned away"), More::Worse)
        .site().classes(),
    row(Response::Declined, "declined", Of::Programme, Scale::Cases,
        ("count", "awards decided in the window that their winners declined"),
        words("선정 후 포기한 과제 수", "number of awards declined by their winners"), More::Worse)
        .site().short("선정 후 포기", "awards declined").guard(Guard::NeverStarts),
    row(Response::AwardsStarted, "awards_started", Of::Programme, Scale::Cases,
        ("count", "awards decided in the window that held units by the calendar's end"),
        words("시작한 선정 과제 수", "number of awards that started"), More::Better)
        .site(),
    row(Response::AwardsLapsed, "awards_lapsed", Of::Programme, Scale::Cases,
        ("count", "awards decided in the window that lapsed because units never came (`start-within`)"),
        words("카드를 받지 못해 실효된 선정 과제 수", "number of awards that lapsed before they started"), More::Worse)
        .site().short("실효된 선정", "awards that lapsed").guard(Guard::NeverStarts),
    row(Response::AwardsWaiting, "awards_waiting", Of::Programme, Scale::Cases,
        ("count", "awards decided in the window that still wait to start at the calendar's end"),
        words("아직 시작을 기다리는 선정 과제 수", "number of awards that still wait at the end"), More::Worse)
        .site(),
    row(Response::ApplicationsOfPlaces, "applications_of_places", Of::Programme, Scale::ToOne,
        ("ratio", "applications / places, pooled over the rounds closed in the window: competition by count"),
        words("경쟁률(신청 건수 ÷ 선정 규모)", "competition (applications ÷ places)"), More::Neither)
        .site().checked().short("경쟁률", "competition").guard(Guard::Other),
    row(Response::ApplicationsOfAwards, "applications_of_awards", Of::Programme, Scale::ToOne,
        ("ratio", "applications / awards, pooled over the rounds closed in the window"),
        words("경쟁률(신청 건수 ÷ 선정 건수)", "competition (applications ÷ awards)"), More::Neither)
        .site().checked(),
    row(Response::UnitsAskedOfOffered, "units_asked_of_offered", Of::Programme, Scale::ToOne,
        ("ratio", "units_asked / units_offered of `rounds`, pooled over the rounds closed in the window: competition by cards"),
        words("카드 경쟁률(신청 장수 ÷ 공모 장수)", "competition by cards (asked for ÷ offered)"), More::Neither)
        .site().checked(),
    row(Response::UnitsAskedOfAwarded, "units_asked_of_awarded", Of::Programme, Scale::ToOne,
        ("ratio", "units_asked / units_awarded of `rounds`, pooled over the rounds closed in the window"),
        words("카드 경쟁률(신청 장수 ÷ 선정 장수)", "competition by cards (asked for ÷ awarded)"), More::Neither)
        .site().checked(),
    row(Response::AwardsOfDecided, "awards_of_decided", Of::Class, Scale::Percent,
        ("ratio", "awards / (awards + turned_away)"),
        words("심사한 신청 가운데 선정된 몫", "share of decided applications that is awarded"), More::Better),
    row(Response::MeanWait, "mean_wait", Of::Programme, Scale::Days,
        ("days", "from the decision (of a deferred start: from when its project is ready) to the first start, over awards started in the window"),
        words("선정부터 시작까지 평균 대기(시작한 과제만)", "mean wait from award to start (of those that start)"), More::Worse)
        .site().classes().heading("시작한 과제의 평균 대기(일)", "mean wait of awards that started (days)").guard(Guard::Waits),
    row(Response::HeldWithin30Days, "held_within_30_days", Of::Programme, Scale::Percent,
        ("share", "awards that hold units within 30 days of being ready: Kaplan–Meier over awards decided in the window: a start is the event, one that lapsed never starts and stays at risk, one that waits at the calendar's end is censored; empty where nobody was seen for so long"),
        words("준비된 지 30일 안에 카드를 받는 선정의 몫", "share of awards that hold cards within 30 days"), More::Better)
        .site().short("30일 안에 시작", "awards that start within 30 days"),
    row(Response::HeldWithin90Days, "held_within_90_days", Of::Programme, Scale::Percent,
        ("share", "the same within 90 days"),
        words("준비된 지 90일 안에 카드를 받는 선정의 몫", "share of awards that hold cards within 90 days"), More::Better)
        .site().short("90일 안에 시작", "awards that start within 90 days").guard(Guard::Waits),
    row(Response::HeldWithin180Days, "held_within_180_days", Of::Programme, Scale::Percent,
        ("share", "the same within 180 days"),
        words("준비된 지 180일 안에 카드를 받는 선정의 몫", "share of awards that hold cards within 180 days"), More::Better)
        .site().short("180일 안에 시작", "awards that start within 180 days"),
    row(Response::MedianWait, "median_wait", Of::Programme, Scale::Days,
        ("days", "shortest wait within which half of all awards hold units, of the same estimate; empty: not reached. A mean over futures is over those in which it is reached (`n`)"),
        words("선정의 절반이 카드를 받기까지 걸린 대기", "wait within which half of all awards hold cards"), More::Worse)
        .site().heading("절반이 시작하기까지의 대기(일)", "wait until half of all awards start (days)"),
    row(Response::InstalledOfPlanned, "installed_of_planned", Of::Pool, Scale::Percent,
        ("ratio", "∫installed / ∫planned"),
        words("계획한 카드 가운데 설치된 몫", "share of planned cards that is installed"), More::Better)
        .site().short("계획 대비 설치", "installed of planned").ratio(Rung::Installed, Rung::Planned),
    row(Response::LeasedOfInstalled, "leased_of_installed", Of::Pool, Scale::Percent,
        ("ratio", "∫leased / ∫installed"),
        words("설치한 카드 가운데 임차한 몫", "share of installed cards that is leased"), More::Better)
        .site().checked().short("설치 대비 임차", "leased of installed").ratio(Rung::Leased, Rung::Installed),
    row(Response::AllocatedOfLeased, "allocated_of_leased", Of::Pool, Scale::Percent,
        ("ratio", "∫allocated / ∫leased"),
        words("임차한 카드 가운데 배정된 몫", "share of leased cards that is allocated"), More::Neither)
        .site().checked().short("임차 대비 배정", "allocated of leased").ratio(Rung::Allocated, Rung::Leased),
    row(Response::AllocatedOfInstalled, "allocated_of_installed", Of::Pool, Scale::Percent,
        ("ratio", "∫allocated / ∫installed"),
        words("설치한 카드 가운데 배정된 몫", "share of installed cards that is allocated"), More::Better)
        .site().checked().short("설치 대비 배정", "allocated of installed").ratio(Rung::Allocated, Rung::Installed),
    row(Response::BusyOfAllocated, "busy_of_allocated", Of::Pool, Scale::Percent,
        ("ratio", "∫busy / ∫allocated"),
        words("배정된 카드 가운데 실제로 쓰인 몫", "share of allocated cards that is busy"), More::Better)
        .site().jobs().checked().short("배정 대비 실사용", "busy of allocated").ratio(Rung::Busy, Rung::Allocated),
    row(Response::BusyOfInstalled, "busy_of_installed", Of::Pool, Scale::Percent,
        ("ratio", "∫busy / ∫installed"),
        words("설치한 카드 가운데 실제로 쓰인 몫", "share of installed cards that is busy"), More::Better)
        .site().jobs().checked().short("설치 대비 실사용", "busy of installed").ratio(Rung::Busy, Rung::Installed),
    row(Response::LateUnitMonths, "late_unit_months", Of::Pool, Scale::UnitMonths,
        ("unit-months", "planned − installed: what late deliveries cost, by the plan of the baseline"),
        words("계획보다 늦게 들어와 없던 물량", "amount planned but not delivered"), More::Worse)
        .site().short("늦은 납품", "late").guard(Guard::Other),
    row(Response::UnleasedUnitMonths, "unleased_unit_months", Of::Pool, Scale::UnitMonths,
        ("unit-months", "installed − leased = held + sold + notice"),
        words("설치했으나 임차하지 못한 물량", "amount installed but not leased"), More::Worse)
        .site().short("미임차 물량", "installed but not leased").guard(Guard::Other),
    row(Response::HeldUnitMonths, "held_unit_months", Of::Pool, Scale::UnitMonths,
        ("unit-months", "not leased and held for public use"),
        words("임차되지 않은 공공용 보유 물량", "amount not leased and held for public use"), More::Neither)
        .site().short("공공용 보유", "held for public use"),
    row(Response::SoldUnitMonths, "sold_unit_months", Of::Pool, Scale::UnitMonths,
        ("unit-months", "not leased, sold to private firms, and asked for by no public money"),
        words("민간에 판매한 물량", "amount sold to private firms"), More::Neither)
        .site().short("민간 판매", "sold to private firms"),
    row(Response::NoticeUnitMonths, "notice_unit_months", Of::Pool, Scale::UnitMonths,
        ("unit-months", "asked for by public money while a private firm still has it"),
        words("민간에서 반환을 기다린 물량", "amount that public money waits for while private firms have it"), More::Worse)
        .site().short("반환 대기", "waited for, under notice"),
    row(Response::InServiceOfLeased, "in_service_of_leased", Of::Pool, Scale::Percent,
        ("ratio", "∫in_service / ∫leased: how available servers are"),
        words("임차한 카드 가운데 가동 가능한 몫", "share of leased cards that is in service"), More::Better)
        .site().ratio(Rung::InService, Rung::Leased),
    row(Response::PromisedOfInService, "promised_of_in_service", Of::Pool, Scale::Percent,
        ("ratio", "∫promised / ∫in_service of a pool whose queue is shared: units of running awards, which may be more than there are"),
        words("가동 가능한 카드 대비 과제에 배정한 물량", "amount promised to awards, of cards in service"), More::Neither)
        .short("가동 대비 배정", "promised of in service"),
    row(Response::FreeUnitMonths, "free_unit_months", Of::Pool, Scale::UnitMonths,
        ("unit-months", "in_service − allocated"),
        words("임차했으나 배정되지 않은 물량", "amount leased but not allocated"), More::Worse)
        .site().short("임차 후 미배정", "leased but not allocated").guard(Guard::Other),
    row(Response::DownUnitMonths, "down_unit_months", Of::Pool, Scale::UnitMonths,
        ("unit-months", "leased − in_service"),
        words("고장과 점검으로 멈춘 물량", "amount that is down (failed or under maintenance)"), More::Worse)
        .site().short("고장·점검으로 멈춘 양", "down"),
    row(Response::FragmentedUnitMonths, "fragmented_unit_months", Of::Pool, Scale::UnitMonths,
        ("unit-months", "allocated units that run nothing while a job waits that does not fit on them"),
        words("단편화 유휴(작업이 들어갈 수 없어 빈 카드)", "amount too scattered over servers for the jobs that wait"), More::Worse)
        .site().jobs(),
    row(Response::IdleUnitMonths, "idle_unit_months", Of::Pool, Scale::UnitMonths,
        ("unit-months", "allocated − busy"),
        words("배정됐으나 유휴인 물량", "amount allocated but idle"), More::Worse)
        .site().jobs().guard(Guard::Other),
    row(Response::AllocatedUnitMonths, "allocated_unit_months", Of::Class, Scale::UnitMonths,
        ("unit-months", "held by its projects"),
        words("과제가 사용한 물량", "amount held by projects"), More::Better),
    row(Response::FrozenUnitMonths, "frozen_unit_months", Of::Pool, Scale::UnitMonths,
        ("unit-months", "suspended in a gap"),
        words("예산 공백으로 멈춘 배정량", "amount of allocations suspended in a gap"), More::Worse)
        .site().classes().short("과제가 정지된 양", "suspended with its project").guard(Guard::Other),
    row(Response::StoppedUnitMonths, "stopped_unit_months", Of::Class, Scale::UnitMonths,
        ("unit-months", "what its projects that were ended by a gap still had before them"),
        words("예산 공백으로 끊긴 양", "amount cut off by a gap"), More::Worse),
    row(Response::CutBackUnitMonths, "cut_back_unit_months", Of::Pool, Scale::UnitMonths,
        ("requested unit-months", "asked for by winners beyond what they were awarded"),
        words("선정되고도 감축된 신청량", "amount cut back from the requests of those who won"), More::Worse)
        .site().guard(Guard::Other),
    row(Response::Cost, "cost", Of::Pool, Scale::Won,
        ("won", "leases and credit, running, electricity, and the straight-line share of what was bought; empty where nothing has a price"),
        words("카드 비용", "cost of the cards"), More::Neither)
        .site().short("비용", "cost").guard(Guard::Cost),
    row(Response::CostPerAllocatedHour, "cost_per_allocated_hour", Of::Pool, Scale::Won,
        ("won per allocated unit-hour", "cost / hours for which units were allocated"),
        words("배정된 카드 한 시간당 비용", "cost of an allocated card-hour"), More::Worse)
        .site().short("배정된 카드 한 시간의 비용", "cost of an allocated card-hour"),
    row(Response::CostPerBusyHour, "cost_per_busy_hour", Of::Pool, Scale::Won,
        ("won per busy unit-hour", "cost / hours for which units ran a job"),
        words("실제로 쓰인 카드 한 시간당 비용", "cost of a busy card-hour"), More::Worse)
        .site().jobs().short("실사용 카드 한 시간의 비용", "cost of a busy card-hour"),
    row(Response::MeanJobWait, "mean_job_wait", Of::Pool, Scale::Hours,
        ("hours", "from the submission of a job to its first start, over jobs that first start in the window; a suspended project's jobs wait on. Of programmes and classes where `job_wait_median` is there"),
        words("작업 평균 대기시간", "mean wait of jobs"), More::Worse)
        .site().programmes().classes().jobs().short("작업 평균 대기시간", "mean wait of jobs").heading("작업 평균 대기시간(시간)", "mean wait of jobs (hours)").guard(Guard::Other),
    row(Response::MovedOut, "moved_out", Of::Programme, Scale::Cases,
        ("count", "people who went to another programme (where any programme has `moves`)"),
        words("다른 사업으로 간 신청자 수", "number of applicants who went to another programme"), More::Neither)
        .site(),
    row(Response::MovedIn, "moved_in", Of::Programme, Scale::Cases,
        ("count", "applications of those who came from another programme (where any programme has `moves`)"),
        words("다른 사업에서 온 신청 건수", "number of applications from another programme"), More::Neither)
        .site(),
    row(Response::Outputs, "outputs", Of::Output, Scale::Amount,
        ("number", "awards that started in the window × outputs for each (or unit-months held × outputs for each), as observed: an association of past projects and past outputs, not what an award causes"),
        words("수(지난 과제당 비율로 셈, 인과 아님)", "number, by the ratio of past awards (an association)"), More::Better),
    row(Response::FeeIncome, "fee_income", Of::Programme, Scale::Won,
        ("won", "what projects paid; of programmes with a fee"),
        words("이용료 수입", "income from fees"), More::Neither)
        .site(),
    row(Response::Spent, "spent", Of::Funding, Scale::Won,
        ("won", "money spent, also of the accounts of `money` that are no fundings; what is bought counts with its price on the day on which it stands there"),
        words("집행액", "money spent"), More::Neither)
        .site().checked().short("집행액", "spent"),
    row(Response::SpentPresentValue, "spent_present_value", Of::Funding, Scale::Won,
        ("won", "Σ money spent on a day of the window / (1 + `study.discount`)^(days since its first day / 365); where a discount rate is stated"),
        words("집행액의 현재 가치", "present value of the money spent"), More::Worse)
        .site().short("집행액의 현재 가치", "spent, present value"),
    row(Response::Unspent, "unspent", Of::Funding, Scale::Won,
        ("won", "lapsed in the window and left at its end"),
        words("불용액", "money left unspent"), More::Worse)
        .site().short("불용액", "unspent").guard(Guard::Other),
    row(Response::PaidMonths, "paid_months", Of::Funding, Scale::Months,
        ("months of 365/12 days", "days on which it leased at least one unit"),
        words("임차한 기간", "time for which it leases cards"), More::Better),
    row(Response::Earned, "earned", Of::Income, Scale::Won,
        ("won", "taken in: by the private sale of spare units (`sale`), by the fees of all programmes (`fees`), both together"),
        words("수입", "income"), More::Neither)
        .site().short("수입", "earned"),
    row(Response::HoursAskedOfOffered, "hours_asked_of_offered", Of::Programme, Scale::ToOne,
        ("ratio", "hours asked for / hours offered, pooled over the rounds closed in the window, of programmes that award hours: competition by hours"),
        words("시간 경쟁률(신청 시간 ÷ 공모 시간)", "competition by hours (asked for ÷ offered)"), More::Neither)
        .site().checked(),
    row(Response::UsedOfAwarded, "used_of_awarded", Of::Programme, Scale::Percent,
        ("ratio", "hours used / hours given (awarded and carried in), of awards in hours whose term ended in the window; above 1 where more was used than given"),
        words("기간이 끝난 과제의 배정 시간 가운데 쓴 몫", "share of the hours of finished awards that was used"), More::Better)
        .site().classes().checked().short("배정 시간 대비 사용", "hours used of awarded"),
    row(Response::HoursUsed, "hours_used", Of::Programme, Scale::UnitHours,
        ("unit-hours", "what jobs of awards in hours held in the window"),
        words("과제가 쓴 시간", "hours used by projects"), More::Better)
        .site().classes().checked(),
    row(Response::HoursLapsed, "hours_lapsed", Of::Programme, Scale::UnitHours,
        ("unit-hours", "unused at the end of the term or of a slice, of awards whose term ended in the window"),
        words("쓰지 못하고 소멸한 시간", "hours that lapsed unused"), More::Worse)
        .site().classes(),
    row(Response::HoursOverburnt, "hours_overburnt", Of::Programme, Scale::UnitHours,
        ("unit-hours", "used beyond what was given, of awards whose term ended in the window"),
        words("배정을 넘겨 쓴 시간", "hours used beyond awards"), More::Neither)
        .site().classes(),
    row(Response::HoursTakenBack, "hours_taken_back", Of::Programme, Scale::UnitHours,
        ("unit-hours", "taken back by a rule, of awards whose term ended in the window"),
        words("회수된 시간", "hours taken back"), More::Neither)
        .site().classes(),
    row(Response::HoursCarried, "hours_carried", Of::Programme, Scale::UnitHours,
        ("unit-hours", "went with a project to its next award, of awards whose term ended in the window"),
        words("이월된 시간", "hours carried to the next award"), More::Neither)
        .site().classes(),
    row(Response::JobWaitMedian, "job_wait_median", Of::Pool, Scale::Hours,
        ("hours", "shortest wait within which half of the jobs start, over jobs that first start in the window. This and the next eight are there where a question asks for one of them, or a programme awards hours"),
        words("작업의 절반이 시작하기까지의 대기", "wait within which half of the jobs start"), More::Worse)
        .site().programmes().classes().jobs().heading("작업 대기 중앙값(시간)", "median wait of jobs (hours)"),
    row(Response::JobWaitP90, "job_wait_p90", Of::Pool, Scale::Hours,
        ("hours", "the same of nine jobs in ten"),
        words("작업 열에 아홉이 시작하기까지의 대기", "wait within which nine of ten jobs start"), More::Worse)
        .site().programmes().classes().jobs().heading("작업 대기 90백분위(시간)", "wait of jobs, 90th percentile (hours)"),
    row(Response::JobWaitP99, "job_wait_p99", Of::Pool, Scale::Hours,
        ("hours", "the same of 99 jobs in a hundred"),
        words("작업 백에 아흔아홉이 시작하기까지의 대기", "wait within which 99 of a hundred jobs start"), More::Worse)
        .site().programmes().classes().jobs().heading("작업 대기 99백분위(시간)", "wait of jobs, 99th percentile (hours)"),
    row(Response::JobsOverHour, "jobs_over_1_hour", Of::Pool, Scale::Percent,
        ("share", "jobs that waited longer than an hour, over jobs that first start in the window"),
        words("한 시간 넘게 기다린 작업의 몫", "share of jobs that wait longer than an hour"), More::Worse)
        .site().programmes().classes().jobs(),
    row(Response::JobsOverDay, "jobs_over_1_day", Of::Pool, Scale::Percent,
        ("share", "the same of a day"),
        words("하루 넘게 기다린 작업의 몫", "share of jobs that wait longer than a day"), More::Worse)
        .site().programmes().classes().jobs(),
    row(Response::JobsOverWeek, "jobs_over_1_week", Of::Pool, Scale::Percent,
        ("share", "the same of a week"),
        words("한 주 넘게 기다린 작업의 몫", "share of jobs that wait longer than a week"), More::Worse)
        .site().programmes().classes().jobs(),
    row(Response::JobsNeverStarted, "jobs_never_started", Of::Pool, Scale::Percent,
        ("share", "jobs submitted in the window that had not started when the term of their project ended, of those and the jobs that started in it"),
        words("기간이 끝날 때까지 시작하지 못한 작업의 몫", "share of jobs that never start"), More::Worse)
        .site().programmes().classes().jobs(),
    row(Response::JobsWaiting, "jobs_waiting", Of::Pool, Scale::Amount,
        ("count", "mean over the time of the window of the number of jobs that have been submitted and have not started yet"),
        words("기다리는 작업 수(평균)", "mean number of jobs that wait"), More::Worse)
        .site().programmes().classes().jobs().heading("대기 작업 수", "jobs waiting"),
    row(Response::MeanJobSlowdown, "mean_job_slowdown", Of::Pool, Scale::ToOne,
        ("ratio", "mean over jobs that first start in the window of (wait + run time) / (run time, at least 10 seconds), at least 1: bounded slowdown"),
        words("작업의 평균 지연 배수(대기와 실행 ÷ 실행)", "mean bounded slowdown of jobs (wait and run ÷ run)"), More::Worse)
        .site().programmes().classes().jobs().heading("평균 지연 배수", "mean slowdown"),
    row(Response::JobPreEmptions, "job_pre_emptions", Of::Pool, Scale::Amount,
        ("count", "times in the window that a running job gave way to another. This and the next two are there where a queue has `pre-emption`, or a question asks for one of them"),
        words("작업이 선점당한 횟수", "number of times that jobs were pre-empted"), More::Worse)
        .site().programmes().classes().jobs().heading("선점당한 횟수", "pre-emptions"),
    row(Response::LostToPreEmption, "lost_to_pre_emption", Of::Pool, Scale::Percent,
        ("share", "unit-seconds that jobs had to run again because they were pre-empted / unit-seconds of runs that ended in the window"),
        words("작업이 돌린 시간 가운데 선점으로 잃은 몫", "share of what jobs ran that was lost to pre-emption"), More::Worse)
        .site().programmes().classes().jobs().short("선점으로 잃은 몫", "lost to pre-emption").guard(Guard::Other),
    row(Response::LostToServers, "lost_to_servers", Of::Pool, Scale::Percent,
        ("share", "the same because servers left service under them"),
        words("작업이 돌린 시간 가운데 고장·점검으로 잃은 몫", "share of what jobs ran that was lost to servers down"), More::Worse)
        .site().programmes().classes().jobs().short("고장·점검으로 잃은 몫", "lost to servers down"),
    row(Response::HoursAtLimit, "hours_at_limit", Of::Pool, Scale::Hours,
        ("hours", "hours of the window in which a job waited that had units and no power, or jobs were slowed (`site.power-limit`, `at-limit`); of the site: in any of its pools"),
        words("전력 한도 때문에 작업이 기다리거나 느려진 시간", "time in which jobs waited for power or were slowed"), More::Worse)
        .site().jobs().short("전력 한도에 걸린 시간", "hours at the power limit"),
    row(Response::LeasedCompute, "leased_compute", Of::Site, Scale::Petaflops,
        ("petaflops", "mean over days of leased units × compute of one; only a check may state it"),
        words("임차한 연산 능력", "leased compute"), More::Better)
        .site().checked(),
];

// A response finds its row by its place.
const _: () = {
    let mut at = 0;
    while at < ROWS.len() {
        assert!(ROWS[at].response as usize == at, "a row does not stand at its response");
        at += 1;
    }
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_name_of_its_own() {
        for (at, row) in ROWS.iter().enumerate() {
            assert!(ROWS[..at].iter().all(|other| other.name != row.name), "{}", row.name);
            assert_eq!(Response::named(row.name), Some(row.response));
        }
    }

    #[test]
    fn a_ratio_of_the_ladder_bears_the_names_of_its_rungs() {
        for row in ROWS {
            let Some((part, whole)) = row.rungs else { continue };
            assert_eq!(row.name, format!("{}_of_{}", part.name(), whole.name()));
        }
        assert!(Response::LADDER.iter().all(|ratio| ratio.row().rungs.is_some()));
    }
}
