//! The summary as tables.

use std::borrow::Cow;

use super::{BandRow, CheckFit, CheckRow, DifferenceRow, ResponseRow, Summary};
use crate::measures::{Flow, Response, Rung};
use crate::model::inputs::Inputs;
use crate::results::cells::{date, dates, mean_and_interval, numbers, quantiles, text};
use crate::results::table::{Table, Values, column};
use crate::results::{gap, monthly, tried};

impl Summary {
    pub(in crate::results) fn tables(&self, inputs: &Inputs) -> Vec<Table<'_>> {
        let pools: Vec<String> = inputs.pools.iter().map(|pool| pool.name.clone()).collect();
        vec![
            self.ladder_table(inputs),
            self.competition_table(inputs),
            self.estimates_table(),
            self.differences_table(),
            self.checks_table(inputs),
            self.markers_table(inputs),
            monthly::accounts(&self.accounts, inputs),
            monthly::money(&self.money, inputs),
            gap::table(self, &pools),
            tried::table(&self.answer),
            self.curves_table(),
        ]
    }

    fn curves_table(&self) -> Table<'_> {
        let rows = &self.curves;
        let columns = vec![
            column("alternative", "name", "alternative", text(rows, |row| &row.alternative)),
            column("pool", "name", "pool", text(rows, |row| &row.pool)),
            column("measure", "word", "as in daily_bands", text(rows, |row| row.measure)),
            column(
                "n",
                "count",
                "replications",
                Values::Whole(rows.iter().map(|row| row.n).collect()),
            ),
            column(
                "days",
                "count",
                "days on which the measure exists in every future and is not the same in all of them",
                Values::Whole(rows.iter().map(|row| row.days).collect()),
            ),
            column(
                "multiple",
                "standard errors",
                "c of the 95 % band of the whole mean curve, mean ± c · sd ÷ √n of daily_bands (multiplier bootstrap of the largest deviation); that of one day is Student's t, 1.96 for many futures",
                Values::Number(rows.iter().map(|row| row.multiple).collect()),
            ),
            column(
                "widest",
                "units or ratio",
                "half-width of that band on the day on which it is widest",
                Values::Number(rows.iter().map(|row| row.multiple * row.error).collect()),
            ),
        ];
        Table { name: "curves", columns }
    }

    fn ladder_table(&self, inputs: &Inputs) -> Table<'_> {
        let rows = &self.ladder;
        let mut columns = vec![
            column("alternative", "name", "alternative", text(rows, |row| &row.alternative)),
            column("level", "word", "`site`, `hall`, `pool` or `lot`", text(rows, |row| row.level)),
            column(
                "name",
                "name",
                "which one (`site` for the site; lots as `pool.lot` or `expansion.name`)",
                text(rows, |row| &row.name),
            ),
            column(
                "month",
                "date",
                "first simulated day of the month",
                dates(inputs, rows, |row| row.from_day),
            ),
            column(
                "slots",
                "units",
                "cards that can stand there: the site's stated slots and those that expansions bring; for a hall, what stands there and what its free racks could hold of the densest kind in it; mean over the month; empty for pools and lots",
                Values::MaybeNumber(rows.iter().map(|row| row.slots).collect()),
            ),
        ];
        for (at, rung) in Rung::ALL.into_iter().enumerate() {
            let meaning = format!("{}, mean over the month", Flow::of_rung(rung).row().meaning);
            let values = || rows.iter().map(|row| row.rungs[at]);
            let (meaning, values) = match rung {
                Rung::Busy => (
                    format!("{meaning}; empty where no jobs are played"),
                    Values::MaybeNumber(values().collect()),
                ),
                _ => {
                    (meaning, Values::Number(values().map(|value| value.unwrap_or(0.0)).collect()))
                }
            };
            columns.push(column(rung.name(), "units", meaning, values));
        }
        columns.push(column(
            Response::LeasedCompute.name(),
            "petaflops",
            "mean leased units × compute of one",
            numbers(rows, |row| row.leased_compute),
        ));
        Table { name: "ladder", columns }
    }

    fn competition_table(&self, inputs: &Inputs) -> Table<'_> {
        let rows = &self.competition;
        let extra = rows.iter().map(|row| row.extra.as_deref().map(Cow::Borrowed)).collect();
        let mut columns = vec![
            column("alternative", "name", "alternative", text(rows, |row| &row.alternative)),
            column("programme", "name", "programme", text(rows, |row| &row.programme)),
            column(
                "top_up",
                "yes or no",
                "the call that offers again what winners of the round declined (left out of the chart of competition)",
                Values::Flag(rows.iter().map(|row| row.top_up).collect()),
            ),
            column(
                "round",
                "date",
                "opening day; of a round that waits for money, after the funding's typical day; of a top-up its median day",
                dates(inputs, rows, |row| row.opens_day),
            ),
            column(
                "extra",
                "name",
                "name of the extra round; empty for a regular one",
                Values::MaybeText(extra),
            ),
            column(
                "closes",
                "date",
                "day on which it closes",
                dates(inputs, rows, |row| row.closes_day),
            ),
            column(
                "n",
                "count",
                "replications in which it was decided",
                Values::Whole(rows.iter().map(|row| row.n).collect()),
            ),
            column(
                Response::Applications.name(),
                "count",
                "mean applications",
                numbers(rows, |row| row.applications),
            ),
            column(
                Response::Places.name(),
                "count",
                "mean places",
                numbers(rows, |row| row.places),
            ),
            column(
                Response::Awards.name(),
                "count",
                "mean awards",
                numbers(rows, |row| row.awards),
            ),
        ];
        columns.extend(mean_and_interval("ratio", "mean of applications_of_places", rows, |row| {
            row.estimate.as_ref()
        }));
        columns.extend(quantiles("ratio", rows, |row| row.estimate.as_ref()));
        Table { name: "competition", columns }
    }

    fn estimates_table(&self) -> Table<'_> {
        let rows = &self.estimates;
        let mut columns = vec![
            column("alternative", "name", "alternative", text(rows, |row| &row.alternative)),
            column("response", "word", "response", text(rows, |row| row.response.name())),
            column(
                "scope",
                "name",
                "pool, programme, funding or `site`",
                text(rows, |row| &row.scope),
            ),
            column(
                "n",
                "count",
                "replications in which it exists",
                Values::Whole(rows.iter().map(|row| row.estimate.n as i64).collect()),
            ),
        ];
        columns
            .extend(mean_and_interval("as the response", "mean", rows, |row| Some(&row.estimate)));
        columns.push(column(
            "sd",
            "as the response",
            "standard deviation across futures",
            numbers(rows, |row| row.estimate.sd),
        ));
        columns.extend(quantiles("as the response", rows, |row| Some(&row.estimate)));
        Table { name: "estimates", columns }
    }

    fn differences_table(&self) -> Table<'_> {
        let rows = &self.differences;
        let maybe = |part: &dyn Fn(&DifferenceRow) -> Option<f64>| {
            Values::MaybeNumber(rows.iter().map(part).collect())
        };
        let mut columns = vec![
            column("alternative", "name", "alternative", text(rows, |row| &row.alternative)),
            column("response", "word", "response", text(rows, |row| row.response.name())),
            column(
                "scope",
                "name",
                "pool, programme, funding or `site`",
                text(rows, |row| &row.scope),
            ),
            column(
                "n",
                "count",
                "pairs; 0 where only one of the two has the response",
                Values::Whole(
                    rows.iter()
                        .map(|row| row.estimate.map_or(0, |estimate| estimate.n as i64))
                        .collect(),
                ),
            ),
        ];
        columns.extend(mean_and_interval(
            "as the response",
            "mean of the paired differences",
            rows,
            |row| row.estimate.as_ref(),
        ));
        columns.push(column(
            "q05",
            "as the response",
            "5 % quantile of the differences",
            maybe(&|row| Some(row.estimate?.quantiles[0])),
        ));
        columns.push(column(
            "q50",
            "as the response",
            "median",
            maybe(&|row| Some(row.estimate?.quantiles[2])),
        ));
        columns.push(column(
            "q95",
            "as the response",
            "95 % quantile",
            maybe(&|row| Some(row.estimate?.quantiles[4])),
        ));
        columns.push(column(
            "share_above_zero",
            "share",
            "share of futures in which the alternative is above the baseline",
            maybe(&|row| row.share_above_zero),
        ));
        columns.push(column(
            "share_equal",
            "share",
            "share of futures in which the two are exactly equal",
            maybe(&|row| row.share_equal),
        ));
        columns.push(column("variance_ratio", "ratio", "variance of an unpaired difference / variance of the paired one: what common random numbers gained", maybe(&|row| row.variance_ratio)));
        let only_in = rows.iter().map(|row| row.only_in.map(|one| Cow::Borrowed(one.word())));
        columns.push(column("only_in", "word", "`baseline` or `alternative` where only that one has the response (of a programme, pool or funding that the other lacks): the other columns are empty; empty where both have it", Values::MaybeText(only_in.collect())));
        Table { name: "differences", columns }
    }

    fn checks_table(&self, inputs: &Inputs) -> Table<'_> {
        let rows = &self.checks;
        let maybe = |part: fn(&CheckRow) -> Option<f64>| {
            Values::MaybeNumber(rows.iter().map(part).collect())
        };
        Table {
            name: "checks",
            columns: vec![
                column("check", "name", "check", text(rows, |row| &row.check)),
                column("response", "word", "response", text(rows, |row| row.response.name())),
                column(
                    "scope",
                    "name",
                    "programmes or pools, several together with ` + `; `site` for all",
                    text(rows, |row| &row.scope),
                ),
                column(
                    "month",
                    "date",
                    "first day of the month, of a check by month; empty for one of a whole range",
                    Values::MaybeDate(
                        rows.iter().map(|row| row.month.map(|day| date(inputs, day))).collect(),
                    ),
                ),
                column(
                    "observed",
                    "as the response",
                    "observed value; empty for a part of a check that was observed only as a whole",
                    maybe(|row| row.observed),
                ),
                column(
                    "n",
                    "count",
                    "replications",
                    Values::Whole(rows.iter().map(|row| row.n).collect()),
                ),
                column(
                    "q05",
                    "as the response",
                    "lower end of the central 90 % across futures",
                    maybe(|row| row.q05),
                ),
                column("q50", "as the response", "median", maybe(|row| row.q50)),
                column(
                    "q95",
                    "as the response",
                    "upper end of the central 90 %",
                    maybe(|row| row.q95),
                ),
                column(
                    "width",
                    "as the response",
                    "q95 − q05",
                    maybe(|row| Some(row.q95? - row.q05?)),
                ),
                column(
                    "rounded_to",
                    "as the response",
                    "what the published value is rounded to; 0 if it is exact",
                    numbers(rows, |row| row.rounded_to),
                ),
                column(
                    "inside",
                    "yes or no",
                    "q05 − r/2 ≤ observed ≤ q95 + r/2, where r is what the published value is rounded to",
                    Values::MaybeFlag(
                        rows.iter()
                            .map(|row| row.fit.map(|fit| fit != CheckFit::Outside))
                            .collect(),
                    ),
                ),
                column(
                    "kind",
                    "word",
                    "`fitted`: the demand was inferred from a fact of this programme over a period that overlaps, or the scenario says that it was used to set its inputs; `claim`: its source is older than its period, so that nobody had observed it; `repeat`: the fact of another check in another form (`repeats`), which counts once; `held out`: none of these",
                    text(rows, |row| row.kind.word()),
                ),
                column(
                    "verdict",
                    "words",
                    "`inside`: q05 ≤ observed ≤ q95; `inside only by rounding`: only with half of `rounded_to` on either side; `outside`: neither",
                    Values::MaybeText(
                        rows.iter()
                            .map(|row| row.fit.map(|fit| Cow::Borrowed(fit.word())))
                            .collect(),
                    ),
                ),
            ],
        }
    }

    fn markers_table(&self, inputs: &Inputs) -> Table<'_> {
        let rows = &self.markers;
        Table {
            name: "markers",
            columns: vec![
                column("alternative", "name", "alternative", text(rows, |row| &row.alternative)),
                column(
                    "kind",
                    "word",
                    "`funding-starts`, `funding-ends`, `delivery` or `lease-falls`",
                    text(rows, |row| row.kind),
                ),
                column("name", "name", "funding, expansion or pool", text(rows, |row| &row.name)),
                column(
                    "n",
                    "count",
                    "replications in which it happens",
                    Values::Whole(rows.iter().map(|row| row.n).collect()),
                ),
                column(
                    "q05",
                    "date",
                    "5 % quantile of the date",
                    dates(inputs, rows, |row| row.q05),
                ),
                column("q50", "date", "median", dates(inputs, rows, |row| row.q50)),
                column("q95", "date", "95 % quantile", dates(inputs, rows, |row| row.q95)),
            ],
        }
    }
}

pub(in crate::results) fn responses(rows: &[ResponseRow]) -> Table<'_> {
    Table {
        name: "responses",
        columns: vec![
            column("alternative", "name", "alternative", text(rows, |row| &row.alternative)),
            column(
                "replication",
                "number",
                "replication, from 0",
                Values::Whole(rows.iter().map(|row| row.replication).collect()),
            ),
            column("response", "word", "see below", text(rows, |row| row.response.name())),
            column(
                "scope",
                "name",
                "pool, programme or funding; `site`: the pools of which something ever stands at the site, and their programmes (all, where no slots are stated and nothing ever does), and all money; `PROGRAMME.CLASS` and `site.CLASS` for classes of applicants",
                text(rows, |row| &row.scope),
            ),
            column(
                "value",
                "as the response",
                "value; empty where the ratio has no denominator",
                Values::MaybeNumber(rows.iter().map(|row| row.value).collect()),
            ),
        ],
    }
}

pub(in crate::results) fn daily_bands<'a>(rows: &'a [BandRow], inputs: &Inputs) -> Table<'a> {
    let mut columns = vec![
        column("alternative", "name", "alternative", text(rows, |row| &row.alternative)),
        column("pool", "name", "pool", text(rows, |row| &row.pool)),
        column(
            "measure",
            "word",
            "`installed`, `leased`, `allocated`, `busy` (units, mean over the day) or a ratio: `leased_of_installed`, `allocated_of_leased`, `allocated_of_installed`, `busy_of_allocated`, `busy_of_installed`",
            text(rows, |row| row.measure),
        ),
        column("date", "date", "day", dates(inputs, rows, |row| row.day)),
        column(
            "n",
            "count",
            "replications in which the measure exists that day",
            Values::Whole(rows.iter().map(|row| row.estimate.n as i64).collect()),
        ),
    ];
    columns.extend(mean_and_interval("units or ratio", "mean over replications", rows, |row| {
        Some(&row.estimate)
    }));
    columns.extend(quantiles("units or ratio", rows, |row| Some(&row.estimate)));
    Table { name: "daily_bands", columns }
}
