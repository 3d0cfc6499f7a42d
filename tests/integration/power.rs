//! The power that a site may draw: known answers by hand.

use daegi::measures::Response;
use daegi::model::Simulator;
use daegi::model::record::Record;
use daegi::scenario::Scenario;

use crate::support::{IN_HOURS, InHours, one_project, play, read, study};

/// Ten units of 1 kW, idle at 0.3 kW, PUE 2; one project with hours without end, whose jobs take four units for ten hours
/// and never end coming.
fn centre(site: &str, more: &str) -> String {
    let dates = ["2025-01-01", "2025-03-01", "2025-09-01"];
    let keys = one_project(80_000, "12 months");
    let jobs = "jobs = \"40 per day\"\nsize = { units = 4 }\nrun-time = \"10 hours\"";
    InHours { dates, above: site, keys: &keys, jobs, below: more, ..IN_HOURS }.text()
}

fn site(limit: &str) -> String {
    format!("[site]\npue = 2\nidle-power = 0.3\n{limit}source = \"by hand\"\n")
}

fn run(text: &str) -> Record {
    let mut simulator = Simulator::new();
    simulator.keep_jobs(true);
    play(&mut simulator, &read(text).baseline, 1, 0)
}

/// Mean busy units of a month, from January.
fn busy(record: &Record, month: usize) -> f64 {
    let row = &record.months[month];
    row.of(daegi::measures::Flow::Busy).0 as f64 / row.of(daegi::measures::Flow::InService).0 as f64
        * 10.0
}

/// Ten idle units draw 10 × 0.3 × 2 = 6 kW; a job of four units 4 × 0.7 × 2 = 5.6 kW more. Two jobs run at 17.2 kW: at a limit
/// of 17.2 kW both do, at 17.1 kW one does, at 11.5 kW none.
#[test]
fn jobs_start_as_far_as_there_is_power() {
    let of = |limit: &str| busy(&run(&centre(&site(limit), "")), 3);
    assert!((of("") - 8.0).abs() < 0.05, "{}", of(""));
    assert!((of("power-limit = \"17.2 kW\"\n") - 8.0).abs() < 0.05);
    assert!((of("power-limit = \"17.1 kW\"\n") - 4.0).abs() < 0.05);
    assert_eq!(of("power-limit = \"11.5 kW\"\n"), 0.0);
}

/// A limit that nothing reaches changes no bit; with one, jobs wait for power all the time, from March to August: 184
/// days.
#[test]
fn a_limit_that_nothing_reaches_changes_no_bit() {
    let plain = run(&centre(&site(""), ""));
    let mut high = run(&centre(&site("power-limit = \"1 MW\"\nat-limit = \"drain\"\n"), ""));
    assert_eq!(high.at_power_limit.iter().map(|time| time.0).sum::<i64>(), 0);
    high.at_power_limit.clear();
    assert_eq!(format!("{plain:?}"), format!("{high:?}"));
    let low = run(&centre(&site("power-limit = \"12 kW\"\n"), ""));
    let hours: Vec<i64> = low.at_power_limit.iter().map(|time| time.0 / 3_600).collect();
    assert_eq!(hours, [184 * 24; 2]);
    let text = centre(&site("power-limit = \"12 kW\"\n"), "")
        + "[study.answer.a]\nresponse = \"hours_at_limit\"\nbetter = \"lower\"\n";
    let finished = study("power", &text);
    for scope in ["site", "p"] {
        let row = finished.summary.estimate("baseline", Response::HoursAtLimit, scope);
        assert_eq!(row.map(|it| it.mean), Some(184.0 * 24.0), "{scope}");
    }
}

/// From June to August 12 kW are enough for one job, otherwise for two: what runs on 1 June goes on to its end, and on 1 July
/// one job runs. By dates it is the same, bit for bit.
#[test]
fn a_limit_has_its_seasons() {
    let by_month = run(&centre(&site("power-limit = { 6 = \"12 kW\", 8 = \"20 kW\" }\n"), ""));
    let means = [3, 4, 6, 7].map(|month| busy(&by_month, month));
    for (mean, expected) in means.into_iter().zip([8.0, 8.0, 4.0, 8.0]) {
        assert!((mean - expected).abs() < 0.1, "{means:?}");
    }
    // In June: two jobs until the first ends, within ten hours.
    let june = busy(&by_month, 5);
    assert!(june > 4.0 && june < 4.0 + 4.0 * 10.0 / 720.0 + 1e-9, "{june}");
    let by_date = "power-limit = { \"2024-08-01\" = \"20 kW\", \"2025-06-01\" = \"12 kW\", \"2025-08-01\" = \"20 kW\" }\n";
    let by_date = run(&centre(&site(by_date), ""));
    assert_eq!(format!("{by_month:?}"), format!("{by_date:?}"));
}

/// Two pools at one site, and power for one job beside what idles: when a job of one ends, that of the other starts. Every
/// scheduler keeps to it, on servers as without.
#[test]
fn pools_share_the_power_of_their_site() {
    let other = "[pool.q.lot.all]\nunit = \"server\"\ninstalled = 10\nhall = \"elsewhere\"\nfrom = \"2000-01-01\"\nsource = \"by hand\"\n[programme.y]\npool = \"q\"\nrounds = [\"2025-02-01\"]\nwindow = \"0 days\"\nreview = \"0 days\"\nplaces = 1\ndemand = { fresh = 50 }\nrequest = \"80000 unit-hours\"\naward = \"12 months\"\nsource = \"by hand\"\n[workload.v]\nprogrammes = [\"y\"]\nholds = \"shared\"\njobs = \"2 per day\"\nsize = { units = 4 }\nrun-time = \"10 hours\"\nsource = \"by hand\"\n";
    for scheduler in [
        "easy",
        "first-come",
        "conservative",
        "shortest-first",
        "priority",
        "easy-identity",
        "conservative-identity",
    ] {
        for servers in
            ["", "[pool.p.placement]\nfit = \"best\"\nlarge = \"pack\"\nsource = \"x\"\n"]
        {
            let text = centre(&site("power-limit = \"17.7 kW\"\n"), &format!("{other}{servers}"))
                .replace("scheduler = \"easy\"", &format!("scheduler = \"{scheduler}\""))
                .replace("jobs = \"40 per day\"", "jobs = \"2 per day\"");
            let record = run(&text);
            // One job at a time: no two overlap, and together they run nearly always.
            let mut spans: Vec<(i64, i64)> =
                record.starts.iter().filter_map(|job| Some((job.starts.0, job.ends?.0))).collect();
            spans.sort_unstable();
            let apart = spans.windows(2).all(|pair| pair[0].1 <= pair[1].0);
            assert!(apart && spans.len() > 300, "{scheduler} {servers}: {}", spans.len());
            let pools = [0, 1]
                .map(|pool| record.starts.iter().filter(|job| job.pool.place() == pool).count());
            assert!(pools.iter().all(|&jobs| jobs > 50), "{scheduler}: {pools:?}");
        }
    }
}

/// How long jobs took that ended, in hours.
fn took(record: &Record) -> Vec<f64> {
    let ended = record.starts.iter().filter_map(|job| Some((job.ends? - job.starts).0));
    ended.map(|seconds| seconds as f64 / 3_600.0).collect()
}

/// Ten idle units draw 6 kW, and a job of all of them 14 kW more: at 13 kW it runs at half its speed and takes exactly twice
/// as long; at 13.1 kW 14 / 7.1 times. At 6 kW nothing is left: it is slowed to a tenth.
#[test]
fn half_the_speed_doubles_residence() {
    let of = |limit: &str| {
        let limit = format!("power-limit = \"{limit}\"\nat-limit = \"throttle\"\n");
        let text = centre(&site(&limit), "").replace("40 per day", "0.2 per week");
        took(&run(&text.replace("units = 4", "units = 10")))
    };
    for (limit, hours) in [("20 kW", 10.0), ("13 kW", 20.0), ("6 kW", 100.0)] {
        let took = of(limit);
        assert!(took.len() > 2 && took.iter().all(|&it| it == hours), "{limit}: {took:?}");
    }
    let took = of("13.1 kW");
    assert!(took.iter().all(|it| (it - 140.0 / 7.1).abs() < 2.0 / 3_600.0), "{took:?}");
}

/// Two jobs run all the time where 2.8 kW are left for both: at a quarter of their speed each takes 40 hours. In all the site
/// does the work of two units, as if a job of two ran alone. Hours are charged by the time that units are held.
#[test]
fn jobs_share_what_power_there_is() {
    let record = run(&centre(&site("power-limit = \"8.8 kW\"\nat-limit = \"throttle\"\n"), ""));
    let took = took(&record);
    assert!(took.len() > 200 && took[4..].iter().all(|it| (it - 40.0).abs() < 0.01), "{took:?}");
    assert!((busy(&record, 3) - 8.0).abs() < 0.05);
    let hours: Vec<i64> = record.at_power_limit.iter().map(|time| time.0 / 3_600).collect();
    assert_eq!(hours, [184 * 24; 2]);
    for job in record.starts.iter().filter(|job| job.ends.is_some()) {
        assert_eq!(job.ran.0, job.size * job.run.0, "{job:?}");
    }
    // A limit that nothing reaches changes no bit.
    let plain = run(&centre(&site(""), ""));
    let mut high = run(&centre(&site("power-limit = \"1 MW\"\nat-limit = \"throttle\"\n"), ""));
    high.at_power_limit.clear();
    high.events = plain.events;
    assert_eq!(format!("{plain:?}"), format!("{high:?}"));
}

#[test]
fn what_has_no_limit_of_power_is_refused() {
    let said = |text: &str| Scenario::parse("test.toml", text).unwrap_err().to_string();
    let of = |limit: &str| said(&centre(&site(limit), ""));
    assert!(of("at-limit = \"drain\"\n").contains("how much power there is"));
    assert!(of("power-limit = \"8\"\n").contains("cannot be read as a power"));
    assert!(of("power-limit = { 13 = \"8 kW\" }\n").contains("there is no month 13"));
    let cards = centre(&site("power-limit = \"20 kW\"\n"), "")
        .replace("\"80000 unit-hours\"", "4")
        .replace("holds = \"shared\"", "holds = \"dedicated\"");
    assert!(said(&cards).contains("of a shared queue, and `p` has none"), "{}", said(&cards));
    let warned = read(&centre(&site("power-limit = \"5 kW\"\n"), "")).warnings.to_string();
    assert!(warned.contains("nothing is left for jobs"), "{warned}");
}
