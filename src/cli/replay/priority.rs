//! The weights and settings of `--scheduler priority` on the command line.

use super::words;
use crate::cli::Failure;
use crate::scheduler::{Backfill, Factors, Policy};
use crate::trace::Log;
use crate::words::{Language, Length};

/// Settings of the multifactor priority; what is not given is as [`Factors::default`] has it.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Settings of --scheduler priority (docs/schedulers.md)")]
pub(super) struct PriorityArguments {
    /// Weight of the time waited [default: 1000].
    #[arg(long, value_name = "W", value_parser = weight)]
    weight_age: Option<f64>,
    /// Wait after which its factor is 1: "7 days", "12 hours", "90 minutes" [default: 7 days].
    #[arg(long, value_name = "LENGTH", value_parser = length)]
    max_age: Option<i64>,
    /// Weight of the share of all units asked for [default: 1000].
    #[arg(long, value_name = "W", value_parser = weight)]
    weight_size: Option<f64>,
    /// The size factor is 1 less that share: small jobs first.
    #[arg(long)]
    favour_small: bool,
    /// Weight of the fair share [default: 1000].
    #[arg(long, value_name = "W", value_parser = weight)]
    weight_fair_share: Option<f64>,
    /// Time in which past usage comes to count half, or "never" [default: 7 days].
    #[arg(long, value_name = "LENGTH", value_parser = half_life)]
    fair_share_half_life: Option<HalfLife>,
    /// How slowly the fair share falls as usage grows, at least 1 [default: 1].
    #[arg(long, value_name = "D", value_parser = dampening)]
    fair_share_dampening: Option<f64>,
    /// Shares of the machine by class, CLASS=SHARE with commas [default: 1 each].
    #[arg(long, value_name = "CLASS=SHARE", value_delimiter = ',', value_parser = of_class)]
    class_shares: Vec<(String, f64)>,
    /// Weight of the class's own factor [default: 0].
    #[arg(long, value_name = "W", value_parser = weight)]
    weight_class: Option<f64>,
    /// Factors of classes, 0 to 1, CLASS=FACTOR with commas [default: 0 each].
    #[arg(long, value_name = "CLASS=FACTOR", value_delimiter = ',', value_parser = factor_of_class)]
    class_factors: Vec<(String, f64)>,
    /// Who may pass whom in the order of priority [default: easy].
    #[arg(long, value_enum)]
    backfill: Option<Passing>,
}

/// `None`: past usage is never forgotten.
#[derive(Clone, Copy, Debug)]
struct HalfLife(Option<i64>);

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Passing {
    /// No job passes another.
    None,
    /// A job may pass if it leaves the reservation of the first alone.
    Easy,
    /// A job may pass if it leaves all reservations before it alone.
    Conservative,
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| (0.0..=1e15).contains(number))
}

fn weight(text: &str) -> Result<f64, String> {
    number(text).ok_or_else(|| "a weight is a number, not below zero".to_owned())
}

fn dampening(text: &str) -> Result<f64, String> {
    number(text).filter(|d| *d >= 1.0).ok_or_else(|| "a number of at least 1".to_owned())
}

/// A length of whole seconds, at least one.
pub(super) fn length(text: &str) -> Result<i64, String> {
    let seconds = Length::parse(text).map(Length::seconds);
    let whole = seconds.filter(|seconds| (1.0..=1e15).contains(seconds) && seconds.fract() == 0.0);
    whole.map(|seconds| seconds as i64).ok_or_else(|| {
        "a length of at least a second and of whole seconds, such as \"7 days\"".to_owned()
    })
}

fn half_life(text: &str) -> Result<HalfLife, String> {
    match text {
        "never" => Ok(HalfLife(None)),
        text => length(text)
            .map(|length| HalfLife(Some(length)))
            .map_err(|why| format!("\"never\", or {why}")),
    }
}

fn of_class(text: &str) -> Result<(String, f64), String> {
    let pair = text.split_once('=').and_then(|(class, it)| Some((class.to_owned(), number(it)?)));
    pair.ok_or_else(|| format!("`{text}` is not CLASS=NUMBER, with a number not below zero"))
}

fn factor_of_class(text: &str) -> Result<(String, f64), String> {
    let pair = of_class(text)?;
    if pair.1 <= 1.0 { Ok(pair) } else { Err(format!("`{text}`: a factor is at most 1")) }
}

impl PriorityArguments {
    /// Whether any is given.
    fn given(&self) -> bool {
        let Self {
            weight_age,
            max_age,
            weight_size,
            favour_small,
            weight_fair_share,
            fair_share_half_life,
            fair_share_dampening,
            class_shares,
            weight_class,
            class_factors,
            backfill,
        } = self;
        let weights = [weight_age, weight_size, weight_fair_share, weight_class];
        weights.into_iter().chain([fair_share_dampening]).any(Option::is_some)
            || max_age.is_some()
            || *favour_small
            || fair_share_half_life.is_some()
            || !class_shares.is_empty()
            || !class_factors.is_empty()
            || backfill.is_some()
    }

    /// Refuses settings that none of the schedulers has.
    pub(super) fn check(&self, policies: &[Policy], language: Language) -> Result<(), Failure> {
        let has = policies.iter().any(|policy| matches!(policy, Policy::Priority(_)));
        if has || !self.given() {
            return Ok(());
        }
        Err(Failure::User(words::no_priority(language)))
    }

    /// The settings where times are in ticks of a log, and classes are the log's.
    pub(super) fn factors(&self, log: &Log, language: Language) -> Result<Factors, Failure> {
        let class = |(name, value): &(String, f64)| {
            let found = (0..).zip(&log.classes).find(|(_, known)| *known == name);
            match found {
                Some((number, _)) => Ok((number, *value)),
                None => Err(Failure::User(words::no_class(name, &log.classes, language))),
            }
        };
        let mut factors = Factors {
            favour_small: self.favour_small,
            shares: self.class_shares.iter().map(class).collect::<Result<_, _>>()?,
            class_factors: self.class_factors.iter().map(class).collect::<Result<_, _>>()?,
            ..Factors::default()
        };
        let set = |to: &mut f64, given: Option<f64>| *to = given.unwrap_or(*to);
        set(&mut factors.age, self.weight_age);
        set(&mut factors.size, self.weight_size);
        set(&mut factors.fair_share, self.weight_fair_share);
        set(&mut factors.class, self.weight_class);
        set(&mut factors.dampening, self.fair_share_dampening);
        factors.max_age = self.max_age.unwrap_or(factors.max_age);
        factors.half_life = self.fair_share_half_life.map_or(factors.half_life, |given| given.0);
        factors.backfill = match self.backfill {
            None | Some(Passing::Easy) => Backfill::Easy,
            Some(Passing::None) => Backfill::None,
            Some(Passing::Conservative) => Backfill::Conservative,
        };
        Ok(factors)
    }
}

impl PriorityArguments {
    /// Settings as they would be typed, from those where a tick is a second.
    pub(super) fn described(&self, factors: &Factors) -> String {
        let Factors { age, max_age, size, fair_share, dampening, class, .. } = factors;
        let half_life = match factors.half_life {
            Some(half_life) => format!("{half_life} seconds"),
            None => "never".to_owned(),
        };
        let small = if factors.favour_small { " --favour-small" } else { "" };
        let backfill = match factors.backfill {
            Backfill::None => "none",
            Backfill::Easy => "easy",
            Backfill::Conservative => "conservative",
        };
        let classes = |option: &str, given: &[(String, f64)]| {
            let pairs: Vec<String> =
                given.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let given = format!(" {option} \"{}\"", pairs.join(","));
            if pairs.is_empty() { String::new() } else { given }
        };
        let shares = classes("--class-shares", &self.class_shares);
        let of_classes = classes("--class-factors", &self.class_factors);
        format!(
            "--weight-age {age} --max-age \"{max_age} seconds\" --weight-size {size}{small} --weight-fair-share {fair_share} --fair-share-half-life \"{half_life}\" --fair-share-dampening {dampening}{shares} --weight-class {class}{of_classes} --backfill {backfill}"
        )
    }
}
