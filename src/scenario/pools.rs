//! Pools, the lots that stand in them, and expansions, which are lots to come.

use super::prices::{Prices, purchase};
use super::problem::say;
use super::read::{Draft, names};
use super::reader::{Bounds, Reader, Spot, tables};
use super::tree::Kind;
use super::units::Unit;
use crate::model::ids::{PoolId, ProgrammeId};
use crate::model::inputs::{AddsPlaces, LeasePrice, Lot, Place, Pool, Uncertain};
use crate::quantity::{Units, Watts};
use crate::time::Span;

impl<'t> Draft<'t> {
    pub(super) fn pools(&mut self, reader: &mut Reader, prices: &Prices) {
        for pool_table in tables(self.root, "pool") {
            let machine = self.machine(reader, &pool_table);
            let pool = self.inputs.pools.push(Pool {
                name: pool_table.key.to_owned(),
                machine,
                charge: reader.count(&pool_table, "charge", Bounds { low: 1.0, high: 1e6 }),
                shared: None,
                gives_hours: false,
            });
            let lots = pool_table.get("lot").map_or_else(Vec::new, |lots| lots.entries());
            if lots.is_empty() && pool_table.get("lot").is_some() {
                reader.error(&pool_table, say("this pool holds no lot", &[]), None);
            }
            for table in lots.into_iter().filter(Spot::is_table) {
                let kind = self.kind_of(reader, &table);
                let hall = self.hall_of(reader, &table);
                let count = reader.count(&table, "installed", Bounds::NOT_NEGATIVE);
                let from_day = reader.day(&table, "from");
                let to_day = reader.day(&table, "to");
                let from_day = from_day.unwrap_or(0);
                if let (Some(at), Some(to)) = (table.get("to"), to_day)
                    && to <= from_day
                {
                    let help = say("`to` is the first day on which the lot is gone", &[]);
                    reader.error(&at, say("the lot is gone before it is there", &[]), Some(help));
                }
                let lot = Lot {
                    name: format!("{}.{}", pool_table.key, table.key),
                    pool,
                    kind: kind.unwrap_or(0),
                    place: hall.unwrap_or(Place::Elsewhere),
                    count: Units(count.unwrap_or(0)),
                    from_day,
                    to_day,
                    lead_time: None,
                    planned: None,
                    lease_price: self.price_of(reader, kind, prices),
                    bought: purchase(reader, &table),
                    adds_places: AddsPlaces::None,
                    adds_places_to: None,
                };
                self.push_lot(reader, table, lot, kind.is_some());
            }
        }
    }

    fn kind_of(&self, reader: &mut Reader, table: &Spot<'_>) -> Option<usize> {
        let kinds = names(&self.inputs.kinds, |kind| &kind.name);
        reader.named(table, "unit", "unit", &kinds)
    }

    /// The price of a kind; its uncertain values are listed once a lot has it.
    fn price_of(
        &self,
        reader: &mut Reader,
        kind: Option<usize>,
        prices: &Prices,
    ) -> Option<LeasePrice> {
        let price = prices.get(&self.inputs.kinds[kind?].name)?;
        price.steps.iter().for_each(|(_, value)| reader.factors.list(value));
        Some(price.clone())
    }

    fn hall_of(&self, reader: &mut Reader, table: &Spot<'_>) -> Option<Place> {
        let mut halls = names(&self.inputs.halls, |hall| &hall.name);
        halls.push("elsewhere");
        let hall = reader.named(table, "hall", "hall", &halls)?;
        Some(if hall + 1 == halls.len() { Place::Elsewhere } else { Place::Hall(hall) })
    }

    /// Adds a lot; units of a pool are interchangeable for awards, so they must weigh the same.
    fn push_lot(&mut self, reader: &mut Reader, table: Spot<'t>, lot: Lot, kind_known: bool) {
        let earlier = self.inputs.lots.find(|other| other.pool == lot.pool);
        if let Some(earlier) = earlier.filter(|_| kind_known) {
            let [mine, first] = [lot.kind, self.inputs.lots[earlier].kind]
                .map(|kind| self.inputs.kinds[kind].weight);
            if mine != first {
                let at = table.get("unit").unwrap_or_else(|| table.clone());
                let other = &self.lots[earlier];
                let other = other.get("unit").unwrap_or_else(|| other.clone());
                let reason = say("this unit weighs {}, others of the pool {}", &[&mine, &first]);
                let help = say("one award takes any unit of its pool: split the pool", &[]);
                reader.clash(&at, &other, reason, Some(help));
            }
        }
        // Without its kind a lot would break indices further on; its problem is already told.
        if kind_known {
            self.inputs.lots.push(lot);
            self.lots.push(table);
        }
    }

    pub(super) fn expansions(&mut self, reader: &mut Reader, prices: &Prices) {
        for table in tables(self.root, "expansion") {
            let pools = names(&self.inputs.pools, |pool| &pool.name);
            let pool = reader.named(&table, "pool", "pool", &pools).map(PoolId::at);
            let kind = self.kind_of(reader, &table);
            let count = reader.count(&table, "adds", Bounds::NOT_NEGATIVE);
            let place = self.place_of(reader, &table);
            let ordered = reader.day(&table, "ordered");
            let lead_time = self.lead_time(reader, &table);
            let lead_time =
                lead_time.and_then(|at| self.calendar_length(reader, &at, ordered.unwrap_or(0)));
            let adds_places = self.adds_places(reader, &table);
            let programmes = names(&self.inputs.programmes, |programme| &programme.name);
            let programme = reader.named(&table, "programme", "programme", &programmes);
            let programme = programme.map(ProgrammeId::at);
            if let (Some(programme), Some(pool)) = (programme, pool)
                && self.inputs.programmes[programme].pool != pool
                && let Some(at) = table.get("programme")
            {
                let reason = say("this programme awards units of another pool", &[]);
                reader.error(&at, reason, None);
            }
            let lot = Lot {
                name: format!("expansion.{}", table.key),
                pool: pool.unwrap_or(PoolId::at(0)),
                kind: kind.unwrap_or(0),
                place: place.unwrap_or(Place::Elsewhere),
                count: Units(count.unwrap_or(0)),
                from_day: ordered.unwrap_or(0),
                to_day: None,
                lead_time,
                planned: planned(reader, &table, ordered),
                lease_price: self.price_of(reader, kind, prices),
                bought: purchase(reader, &table),
                adds_places,
                adds_places_to: programme,
            };
            self.push_lot(reader, table, lot, kind.is_some() && pool.is_some());
        }
    }

    /// Where the lead time of an expansion stands: in its own table, or in that of another whose lead time
    /// and draw it shares.
    fn lead_time(&self, reader: &mut Reader, table: &Spot<'t>) -> Option<Spot<'t>> {
        let at = table.get("lead-time")?;
        let Some(other) = at.node.text().and_then(|text| text.strip_prefix("as ")) else {
            return Some(at);
        };
        let all = tables(self.root, "expansion");
        let known: Vec<&str> = all.iter().map(|one| one.key).collect();
        let Some(name) = other.trim().strip_prefix("expansion.") else {
            let help = say("write {}", &[&"\"as expansion.NAME\""]);
            reader.error(&at, say("`{}` has no lead time to share", &[&other.trim()]), Some(help));
            return None;
        };
        let found = reader.name(&at, name, "expansion", &known)?;
        let shared = all[found]
            .get("lead-time")
            .filter(|it| !it.node.text().is_some_and(|text| text.starts_with("as ")));
        if shared.is_none() {
            let help = say("name an expansion whose lead time is a length", &[]);
            reader.error(&at, say("`{}` has no lead time of its own", &[&name]), Some(help));
        }
        shared
    }

    /// A length; one that is stated in months is counted on the calendar, from a day.
    pub(super) fn calendar_length(
        &self,
        reader: &mut Reader,
        at: &Spot<'_>,
        from: i64,
    ) -> Option<Uncertain> {
        let length = reader.uncertain(at, Unit::Length, Bounds::NOT_NEGATIVE)?;
        if !length.distribution.is_constant() || at.is_table() {
            return Some(length);
        }
        let Some(Span::Months(months)) = reader.span(at) else { return Some(length) };
        let calendar = &self.inputs.calendar;
        let month = jiff::Span::new().try_months(months).ok();
        let ends = month.and_then(|span| calendar.date(from).checked_add(span).ok());
        Some(ends.map_or_else(
            || length.clone(),
            |date| {
                let days = calendar.day_of_date(date) - from;
                Uncertain::certain(days as f64 * 86_400.0)
            },
        ))
    }

    fn place_of(&self, reader: &mut Reader, table: &Spot<'_>) -> Option<Place> {
        let both = table.get("hall").zip(table.get("brings"));
        if let Some((hall, _)) = both {
            let reason = say("an expansion stands in a hall or brings racks, not both", &[]);
            reader.error(&hall, reason, Some(say("remove one of `hall` and `brings`", &[])));
            return None;
        }
        let Some(brings) = table.get("brings") else {
            if table.get("hall").is_none() {
                let help = say(
                    "write hall = \"…\" or brings = { racks = 8, rack-power = \"15 kW\" }",
                    &[],
                );
                reader.error(table, say("nothing says where these units stand", &[]), Some(help));
            }
            return self.hall_of(reader, table);
        };
        let racks = reader.count(&brings, "racks", Bounds::NOT_NEGATIVE)?;
        let power = reader.value(&brings, "rack-power", Unit::Power, Bounds::NOT_NEGATIVE)?;
        let slots = reader.value_or_default(&brings, "slots", Unit::Count, Bounds::NOT_NEGATIVE);
        Some(Place::OwnRacks { racks, rack_power: Watts(power as i64), slots: Units(slots as i64) })
    }

    fn adds_places(&self, reader: &mut Reader, table: &Spot<'_>) -> AddsPlaces {
        let Some(at) = table.get("adds-places") else {
            let reason = say("nothing says what this expansion does to places", &[]);
            let help = say(
                "cards without places do not change a ratio: adds-places = 20, \"in proportion\" or \"none\"",
                &[],
            );
            reader.warning(table, reason, Some(help));
            return AddsPlaces::None;
        };
        if let Kind::Text(_) = at.node.kind {
            return match reader.word(table, "adds-places", &["in proportion", "none"]) {
                Some("in proportion") => AddsPlaces::InProportion,
                _ => AddsPlaces::None,
            };
        }
        let places = reader.plain(&at, Unit::Count, Bounds::NOT_NEGATIVE);
        places.map_or(AddsPlaces::None, |places| AddsPlaces::Number(places as i64))
    }
}

/// The day on which the plan has an expansion there, if it is stated; not before the order.
fn planned(reader: &mut Reader, table: &Spot<'_>, ordered: Option<i64>) -> Option<i64> {
    let planned = reader.day(table, "planned")?;
    if let (Some(at), Some(ordered)) = (table.get("planned"), ordered)
        && planned < ordered
    {
        let help = say("`planned` is the day on which the units are to be there", &[]);
        reader.error(&at, say("these units are planned before they are ordered", &[]), Some(help));
    }
    Some(planned)
}
