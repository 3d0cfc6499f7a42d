//! Over random small scenarios: every account closes, the ladder never inverts, nothing panics.

use std::fmt::Write as _;

use daegi::engine::Process;
use daegi::measures::Flow;
use daegi::model::Simulator;
use daegi::model::inputs::{Inputs, JobRate, Uncertain};
use daegi::model::record::{AllocationRow, Outcome, Record};
use daegi::scenario::Scenario;
use rayon::prelude::*;

use crate::support::{play, won_close};

/// A scenario drawn from an address: any mixture of what the file can say.
struct Drawn {
    draws: Process,
    case: u32,
    next: u32,
    /// Whether there is a top-up to wait for.
    top: bool,
    /// Whether projects run jobs.
    jobs: bool,
    /// Whether awards are of hours.
    hours: bool,
    pools: u32,
}

impl Drawn {
    fn below(&mut self, n: u32) -> u32 {
        self.next += 1;
        self.draws.block([self.case, self.next, 0, 0])[0] % n
    }

    fn one_of<'a>(&mut self, options: &[&'a str]) -> &'a str {
        options[self.below(options.len() as u32) as usize]
    }

    fn date(&mut self) -> String {
        format!("20{:02}-{:02}-{:02}", 20 + self.below(2), 1 + self.below(12), 1 + self.below(28))
    }

    fn text(&mut self) -> String {
        let mut out = String::from(
            r#"schema = 1
title = { ko = "무작위", en = "random" }
question = { ko = "닫히는가?", en = "Does it close?" }
[calendar]
zone = "Asia/Seoul"
start = "2020-01-01"
observe-from = "2020-07-01"
observe-to = "2022-01-01"
[unit.card]
compute = "67 TF"
weight = 1.0
node = { units = 4, power = "5 kW" }
source = "assumed"
[unit.light]
compute = "19.5 TF"
weight = 0.4
node = { units = 4, power = "3 kW" }
source = "assumed"
"#,
        );
        out.push_str(self.one_of(&[
            "[lease-price]\nlight = \"as card\"\ncard = { triangular = { low = \"1m KRW\", mode = \"2m KRW\", high = \"4m KRW\" } }\nsource = \"assumed\"\n",
            "[lease-price]\nlight = \"as card\"\ncard = { by-length = { \"4 months\" = { uniform = { low = \"2m KRW\", high = \"4m KRW\" } }, \"12 months\" = \"1m KRW\" } }\nsource = \"assumed\"\n",
        ]));
        out.push_str(self.one_of(&[
            "",
            "[site]\ntariff = \"182.7 KRW/kWh\"\npue = { uniform = { low = 1.2, high = 1.6 } }\nidle-power = 0.4\nsource = \"assumed\"\n",
        ]));
        if self.below(2) == 0 {
            out.push_str(
                "[output.papers]\nper-award = { gamma = { mean = 0.314, cv = 0.04 } }\nsource = \"assumed\"\n",
            );
        }
        out.push_str("[class.a]\nlocal = true\n[class.b]\n");
        let pools = 1 + self.below(2);
        self.pools = pools;
        let second = self.one_of(&["card", "light"]).to_owned();
        for pool in 0..pools {
            self.servers(&mut out, pool);
            if self.hours {
                // Many projects at once, and a reservation for each job that waits: played for minutes.
                out = out.replace("conservative-identity", "conservative");
            }
            for lot in 0..1 + self.below(2) {
                let unit = if pool == 0 { "card" } else { second.as_str() };
                let units = 4 + self.below(60);
                let from = if self.below(3) == 0 { self.date() } else { "2020-01-01".into() };
                let to = if self.below(4) == 0 { "to = \"2021-09-01\"\n" } else { "" };
                let _ = write!(
                    out,
                    "[pool.p{pool}.lot.l{lot}]\nunit = \"{unit}\"\ninstalled = {units}\nhall = \"elsewhere\"\nfrom = \"{from}\"\n{to}source = \"assumed\"\n"
                );
            }
        }
        for base in 0..1 + self.below(3) {
            let leases = match self.below(3) {
                0 => "\"all\"".to_owned(),
                _ => format!("{{ \"p0.l0\" = {} }}", 1 + self.below(4)),
            };
            let (from, to) = match self.below(3) {
                0 => ("2020-01-01".to_owned(), "2022-01-01".to_owned()),
                1 => ("2020-01-01".to_owned(), self.date()),
                _ => (self.date(), "2022-01-01".to_owned()),
            };
            if from >= to {
                continue;
            }
            let amount = self.one_of(&[
                "",
                "contract = \"12 months\"\n",
                "amount = \"7억 KRW\"\n",
                "amount = \"7억 KRW\"\ncarry-over = 0.5\nwhen-short = \"fewer units\"\n",
                "carry-over = { uniform = { low = 0.0, high = 0.3 } }\nshare.national = { amount = \"5억 KRW\", source = \"assumed\" }\nshare.local = { amount = { uniform = { low = \"1억 KRW\", high = \"3억 KRW\" } }, source = \"assumed\" }\n",
            ]);
            let _ = write!(
                out,
                "[funding.base{base}]\nleases = {leases}\nfrom = \"{from}\"\nto = \"{to}\"\n{amount}source = \"assumed\"\n"
            );
        }
        self.top = self.below(2) == 0;
        if self.top {
            let amount = self.one_of(&["0 KRW", "1억 KRW", "40억 KRW"]);
            let arrives = self.one_of(&[
                "arrives = { uniform = { low = \"2020-03-01\", high = \"2021-03-01\" } }",
                "passes = \"2020-05-01\"\nlag = { uniform = { low = \"1 month\", high = \"9 months\" } }\nchance = 0.7",
                "passes = \"2020-05-01\"\nlag = \"4 months\"\ncut = { uniform = { low = 0.0, high = 0.6 } }",
            ]);
            let _ = write!(
                out,
                "[funding.top]\namount = \"{amount}\"\nadds = {{ \"p0.l0\" = 3 }}\n{arrives}\nuntil = \"2021-10-01\"\nsource = \"assumed\"\n"
            );
        }
        let running = self.one_of(&["freeze", "stop", "continue"]);
        let spare = self.one_of(&[
            "\"hold\"",
            "{ sell = { share = 0.7, price = \"1m KRW\", notice = \"40 days\", recall = \"passing\" } }",
            "{ sell = { share = { uniform = { low = 0.0, high = 1.0 } }, price = \"1m KRW\", notice = { uniform = { low = \"0 days\", high = \"5 months\" } } } }",
        ]);
        let _ =
            write!(out, "[gap]\nrunning = \"{running}\"\nspare = {spare}\nsource = \"assumed\"\n");
        self.jobs = self.hours || self.below(4) > 0;
        let mut programmes = Vec::new();
        for pool in 0..pools {
            for number in 0..1 + self.below(2) {
                let name = format!("g{pool}{number}");
                self.programme(&mut out, &name, pool);
                programmes.push(format!("\"{name}\""));
            }
        }
        if programmes.len() > 1 && self.below(2) == 0 {
            let from = self.one_of(&[
                "\"2020-06-01\"",
                "{ uniform = { low = \"2020-02-01\", high = \"2021-12-01\" } }",
            ]);
            let share = self.one_of(&["0", "0.3", "1", "{ beta = { mean = 0.4, sd = 0.2 } }"]);
            let _ = write!(
                out,
                "[programme.g00.moves.away]\nto = {}\nfrom = {from}\nof-fresh = {share}\nof-turned-away = {share}\nsource = \"assumed\"\n",
                programmes[1]
            );
        }
        if self.jobs {
            let size = self.one_of(&[
                "{ share-of-allocation = { 0.125 = 0.3, 0.5 = 0.4, 1.0 = 0.3 } }",
                "{ units = { choice = { 1 = 0.5, 4 = 0.5 } } }",
            ]);
            let holds = self.one_of(&["dedicated", "shared"]);
            let holds = if self.hours { "shared" } else { holds };
            let size =
                if self.hours { "{ units = { choice = { 1 = 0.5, 4 = 0.5 } } }" } else { size };
            let requested = self.one_of(&["", "requested = { uniform = { low = 1, high = 5 } }\n"]);
            let jobs = match self.one_of(&["3 per week", "1 per card per week", "2 per day"]) {
                // A queue that grows without end, in which every job has a reservation, is played
                // for minutes: each look at it costs what is in it.
                "2 per day" if out.contains("conservative-identity") => "1 per week",
                jobs => jobs,
            };
            let jobs = match self.hours {
                false => format!("\"{jobs}\""),
                // A queue that grows without end costs what is in it at each look.
                true if out.contains("conservative") => "\"1 per week\"".to_owned(),
                true => self
                    .one_of(&[
                        "\"3 per week\"",
                        "{ use = 0.7 }",
                        "{ use = { uniform = { low = 0, high = 2 } } }",
                    ])
                    .to_owned(),
            };
            let _ = write!(
                out,
                "[workload.w]\nprogrammes = [{}]\nholds = \"{holds}\"\n{requested}jobs = {jobs}\nsize = {size}\nrun-time = {{ lognormal = {{ median = \"10 hours\", p90 = \"4 days\" }} }}\n{}source = \"assumed\"\n",
                programmes.join(", "),
                self.one_of(&["", "rhythm = { hours = { 9-18 = 2.0 }, weekend = 0.3, ramp = -0.5 }\nfailed = 0.3\n", "checkpoint = { every = \"3 hours\", cost = \"5 minutes\" }\n"])
            );
        }
        if self.below(2) == 0 {
            let places = self.one_of(&["3", "\"in proportion\"", "\"none\""]);
            let paid = self.one_of(&[
                "funded-by = \"grown\"",
                "bought = { price = \"50m KRW\", life = { uniform = { low = \"6 months\", high = \"2 years\" } }, running = \"0.2m KRW\" }",
            ]);
            let _ = write!(
                out,
                "[expansion.e]\npool = \"p0\"\nunit = \"card\"\nadds = 8\nhall = \"elsewhere\"\nordered = \"2020-05-01\"\nlead-time = {{ triangular = {{ low = \"1 months\", mode = \"3 months\", high = \"9 months\" }} }}\nadds-places = {places}\n{paid}\nsource = \"assumed\"\n[funding.grown]\nleases = {{ \"p0.l0\" = 2 }}\nfrom = \"2020-06-01\"\nto = \"2022-01-01\"\nsource = \"assumed\"\n"
            );
        }
        if out.contains("holds = \"shared\"") && self.below(2) == 0 {
            let scale = self.one_of(&["0.005", "0.02"]);
            let mode = self.one_of(&["trunc", "extend", "perfect"]);
            let _ = write!(
                out,
                "[log.l]\nfile = \"logs/lublin-128.swf.gz\"\npool = \"p0\"\nscale = {scale}\nmode = \"{mode}\"\nsource = \"assumed\"\n"
            );
        }
        if out.contains("holds = \"shared\"") && self.below(3) > 0 {
            self.precedence(&mut out, &programmes);
        }
        out.push_str("[study]\nreplications = 2\nseed = 3\n");
        out
    }

    /// Who goes before whom in the queues: pre-emption, reservations, limits.
    fn precedence(&mut self, out: &mut String, programmes: &[String]) {
        // Whoever goes first makes the conservative ones plan anew, which costs what is in the line.
        if self.below(4) > 0 || out.contains("2 per day") {
            *out = out
                .replace("conservative-identity", "easy-identity")
                .replace("conservative", "easy");
        }
        for pool in 0..self.pools {
            let begins = format!("\"g{pool}");
            let mut names: Vec<String> =
                programmes.iter().filter(|name| name.starts_with(&begins)).cloned().collect();
            let first = format!("g{pool}0");
            if names.len() == 1 && out.contains(&format!("[programme.{first}.class.a]")) {
                names = vec![format!("\"{first}.a\""), format!("\"{first}.b\"")];
            } else if pool == 0 && out.contains("[log.l]") {
                names.push("\"l\"".to_owned());
            }
            if self.below(2) == 0 {
                names.reverse();
            }
            if !out.contains(&format!("[pool.p{pool}.queue]")) {
                let _ = write!(out, "[pool.p{pool}.queue]\nsource = \"assumed\"\n");
            }
            if let [by, of @ ..] = names.as_slice()
                && !of.is_empty()
                && self.below(4) > 0
            {
                let then = self.one_of(&["requeue", "resume", "checkpoint"]);
                let grace = self.one_of(&["0 minutes", "0 minutes", "5 minutes", "3 hours"]);
                let _ = write!(
                    out,
                    "[pool.p{pool}.queue.pre-emption.r]\nby = [{by}]\ntakes-from = [{}]\nthen = \"{then}\"\ngrace = \"{grace}\"\nsource = \"assumed\"\n",
                    of.join(", ")
                );
            }
            for number in 0..self.below(3) {
                let amount = self.one_of(&["units = 2", "share = 0.3", "units = 9"]);
                let dates = self.one_of(&[
                    "",
                    "from = \"2020-05-01 09:00\"\nto = \"2020-08-01\"\n",
                    "from = \"2020-11-02\"\nto = \"2020-11-09 18:30\"\n",
                ]);
                let _ = write!(
                    out,
                    "[pool.p{pool}.queue.reservation.r{number}]\nprogramme = \"{first}\"\n{amount}\n{dates}source = \"assumed\"\n"
                );
            }
            if self.below(3) == 0 {
                let limit = self.one_of(&["units = 4", "jobs = 3", "units = 8\njobs = 2"]);
                let _ = write!(out, "[pool.p{pool}.queue.limit.{first}]\n{limit}\n");
            }
        }
    }

    /// What a pool's servers and its queue, if it is shared, do.
    fn servers(&mut self, out: &mut String, pool: u32) {
        if self.below(2) == 0 {
            let name = self.one_of(&[
                "first-come",
                "easy",
                "conservative",
                "shortest-first",
                "priority",
                "easy-identity",
                "conservative-identity",
            ]);
            let limit = self.one_of(&["", "project-units = 3\nproject-jobs = 2\n"]);
            let _ = write!(
                out,
                "[pool.p{pool}.queue]\nscheduler = \"{name}\"\n{limit}source = \"assumed\"\n"
            );
        }
        let stated = |out: &mut String, part: &str, keys: &str| {
            let _ = write!(out, "[pool.p{pool}.{part}]\n{keys}\nsource = \"assumed\"\n");
        };
        if self.below(3) == 0 {
            let fit = self.one_of(&["best", "first", "least fragmentation"]);
            let large = self.one_of(&["whole nodes", "pack"]);
            stated(out, "placement", &format!("fit = \"{fit}\"\nlarge = \"{large}\""));
        }
        if self.below(2) == 0 {
            let mean = self.one_of(&["264 days", "30 days", "5 days"]);
            let repair = self.one_of(&[
                "\"0 days\"",
                "\"2 days\"",
                "{ lognormal = { median = \"1 days\", p90 = \"9 days\" } }",
            ]);
            let keys = format!(
                "time-to-failure = {{ exponential = {{ mean = \"{mean}\" }} }}\nrepair = {repair}"
            );
            stated(out, "failure", &keys);
        }
        if self.below(4) == 0 {
            let length = self.one_of(&["8 hours", "1 days", "3 days"]);
            let every = self.one_of(&["", "every = \"1 months\"\n", "every = \"10 days\"\n"]);
            let drain = self.one_of(&["", "drain = \"0 days\"\n", "drain = \"9 days\"\n"]);
            let keys = format!("first = \"2020-02-03\"\n{every}{drain}length = \"{length}\"");
            stated(out, "maintenance", &keys);
        }
    }

    /// The day from which a lever holds, if not always.
    fn from(&mut self) -> &'static str {
        ["", "from = \"2020-09-01\"\n"][self.below(2) as usize]
    }

    /// A fee, as a table to follow the programme's own.
    fn fee(&mut self, name: &str) -> String {
        let charge = self.one_of(&[
            "",
            "",
            "share = 0",
            "share = { uniform = { low = 0.05, high = 0.3 } }",
            "per-unit-month = \"0.4m KRW\"",
        ]);
        if charge.is_empty() {
            return String::new();
        }
        let from = self.one_of(&["", "from = \"2020-09-01\"\n", "to = \"2021-02-01\"\n"]);
        let elasticity = self.one_of(&["0", "2", "{ uniform = { low = 0.2, high = 1.2 } }"]);
        format!(
            "[programme.{name}.fee]\n{charge}\nelasticity = {elasticity}\n{from}source = \"assumed\"\n"
        )
    }

    /// Classes of a programme's applicants, as tables to follow its own.
    fn classes(&mut self, name: &str, rolling: bool) -> String {
        if self.below(2) == 0 {
            return String::new();
        }
        let (share, rest) = [(0.3, 0.7), (1.0, 0.0)][self.below(2) as usize];
        let own = if self.hours { "request = \"20 unit-hours\"\n" } else { "request = 2\n" };
        let request = self.one_of(&["", own]);
        let bonus = self.one_of(&[
            "",
            "score-bonus = 0.3\n",
            "score-bonus = 0.3\nbonus-from = \"2021-01-01\"\n",
            "fee-reduction = 0.5\n",
        ]);
        let quota = self.one_of(&[
            "",
            "classes = \"local\"\nshare = 0.5\nunused = \"to all\"\nfrom = \"2020-09-01\"\n",
            "classes = [\"b\", \"a\"]\nshare = 1\nunused = \"kept free\"\n",
            "classes = [\"b\"]\nshare = 0.4\nunused = \"kept free\"\n",
        ]);
        let mut out = format!(
            "[programme.{name}.class.a]\nshare = {share:?}\n{request}source = \"assumed\"\n[programme.{name}.class.b]\nshare = {rest:?}\n{bonus}source = \"assumed\"\n"
        );
        if !rolling && !quota.is_empty() {
            let _ = writeln!(out, "[programme.{name}.quota.own]\n{quota}source = \"assumed\"");
        }
        if !rolling && !quota.contains("share = 1") && self.below(4) == 0 {
            let _ = writeln!(
                out,
                "[programme.{name}.quota.second]\nclasses = [\"a\"]\nshare = 0.3\nsource = \"assumed\""
            );
        }
        out
    }

    /// What becomes of hours, as tables to stand before the programme's own.
    fn of_hours(&mut self, out: &mut String, name: &str) {
        let rule = self.one_of(&[
            "",
            "jobs = \"stop\"",
            "jobs = \"finish\"",
            "jobs = \"finish\"\nuntil = 1.1",
            "jobs = \"last\"",
            "jobs = \"last\"\nuntil = 1.5",
            "jobs = \"go on\"\nuntil = 1.25",
            "jobs = \"go on\"",
        ]);
        if !rule.is_empty() {
            let _ = write!(out, "[programme.{name}.at-zero]\n{rule}\nsource = \"assumed\"\n");
        }
        let slices = self.one_of(&[
            "",
            "rule = \"nhr-zib\"",
            "rule = \"rwth\"",
            "rule = \"nesi\"",
            "every = \"10 days\"\ncarried = 2\nahead = 1\nlapses = 0.7",
        ]);
        if !slices.is_empty() {
            let _ = write!(out, "[programme.{name}.slices]\n{slices}\nsource = \"assumed\"\n");
        }
    }

    fn programme(&mut self, out: &mut String, name: &str, pool: u32) {
        let request = self.one_of(&["1", "{ choice = { 1 = 0.5, 2 = 0.3, 4 = 0.2 } }"]);
        let request = match self.hours {
            false => request,
            true => self.one_of(&[
                "\"100 unit-hours\"",
                "{ choice = { \"50 unit-hours\" = 0.5, \"501 unit-hours\" = 0.5 } }",
            ]),
        };
        if self.hours {
            self.of_hours(out, name);
        }
        let award = self.one_of(&[
            "\"6 months\"",
            "\"20 days\"",
            "{ exponential = { mean = \"40 days\" } }",
            "{ lognormal = { median = \"30 days\", p90 = \"90 days\" } }",
        ]);
        let within = self.one_of(&["0 days", "3 months", "10 days", "never lapses"]);
        let reapply = self.one_of(&["0", "0.6", "{ beta = { mean = 0.5, sd = 0.2 } }"]);
        let renew = self.one_of(&["0", "0.4", "{ uniform = { low = 0.0, high = 0.9 } }"]);
        let take_back = match (self.jobs, self.below(3)) {
            (true, 0) => self.one_of(&[
                "rule = \"nipa-2020\"",
                "rule = \"nrel\"",
                "rule = \"olcf\"",
                "rule = \"alcc\"\nnotice = \"3 days\"",
                "every = \"7 days\"\nnotice = \"10 days\"\nsteps = { 0.3 = 1.0, 0.6 = 0.3 }",
                "at = [0.0, 0.5, 1.0]\nused-of = \"award\"\nremoves-of = \"unused\"\nsteps = { 0.4 = 0.5 }",
            ]),
            _ => "",
        }
        .to_owned();
        if !take_back.is_empty() {
            let from = self.from();
            let _ = write!(
                out,
                "[programme.{name}.take-back]\n{take_back}\n{from}source = \"assumed\"\n"
            );
        }
        let used = if self.jobs { "used = 0.3\n" } else { "" };
        if self.below(4) == 0 {
            let by = self.one_of(&["1 month", "9 days"]);
            let chance = self.one_of(&["1", "{ uniform = { low = 0.0, high = 1.0 } }"]);
            let from = self.from();
            let _ = write!(
                out,
                "[programme.{name}.extension]\nby = \"{by}\"\n{used}chance = {chance}\n{from}source = \"assumed\"\n"
            );
        }
        if self.jobs && self.below(3) == 0 {
            let goes =
                if self.hours { "renewal" } else { self.one_of(&["extends", "renewal", "lost"]) };
            let most = if self.hours { "" } else { self.one_of(&["", "at-most = \"8 days\"\n"]) };
            let from = self.from();
            let _ = write!(
                out,
                "[programme.{name}.unspent]\ngoes = \"{goes}\"\nshare = 0.7\n{most}{from}source = \"assumed\"\n"
            );
        }
        let _ = write!(
            out,
            "[programme.{name}]\npool = \"p{pool}\"\nrequest = {request}\naward = {award}\nstart-within = \"{within}\"\nsource = \"assumed\"\n"
        );
        let rolling = self.below(3) == 0;
        let fee = if self.hours { String::new() } else { self.fee(name) };
        let classes = self.classes(name, rolling) + &fee;
        if self.below(4) == 0 {
            out.push_str("start-delay = { choice = { \"0 days\" = 0.5, \"20 days\" = 0.5 } }\n");
        }
        if self.pools > 1 && !self.hours && self.below(2) == 0 {
            let _ = writeln!(out, "other-pools = [\"p{}\"]", 1 - pool);
        }
        let limit = self.one_of(&[
            "",
            "",
            "units = 6",
            "running = 2, units = 9, from = \"2020-09-01\"",
            "running = 3",
        ]);
        let limit = if self.hours {
            limit.replace("units = 6", "running = 6").replace(", units = 9", "")
        } else {
            limit.to_owned()
        };
        let beyond = if rolling { self.one_of(&["wait", "refuse"]) } else { "wait" };
        if !limit.is_empty() {
            let _ =
                writeln!(out, "limit = {{ {limit}, beyond = \"{beyond}\", source = \"assumed\" }}");
        }
        if rolling {
            out.push_str("intake = \"rolling\"\n");
            if self.below(2) == 0 {
                let _ = write!(
                    out,
                    "reapply = {reapply}\nrenew = {renew}\nreturns-after = \"11 days\"\n"
                );
            }
            let rate = self.one_of(&[
                "\"1 per day\"",
                "\"2 per week\"",
                "{ \"2020-01-01\" = \"1 per day\", \"2020-09-01\" = \"0 per day\", \"2021-01-01\" = \"5 per week\" }",
            ]);
            let _ = writeln!(out, "demand = {{ rate = {rate} }}\n{classes}");
            return;
        }
        let _ = write!(out, "reapply = {reapply}\nrenew = {renew}\n");
        let every = self.one_of(&["1 months", "3 months", "6 months"]);
        let window = self.one_of(&["0 days", "14 days"]);
        let review = self.one_of(&["0 days", "34 days", "80 days"]);
        let places = self.one_of(&[
            "5",
            "{ per-units = 3 }",
            "{ units = 9 }",
            "{ projects = 6, units = { triangular = { low = 4, mode = 10, high = 20 } } }",
            "\"whatever fits\"",
            "{ \"2020-01-01\" = \"whatever fits\", \"2020-10-01\" = { units = 7 }, \"2021-05-01\" = 3 }",
            "{ \"2020-01-01\" = 4, \"2021-01-01\" = { triangular = { low = 2, mode = 6, high = 12 } } }",
        ]);
        let places = match self.hours {
            false => places,
            true => self.one_of(&["5", "{ unit-hours = 900 }", "{ machine = 0.3 }", "{ projects = 6, unit-hours = { triangular = { low = 400, mode = 1000, high = 2000 } } }"]),
        };
        let _ = write!(
            out,
            "rounds = {{ every = \"{every}\", first = \"2020-01-10\", window = \"{window}\", review = \"{review}\" }}\nplaces = {places}\n"
        );
        out.push_str(self.one_of(&[
            "",
            "award-rule = { cut-back = { floor = 0.5 } }\n",
            "award-rule = { cut-back = { floor = 0.1, from = \"2020-09-01\" } }\ncap = { units = 3 }\n",
            "award-rule = \"whole\"\ncap = { units = 2, awards = 1, from = \"2020-09-01\" }\n",
        ]));
        if self.hours {
            *out = out
                .replace("cap = { units = 3 }", "cap = { unit-hours = 300 }")
                .replace("cap = { units = 2,", "cap = { unit-hours = 75,");
        }
        out.push_str(self.one_of(&[
            "",
            "patience = \"4 months\"\nreapply-lapsed = 0.9\n",
            "patience = { uniform = { low = \"1 month\", high = \"9 months\" } }\nlooks-ahead = \"45 days\"\n",
        ]));
        let award_rate = self.one_of(&["", "award-rate = { elasticity = 0.4, cap = 2 }, "]);
        if self.below(2) == 0 {
            out.push_str(
                "demand = { fresh = 12, dispersion = 5, season = { 3 = 1.5, 8 = 0.5 } }\n",
            );
        } else {
            let _ = write!(
                out,
                "demand = {{ {award_rate}growth = {{ normal = {{ mean = 0.2, sd = 0.2 }} }} }}\n[programme.{name}.observed]\ncompetition = \"2.69:1\"\nfrom = \"2020-06-01\"\nto = \"2021-06-01\"\nsource = \"assumed\"\n"
            );
        }
        out.push_str(&classes);
        if self.below(3) == 0 {
            let dates = match self.top && self.below(2) == 0 {
                true => {
                    "opens-after = { funding = \"top\", delay = { uniform = { low = \"0 days\", high = \"99 days\" } } }"
                }
                false => "opens = \"2020-08-03\"\ncloses = \"2020-08-17\"",
            };
            let answer = self.one_of(&[
                "",
                "reach = 0.4\n",
                "reach = { uniform = { low = 0.2, high = 1.0 } }\ninduced = 4\n",
            ]);
            let _ = write!(
                out,
                "[programme.{name}.extra-round.x]\n{dates}\nplaces = 6\nrequest = {}\naward = \"4 months\"\n{answer}source = \"assumed\"\n",
                if self.hours { "\"200 unit-hours\"" } else { "{ choice = { 2 = 0.5, 3 = 0.5 } }" }
            );
        }
        if self.below(2) == 0 {
            let chance = self.one_of(&["0.3", "{ uniform = { low = 0.0, high = 1.0 } }"]);
            let then = self.one_of(&["lost", "waiting-list", "top-up\"\nafter = \"40 days"]);
            let from = self.from();
            let _ = write!(
                out,
                "[programme.{name}.no-show]\nchance = {chance}\nthen = \"{then}\"\n{from}source = \"assumed\"\n"
            );
        }
    }
}

/// What jobs ran is what they had to run and what they lost: job by job, to the unit-second. How often they were
/// pre-empted.
fn pre_emptions(record: &Record, text: &str) -> i64 {
    for job in &record.starts {
        let run = job.size * job.run.0;
        if job.ends.is_some() {
            assert_eq!(job.ran.0, run + job.lost.0, "{job:?}\n{text}");
        }
        assert!(job.lost <= job.ran && (job.interrupted + job.pre_empted > 0 || job.lost.0 == 0));
    }
    record.starts.iter().map(|job| i64::from(job.pre_empted)).sum()
}

/// The text of a random scenario; some are refused.
pub(crate) fn drawn(case: u32) -> String {
    let draws = Process::new(99, "random-scenarios");
    Drawn { draws, case, next: 0, top: false, jobs: false, hours: false, pools: 1 }.text()
}

/// The same, where all awards are of hours.
pub(crate) fn drawn_in_hours(case: u32) -> String {
    let draws = Process::new(98, "random-scenarios");
    Drawn { draws, case, next: 0, top: false, jobs: false, hours: true, pools: 1 }.text()
}

#[test]
fn accounts_close_and_the_ladder_holds_over_random_scenarios() {
    let cases = 2_400_u32;
    let played: Vec<(bool, u64, i64, i64, bool, i64)> = (0..cases)
        .into_par_iter()
        .map(|case| {
            let text = drawn(case);
            let scenario = match Scenario::parse("random.toml", &text) {
                Ok(scenario) => scenario,
                // Some mixtures are refused (a request larger than a pool, say): that is an answer too.
                Err(problems) => {
                    assert!(!problems.to_string().is_empty());
                    eprintln!("{problems}");
                    return (false, 0, 0, 0, false, 0);
                }
            };
            let mut simulator = Simulator::new();
            simulator.keep_jobs(true);
            let (mut events, mut pre_empted) = (0, 0);
            let (mut frozen, mut fees) = (0, 0);
            for k in 0..2 {
                // `play` fails the test with the account that does not close.
                let record = play(&mut simulator, &scenario.baseline, 3, k);
                events += record.events;
                pre_empted += pre_emptions(&record, &text);
                // Awards of rounds, one by one, those that were declined among them.
                let one_by_one =
                    record.allocations.iter().filter(|row| row.outcome == Outcome::Declined);
                let declined: i64 = record.rounds.iter().map(|round| round.declined).sum();
                assert_eq!(one_by_one.count() as i64, declined, "{text}");
                assert!(won_close(&scenario.baseline, &record), "{text}");
                fees += record.fees.iter().map(|won| won.0).sum::<i64>();
                for month in &record.months {
                    let rungs = [
                        month.of(Flow::Planned),
                        month.of(Flow::Installed),
                        month.of(Flow::Leased),
                        month.of(Flow::InService),
                        month.of(Flow::Allocated),
                        month.of(Flow::Busy),
                    ];
                    assert!(rungs.windows(2).all(|pair| pair[0] >= pair[1]), "{text}");
                    let settled = month.of(Flow::Served)
                        + month.of(Flow::Lost)
                        + month.of(Flow::TurnedAway)
                        + month.of(Flow::Lapsed)
                        + month.of(Flow::Declined)
                        + month.of(Flow::CutBack)
                        + month.of(Flow::Stopped)
                        + month.of(Flow::TakenBack)
                        + month.of(Flow::Moved);
                    assert_eq!(
                        month.of(Flow::OutstandingStart) + month.of(Flow::Asked),
                        settled + month.of(Flow::OutstandingEnd)
                    );
                    frozen += month.of(Flow::Frozen).0;
                }
            }
            (true, events, frozen, fees, !scenario.baseline.logs.is_empty(), pre_empted)
        })
        .collect();
    let good = played.iter().filter(|case| case.0).count();
    let events: u64 = played.iter().map(|case| case.1).sum();
    let with_gap = played.iter().filter(|case| case.2 > 0).count();
    let with_fees = played.iter().filter(|case| case.3 > 0).count();
    let with_logs = played.iter().filter(|case| case.4).count();
    let with_pre_emption = played.iter().filter(|case| case.5 > 0).count();
    assert!(with_pre_emption > 100, "jobs were pre-empted in only {with_pre_emption} scenarios");
    assert!(with_logs > 100, "only {with_logs} scenarios play a log");
    assert!(with_fees > 100, "projects paid anything in only {with_fees} scenarios");
    assert!(good >= 2_000, "only {good} of {cases} could be played");
    assert!(events > 100_000, "the scenarios hardly do anything: {events} events");
    assert!(with_gap > 100, "a gap froze something in only {with_gap} scenarios");
}

/// What [`more_levers`] may add to a scenario.
const LEVERS: [&str; 15] = [
    "outage",
    "over-allocation",
    "shares-offer",
    "quality-bar",
    "largest-job",
    "down-power",
    "currency",
    "node-hours",
    "rush",
    "partition",
    "per-unit-hour",
    "times",
    "terms",
    "power-limit",
    "second-choice",
];

/// A random scenario in hours with more levers, each drawn from an address of its own; which of them it has. In half of
/// the cases it has all of them that go with it.
fn more_levers(case: u32) -> (String, [bool; LEVERS.len()]) {
    let draws = Process::new(97, "random-levers");
    let of = |lever: usize, n: u32| match lever < LEVERS.len() && case.is_multiple_of(2) {
        true => 0,
        false => draws.block([case, lever as u32, 0, 0])[0] % n,
    };
    let mut text = drawn_in_hours(case);
    let mut has = [false; LEVERS.len()];
    let rounds_of_first = {
        let own = text.split("[programme.g00]\n").nth(1).unwrap_or_default();
        let own = own.split("\n[").next().unwrap_or_default();
        own.contains("rounds = {")
    };
    let fresh = rounds_of_first && !text.contains("[programme.g00.observed]");
    let after = |text: &mut String, head: &str, line: &str| {
        let there = text.contains(head);
        *text = text.replacen(head, &format!("{head}{line}"), 1);
        there
    };
    let study = text.find("[study]").expect("every scenario has one");
    let mut tables = String::new();
    if of(0, 2) == 0 {
        let which = ["", "share = 0.5\n", "drain = \"2 days\"\n"][of(40, 3) as usize];
        let length = ["6 hours", "3 days", "5 weeks"][of(41, 3) as usize];
        let _ = write!(
            tables,
            "[pool.p0.outage.o]\nfrom = \"2020-09-10 06:00\"\nlength = \"{length}\"\n{which}source = \"assumed\"\n"
        );
        has[0] = true;
    }
    if of(2, 2) == 0 && fresh {
        let places = ["", "places = 2\n"][of(43, 2) as usize];
        let _ = write!(
            tables,
            "[programme.t]\npool = \"p0\"\nshares-offer = \"g00\"\nrequest = \"60 unit-hours\"\naward = \"2 months\"\nrounds = {{ every = \"1 month\", first = \"2020-02-03\", window = \"5 days\", review = \"5 days\" }}\n{places}demand = {{ fresh = 2 }}\nsource = \"assumed\"\n"
        );
        has[2] = true;
    }
    if of(3, 2) == 0 && rounds_of_first {
        tables.push_str("[programme.g00.quality-bar]\nscore = 0.4\nsource = \"assumed\"\n");
        has[3] = true;
    }
    if of(9, 2) == 0 && text.contains("[pool.p0.queue]\n") {
        let longest = ["", "longest = \"3 days\"\n"][of(19, 2) as usize];
        let _ = write!(
            tables,
            "[pool.p0.queue.partition.a]\nprogrammes = [\"g00\"]\nunits = 12\n{longest}source = \"assumed\"\n"
        );
        has[9] = true;
    }
    if of(10, 2) == 0 {
        let elasticity = ["", "elasticity = 0.4\n"][of(30, 2) as usize];
        let _ = write!(
            tables,
            "[programme.g00.fee]\nper-unit-hour = \"1.5k KRW\"\n{elasticity}source = \"assumed\"\n"
        );
        has[10] = true;
    }
    text.insert_str(study, &tables);
    if has[2] {
        text = text.replacen("programmes = [", "programmes = [\"t\", ", 1);
    }
    if of(1, 2) == 0 {
        let factor = ["1", "1.3", "2"][of(42, 3) as usize];
        let line = format!("over-allocation = {factor}\n");
        has[1] = after(&mut text, "[pool.p0.queue]\n", &line);
    }
    if of(4, 2) == 0 {
        has[4] = after(&mut text, "[programme.g00]\n", "largest-job = 3\n");
    }
    if of(5, 2) == 0 {
        has[5] = after(&mut text, "[site]\n", "down-power = 0.2\n");
    }
    if of(8, 2) == 0 {
        let rush = ["from = 0.5, strength = 1.5", "strength = 0.7"][of(18, 2) as usize];
        has[8] = after(&mut text, "[workload.w]\n", &format!("rush = {{ {rush} }}\n"));
    }
    if of(11, 2) == 0 {
        let keys = ["times = 1\n", "times = 2\nat-most-hours = 30\n"][of(31, 2) as usize];
        has[11] = after(&mut text, "goes = \"renewal\"\n", keys);
    }
    // An award of several terms is not extended.
    if of(12, 2) == 0 && !text.contains("[programme.g00.extension]") {
        let terms = [
            "terms = 2\n",
            "terms = { choice = { 1 = 0.5, 3 = 0.5 } }\nlater-terms = [0.5, 1.5]\n",
        ];
        has[12] = after(&mut text, "[programme.g00]\n", terms[of(32, 2) as usize]);
    }
    if of(13, 2) == 0 {
        let limit =
            ["\"25 kW\"", "{ 1 = \"60 kW\", 6 = \"20 kW\", 9 = \"90 kW\" }"][of(33, 2) as usize];
        let way = ["drain", "throttle"][draws.block([case, 34, 0, 0])[0] as usize % 2];
        let line = format!("power-limit = {limit}\nat-limit = \"{way}\"\n");
        if !text.contains("[site]\n") {
            text = text.replacen("[class.a]\n", "[site]\nsource = \"assumed\"\n[class.a]\n", 1);
        }
        has[13] = after(&mut text, "[site]\n", &line);
    }
    if of(14, 2) == 0 && may_be_second_choice(&text) {
        has[14] = after(&mut text, "[programme.g00.moves.away]\n", "second-choice = true\n");
    }
    if of(6, 3) == 0 {
        text = format!("currency = \"GBP\"\n{}", text.replace("KRW", "GBP"));
        has[6] = true;
    }
    if of(7, 3) == 0 {
        has[7] = text.contains("\"100 unit-hours\"");
        text = text.replace("\"100 unit-hours\"", "\"25 node-hours\"");
    }
    (text, has)
}

/// Whether those who move from the first programme may be second choices: between calls, of which that one offers nothing
/// again.
fn may_be_second_choice(text: &str) -> bool {
    let part = |head: &str| {
        let own = text.split(head).nth(1).unwrap_or_default();
        own.split("\n[").next().unwrap_or_default()
    };
    let way = part("[programme.g00.moves.away]\n");
    let Some(to) = way.split('"').nth(1) else { return false };
    let calls = |name: &str| part(&format!("[programme.{name}]\n")).contains("rounds = {");
    calls("g00") && calls(to) && !part(&format!("[programme.{to}.no-show]\n")).contains("top-up")
}

/// Jobs come as often as fits: what awards want of their pool, over any thirty days, is at most 0.9 of what is leased then
/// (of a quarter of the most that ever is, in a gap). How much that is, is known from a play without jobs.
fn bound_load(inputs: &mut Inputs, future: u32) {
    const MOST: f64 = 0.9;
    const DAYS: usize = 30;
    let mut without = inputs.clone();
    without.plays_jobs = false;
    let record = play(&mut Simulator::new(), &without, 3, future);
    let (days, pools) = (inputs.calendar.days(), inputs.pools.len());
    let spans = days.div_ceil(DAYS);
    let mut wanted = vec![vec![0.0; spans]; pools];
    for row in &record.balances {
        let programme = &inputs.programmes[row.programme];
        let charge = programme.hours.as_ref().map_or(1, |hours| hours.charge) as f64;
        let ends = row.ended.unwrap_or_else(|| inputs.calendar.end());
        let own = inputs.workloads.iter().find(|it| it.programmes.contains(&row.programme));
        let Some(workload) = own else { continue };
        let units = match &workload.rate {
            JobRate::PerAllocation(rate) => rate * workload.mean_work(programme.hours.as_ref()),
            JobRate::OfAward(multiple) => {
                let length = (ends - row.started).0.max(86_400) as f64;
                multiple.mean() * row.hours.awarded.0 as f64 / charge / length
            }
            JobRate::PerUnit(_) => 0.0,
        };
        // Who hurries wants up to ten times as much, for a part of the term.
        let units = units * if workload.rush.is_some() { 5.0 } else { 1.0 };
        let first = inputs.calendar.day_of(row.started);
        for day in first..inputs.calendar.day_of(ends).min(days - 1) + 1 {
            wanted[programme.pool.place()][day / DAYS] += units;
        }
    }
    let mut load: f64 = 1.0;
    for (pool, wanted) in wanted.iter().enumerate() {
        let leased = |day: usize| f64::from(record.days[day * pools + pool].leased);
        let most = (0..days).map(leased).fold(0.0, f64::max);
        for (span, wanted) in wanted.iter().enumerate() {
            let own = span * DAYS..days.min((span + 1) * DAYS);
            let there: f64 = own.clone().map(leased).sum();
            let there = there.max(own.len() as f64 * most / 4.0);
            if *wanted > 0.0 && there > 0.0 {
                load = load.min(MOST * there / wanted);
            }
        }
    }
    for workload in inputs.workloads.iter_mut() {
        workload.load = Uncertain::certain(load);
    }
}

/// With awards in hours: every account closes, and where hours went adds up award by award, class by class.
#[test]
fn accounts_of_hours_close_over_random_scenarios() {
    let cases = 2_800_u32;
    let played: Vec<Option<([i64; 9], [bool; LEVERS.len()])>> = (0..cases)
        .into_par_iter()
        .map(|case| {
            let (mut text, levers) = more_levers(case);
            // A third of them count hours in a unit of the site's own.
            for pool in (0..4).filter(|_| case % 3 == 0) {
                let first = format!("[pool.p{pool}.");
                text = text.replacen(&first, &format!("[pool.p{pool}]\ncharge = 7\n{first}"), 1);
            }
            let scenario = Scenario::parse("random.toml", &text).ok()?;
            let mut simulator = Simulator::new();
            simulator.keep_jobs(true);
            let mut inputs = scenario.baseline;
            bound_load(&mut inputs, case);
            let record = play(&mut simulator, &inputs, 3, case);
            let mut sums = [0; 9];
            sums[7] = record.at_power_limit.last().map_or(0, |time| time.0);
            let follows = |row: &AllocationRow| row.application > 0 && row.programme.place() == 0;
            let terms = inputs.programmes.iter().next().is_some_and(|it| it.terms.is_some());
            sums[8] = i64::from(terms && record.allocations.iter().any(follows));
            sums[6] = pre_emptions(&record, &text);
            for row in &record.hours {
                let (came, went) = row.sides();
                assert_eq!(came, went, "{text}");
            }
            for row in &record.balances {
                let (came, went) = row.hours.sides();
                assert_eq!(came, went, "{text}");
                let it = row.hours;
                let own = [it.used, it.overburnt, it.lapsed, it.taken_back, it.carried_in, it.left];
                sums.iter_mut().zip(own).for_each(|(sum, own)| *sum += i64::from(own.0 > 0));
            }
            Some((sums, levers))
        })
        .collect();
    let good = played.iter().flatten().count();
    assert!(good >= 2_000, "only {good} of {cases} could be played");
    for at in 0..9 {
        let some = played.iter().flatten().filter(|(sums, _)| sums[at] > 0).count();
        assert!(some > 50, "figure {at} is more than nothing in only {some} scenarios");
    }
    for (at, lever) in LEVERS.iter().enumerate() {
        let some = played.iter().flatten().filter(|(_, levers)| levers[at]).count();
        assert!(some > 150, "{lever} is in only {some} scenarios");
    }
    let most = played
        .iter()
        .flatten()
        .filter(|(_, levers)| levers.iter().filter(|has| **has).count() + 3 >= LEVERS.len());
    assert!(most.count() > 200, "nearly all levers at once are in few scenarios");
}
