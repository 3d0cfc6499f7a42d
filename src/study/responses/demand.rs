//! A programme's applications and awards over the window.

use crate::model::ids::ProgrammeId;
use crate::model::inputs::Inputs;
use crate::model::record::Record;

/// What was asked of a programme and what became of it.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::study) struct Demand {
    pub(in crate::study) applications: i64,
    pub(in crate::study) places: i64,
    /// Applications of the rounds that have places, decided or not.
    pub(in crate::study) pooled: i64,
    pub(in crate::study) pooled_awards: i64,
    pub(in crate::study) units_asked: i64,
    pub(in crate::study) units_offered: i64,
    pub(in crate::study) units_awarded: i64,
    /// Hours asked for, of programmes that award hours; units asked for stay nothing there.
    pub(in crate::study) hours_asked: i64,
    pub(in crate::study) hours_offered: i64,
    /// Whether any of it is of a programme that awards hours, or of one that awards units.
    pub(in crate::study) in_hours: bool,
    pub(in crate::study) in_units: bool,
    pub(in crate::study) awards: i64,
    pub(in crate::study) turned_away: i64,
    pub(in crate::study) declined: i64,
    pub(in crate::study) started: i64,
    pub(in crate::study) waited_days: f64,
    /// Mean projects that hold units.
    pub(in crate::study) running: f64,
}

impl Demand {
    pub(in crate::study) fn of(inputs: &Inputs, record: &Record, programme: ProgrammeId) -> Self {
        let totals = &record.programmes[programme];
        let in_hours = inputs.programmes[programme].hours.is_some();
        let mut demand = Self {
            applications: totals.applications,
            awards: totals.awards,
            turned_away: totals.refused,
            declined: totals.declined,
            started: totals.started,
            waited_days: totals.waited.in_days(),
            running: {
                let (from, to) = inputs.window;
                let length = inputs.calendar.midnight(to) - inputs.calendar.midnight(from);
                totals.running.0 as f64 / length.0 as f64
            },
            in_hours,
            in_units: !in_hours,
            ..Self::default()
        };
        let (from, to) =
            (inputs.calendar.midnight(inputs.window.0), inputs.calendar.midnight(inputs.window.1));
        for row in record.rounds.iter().filter(|row| row.programme == programme) {
            if from <= row.closes && row.closes < to {
                demand.places += row.places;
                demand.pooled += row.applications();
                demand.pooled_awards += row.awards;
                if demand.in_hours {
                    demand.hours_asked += row.units_asked;
                    demand.hours_offered += row.units_offered;
                } else {
                    demand.units_asked += row.units_asked;
                    demand.units_offered += row.units_offered;
                    demand.units_awarded += row.units_awarded;
                }
            }
            if from <= row.decides && row.decides < to {
                demand.turned_away += row.applications() - row.awards;
            }
        }
        demand
    }

    pub(in crate::study) fn add(&mut self, other: &Self) {
        self.applications += other.applications;
        self.places += other.places;
        self.pooled += other.pooled;
        self.pooled_awards += other.pooled_awards;
        self.units_asked += other.units_asked;
        self.units_offered += other.units_offered;
        self.units_awarded += other.units_awarded;
        self.hours_asked += other.hours_asked;
        self.hours_offered += other.hours_offered;
        self.in_hours |= other.in_hours;
        self.in_units |= other.in_units;
        self.awards += other.awards;
        self.turned_away += other.turned_away;
        self.declined += other.declined;
        self.started += other.started;
        self.waited_days += other.waited_days;
        self.running += other.running;
    }
}
