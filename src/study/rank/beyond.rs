//! What a ranking says beside the range of each input: where a sign turns, screening (Morris), shares of the variance
//! (Sobol'), other readings of the file.

use super::{Game, Input, Point, Request, half_width};
use crate::model::Unclosed;
use crate::model::inputs::Inputs;
use crate::results::sized::{RankRow, ReadingRow};
use crate::scenario::Scenario;
use crate::stats::mean_and_sd;
use crate::stats::sensitivity::{morris, morris_design, saltelli, sobol};
use crate::study::probe::{self, Ask};
use crate::study::until::Watch;

/// The quantiles among which the value of an input at which a sign turns is looked for.
pub(super) const STEPS: [f64; 7] = [0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95];

/// The value of an input at which the mean difference turns its sign, by a line between the quantiles about it.
pub(super) fn switching(
    game: &Game<'_>,
    inputs: &[Input],
    path: &str,
    n: u32,
    watch: Watch<'_>,
) -> Result<Option<(Option<f64>, usize)>, Unclosed> {
    let Some(input) = inputs.iter().find(|one| one.path == path) else {
        return Ok(Some((None, 0)));
    };
    let points: Vec<_> = STEPS
        .iter()
        .flat_map(|&step| (0..n).map(move |at| ((at, at), vec![(path, step)])))
        .collect();
    let name = format!("switching {n} {path}");
    let Some(answers) = game.all(&name, &points, watch)? else { return Ok(None) };
    let means: Vec<Option<f64>> = answers
        .chunks(n as usize)
        .map(|own| {
            let known: Vec<f64> = own.iter().flatten().copied().collect();
            (!known.is_empty()).then(|| mean_and_sd(&known).0)
        })
        .collect();
    let turn = STEPS.windows(2).zip(means.windows(2)).find_map(|(steps, means)| {
        let (a, b) = (means[0]?, means[1]?);
        (a * b < 0.0).then(|| {
            let part = a / (a - b);
            let [from, to] = [steps[0], steps[1]].map(|step| (input.quantile)(step));
            from + part * (to - from)
        })
    });
    Ok(Some((turn, points.len())))
}

/// Morris' screening of every input, each trajectory in a future of its own.
pub(super) fn screened(
    game: &Game<'_>,
    inputs: &[Input],
    rows: &mut [RankRow],
    request: &Request,
    watch: Watch<'_>,
) -> Result<Option<u64>, Unclosed> {
    let design = morris_design(request.morris, inputs.len(), request.seed);
    let points: Vec<_> = design
        .iter()
        .zip(0..)
        .flat_map(|(one, future)| one.points.iter().map(move |point| (future, point)))
        .map(|(future, point)| {
            let set =
                inputs.iter().zip(point).map(|(input, u)| (input.path.as_str(), *u)).collect();
            ((future, future), set)
        })
        .collect();
    let name = format!("morris {}", request.morris);
    let Some(answers) = game.all(&name, &points, watch)? else { return Ok(None) };
    let answers: Vec<Vec<Option<f64>>> =
        answers.chunks(inputs.len() + 1).map(<[Option<f64>]>::to_vec).collect();
    let found = morris(&design, &answers, inputs.len());
    for row in rows {
        let at = inputs.iter().position(|input| input.path == row.path);
        row.morris = at.and_then(|at| found[at]);
    }
    Ok(Some(game.runs(points.len())))
}

/// Sobol' indices of the leading inputs; the others are drawn. Each row of the design is played in a future of its own.
pub(super) fn decomposed(
    game: &Game<'_>,
    rows: &mut [RankRow],
    request: &Request,
    watch: Watch<'_>,
) -> Result<Option<u64>, Unclosed> {
    let chosen = rows.len().min(request.factors);
    let paths: Vec<String> = rows.iter().take(chosen).map(|row| row.path.clone()).collect();
    if chosen == 0 {
        return Ok(Some(0));
    }
    let design = saltelli(request.sobol, chosen, request.seed);
    let points: Vec<_> = design
        .iter()
        .enumerate()
        .map(|(at, point)| {
            let future = (at / (chosen + 2)) as u32;
            let set = paths.iter().zip(point).map(|(path, u)| (path.as_str(), *u)).collect();
            ((future, future), set)
        })
        .collect();
    let name = format!("sobol {} {}", request.sobol, paths.join(" "));
    let Some(answers) = game.all(&name, &points, watch)? else { return Ok(None) };
    let runs = game.runs(points.len());
    drop(points);
    if let Some(found) = sobol(&answers, chosen, request.seed) {
        for (row, found) in rows.iter_mut().zip(found) {
            row.first = Some(found.first);
            row.total = Some(found.total);
        }
    }
    Ok(Some(runs))
}

/// The answer under each reading beside that of the file in the same futures, the one that moves it most first. `None`: it
/// was told to stop before the last of them.
pub(super) fn readings(
    scenario: &Scenario,
    request: &Request,
    (asks, own): (&[Ask], &[Option<f64>]),
    watch: Watch<'_>,
) -> Result<Option<Vec<ReadingRow>>, Unclosed> {
    let mut all = Vec::new();
    for reading in &scenario.readings {
        let other = request.alternative.map(|at| &reading.alternatives[at]);
        let lean: Vec<Inputs> = std::iter::once(&reading.baseline)
            .chain(other)
            .map(|inputs| probe::without_needless_jobs(inputs, asks))
            .collect();
        let game = Game { baseline: &lean[0], other: lean.get(1), ask: asks, seed: request.seed };
        let points: Vec<Point<'_>> =
            (0..request.futures).map(|at| ((at, at), Vec::new())).collect();
        let name = format!("reading {}", reading.name);
        let Some(values) = game.all(&name, &points, watch)? else { return Ok(None) };
        let pairs = own.iter().zip(&values).filter_map(|(own, value)| Some(((*own)?, (*value)?)));
        let pairs: Vec<(f64, f64)> = pairs.collect();
        if pairs.is_empty() {
            continue;
        }
        let column = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).collect::<Vec<f64>>();
        let mean = |of| mean_and_sd(&column(of)).0;
        all.push(ReadingRow {
            name: reading.name.clone(),
            title: reading.title.clone(),
            ends: (mean(|pair| pair.0), mean(|pair| pair.1)),
            error: half_width(&column(|pair| pair.1 - pair.0)),
        });
    }
    let size = |row: &ReadingRow| (row.ends.1 - row.ends.0).abs();
    all.sort_by(|a, b| size(b).total_cmp(&size(a)));
    Ok(Some(all))
}
