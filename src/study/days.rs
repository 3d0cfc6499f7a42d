//! Days of pools across futures: the bands of every measure for every simulated day, exact whatever the number of
//! futures.
//!
//! A quantile needs all values of a day at once, and the days of a hundred thousand futures do not fit in memory. So they
//! are put aside in a file, some futures and some days at a time, and read back some days at a time.

use std::io;
use std::path::Path;

use rayon::prelude::*;

use crate::measures::Measure;
use crate::model::ids::PoolId;
use crate::model::inputs::Inputs;
use crate::model::record::PoolDay;
use crate::results::{Aside, BandRow, CurveRow, Future, Stored};
use crate::stats::{Estimate, Largest, Signs};

/// Days that are put aside and read back together.
const DAYS: usize = 16;
/// Bytes of a day of a pool.
const BYTES: usize = 16;
/// Bytes in memory of a future while a thread looks at its days: as they were put aside, as rows, and one value of a day.
pub(super) const IN_MEMORY: u64 = (2 * DAYS * BYTES + 8) as u64;

/// Days of a measure of a pool that go together: their bands, and what they add to the error of the whole curve.
type Block = (Vec<BandRow>, Largest);

/// The days of the futures so far.
pub(super) struct Days {
    aside: Aside,
    /// Futures that came together: how many, and where their days are, pool by pool and within one block by block.
    parts: Vec<(usize, Vec<Stored>)>,
}

impl Days {
    /// # Errors
    /// If no file can be made in the folder.
    pub(super) fn new(folder: &Path) -> io::Result<Self> {
        Ok(Self { aside: Aside::create(folder)?, parts: Vec::new() })
    }

    /// # Errors
    /// If the days cannot be written.
    pub(super) fn add(&mut self, inputs: &Inputs, futures: &[Future]) -> io::Result<()> {
        let pools = inputs.pools.len();
        let packed: io::Result<Vec<_>> = blocks(inputs)
            .into_par_iter()
            .map(|(pool, days)| {
                let row =
                    |day: usize, future: &Future| future.record.days[day * pools + pool.place()];
                let mut bytes = Vec::with_capacity(days.len() * futures.len() * BYTES);
                // Value by value, so that what is equal in all futures stands together.
                let values: [fn(PoolDay) -> u32; 4] = [
                    |day| day.installed,
                    |day| day.leased,
                    |day| day.allocated.to_bits(),
                    |day| day.busy.to_bits(),
                ];
                for value in values {
                    for day in days.clone() {
                        let own = futures.iter().map(|future| value(row(day, future)));
                        own.for_each(|value| bytes.extend(value.to_le_bytes()));
                    }
                }
                Aside::packed(&bytes)
            })
            .collect();
        let stored = packed?.iter().map(|part| self.aside.put(part)).collect::<io::Result<_>>()?;
        self.parts.push((futures.len(), stored));
        Ok(())
    }

    /// Bands of every measure of every pool, for every simulated day, and how far its mean curve may be off.
    ///
    /// # Errors
    /// If the days cannot be read back.
    pub(super) fn bands(
        &self,
        alternative: &str,
        inputs: &Inputs,
    ) -> io::Result<(Vec<BandRow>, Vec<CurveRow>)> {
        let measures = Measure::DAILY;
        let blocks = blocks(inputs);
        let n = self.parts.iter().map(|(futures, _)| futures).sum();
        let signs = Signs::of(n);
        let rows: io::Result<Vec<Vec<Block>>> = blocks
            .par_iter()
            .enumerate()
            .map(|(block, &(pool, ref days))| {
                let futures = self.read(block, days.len())?;
                let known =
                    |measure: &Measure| inputs.has_jobs(Some(pool)) || !measure.needs_jobs();
                let mut values = Vec::with_capacity(futures.first().map_or(0, Vec::len));
                let mut of = |measure: Measure| {
                    let mut curve = signs.curve();
                    let each = days.clone().zip(&futures).filter_map(|(day, rows)| {
                        values.clear();
                        values.extend(rows.iter().filter_map(|row| row.measure(measure)));
                        if values.len() == n {
                            signs.add(&mut curve, &values);
                        }
                        Some(BandRow {
                            alternative: alternative.to_owned(),
                            pool: inputs.pools[pool].name.clone(),
                            measure: measure.name(),
                            day: day as i64,
                            estimate: Estimate::of(&mut values)?,
                        })
                    });
                    let rows = each.collect::<Vec<_>>();
                    (rows, curve)
                };
                let none = || (Vec::new(), signs.curve());
                Ok(measures.map(|it| if known(&it) { of(it) } else { none() }).into())
            })
            .collect();
        let mut rows = rows?;
        let (mut bands, mut curves) = (Vec::new(), Vec::new());
        // Pool by pool, measure by measure, then by day.
        let of_pool = blocks.len() / inputs.pools.len().max(1);
        for (pool, own) in inputs.pools.iter().zip(rows.chunks_mut(of_pool.max(1))) {
            for (at, measure) in measures.iter().enumerate() {
                let (first, mut curve) = (bands.len(), signs.curve());
                for (rows, stretch) in own.iter_mut().map(|block| &mut block[at]) {
                    curve.join(stretch);
                    bands.append(rows);
                }
                let whole = bands[first..].iter().filter(|row| row.estimate.n == n);
                let largest = whole.map(|row| row.estimate.sd).fold(0.0, f64::max);
                curves.extend(curve.multiple(n).map(|multiple| CurveRow {
                    alternative: alternative.to_owned(),
                    pool: pool.name.clone(),
                    measure: measure.name(),
                    n: n as i64,
                    days: curve.points() as i64,
                    multiple,
                    error: largest / (n as f64).sqrt(),
                }));
            }
        }
        Ok((bands, curves))
    }

    /// Day by day of a block, the rows of all futures in their order.
    fn read(&self, block: usize, days: usize) -> io::Result<Vec<Vec<PoolDay>>> {
        let mut all = vec![Vec::new(); days];
        for (futures, stored) in &self.parts {
            let bytes = self.aside.get(stored[block])?;
            let value = |kind: usize, day: usize, future: usize| {
                let at = 4 * ((kind * days + day) * futures + future);
                let four = bytes.get(at..at + 4).and_then(|four| four.try_into().ok());
                four.map_or(0, u32::from_le_bytes)
            };
            for (day, rows) in all.iter_mut().enumerate() {
                rows.extend((0..*futures).map(|future| PoolDay {
                    installed: value(0, day, future),
                    leased: value(1, day, future),
                    allocated: f32::from_bits(value(2, day, future)),
                    busy: f32::from_bits(value(3, day, future)),
                }));
            }
        }
        Ok(all)
    }
}

/// Pool by pool, days that go together.
fn blocks(inputs: &Inputs) -> Vec<(PoolId, std::ops::Range<usize>)> {
    let days = inputs.calendar.days();
    let of_pool = |pool: PoolId| {
        let starts = (0..days).step_by(DAYS);
        starts.map(move |from| (pool, from..days.min(from + DAYS)))
    };
    inputs.pools.ids().flat_map(of_pool).collect()
}
