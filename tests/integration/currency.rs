//! One currency a file: the same numbers in pounds as in won, told as pounds everywhere, and no two of them mixed.

use std::fs;

use daegi::scenario::Scenario;

use crate::invariance::CENTRE;
use crate::support::{Folder, daegi, play, read, text};

/// A small centre in which money does all that it can do.
fn centre() -> String {
    CENTRE
        .replace(
            "slots = 400\n",
            "slots = 400\ntariff = \"182.7 KRW/kWh\"\n",
        )
        .replace(
            "[gap]\nrunning = \"freeze\"\n",
            "[gap]\nrunning = \"freeze\"\nspare = { sell = { share = 0.8, price = \"3.0m KRW\", notice = \"1 month\" } }\n",
        )
        .replace(
            "[programme.big.observed]",
            "[programme.big.fee]\nper-unit-month = \"123,456 KRW\"\nsource = \"assumed\"\n[programme.big.observed]",
        )
        .replace(
            "[pool.little.lot.second]",
            "[pool.large.lot.own]\nunit = \"card\"\ninstalled = 8\nhall = \"one\"\nfrom = \"2023-01-01\"\nbought = { price = \"30m KRW\", life = \"5 years\", running = \"0.2m KRW\" }\nsource = \"assumed\"\n[pool.little.lot.second]",
        )
}

fn in_pounds(text: &str) -> String {
    text.replace("schema = 1\n", "schema = 1\ncurrency = \"GBP\"\n").replace("KRW", "GBP")
}

fn refused(text: &str) -> String {
    Scenario::parse("test.toml", text).unwrap_err().to_string()
}

fn cells(folder: &Folder, run: &str, table: &str) -> Vec<Vec<String>> {
    let path = folder.0.join(run).join("tables").join(format!("{table}.csv"));
    let all = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    all.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

/// What costs a million won costs a million pounds, to the smallest part; who applies, wins and runs is the same.
#[test]
fn the_same_numbers_in_another_currency() {
    let folder = Folder::new("currency");
    folder.file("won.toml", &centre());
    folder.file("pounds.toml", &in_pounds(&centre()));
    for name in ["won", "pounds"] {
        let file = format!("{name}.toml");
        let out = daegi(&folder, &["run", &file, "-n", "3", "--out", name]);
        assert!(out.status.success(), "{}", text(&out.stderr));
    }
    let mut money = 0;
    for table in ["responses", "money", "money_months", "pool_months", "fees", "factors"] {
        let (won, pounds) = (cells(&folder, "won", table), cells(&folder, "pounds", table));
        assert_eq!(won.len(), pounds.len(), "{table}");
        for (own, other) in won.iter().zip(&pounds) {
            for (own, other) in own.iter().zip(other) {
                match (own.parse::<f64>(), other.parse::<f64>()) {
                    (Ok(own), Ok(other)) => {
                        // Won are rounded to the won, pounds to the penny.
                        let close = (own - other).abs() <= 2.0 + 1e-4 * own.abs();
                        assert!(close, "{table}: {own} {other}");
                        money += usize::from(other.fract() != 0.0 && own.fract() == 0.0);
                    }
                    _ => assert_eq!(own, other, "{table}"),
                }
            }
        }
    }
    assert!(money > 100, "pence are counted: {money}");
}

/// What is told in pounds says so, in both languages, and never says won.
#[test]
fn every_amount_says_its_currency() {
    let folder = Folder::new("currency-said");
    let answer = "[study.answer.cost]\nresponse = \"cost_per_allocated_hour\"\nbetter = \"lower\"\n[study.answer.spent]\nresponse = \"spent\"\nbetter = \"lower\"\ntarget = \"≤ £9m\"\n[study.alternative.less]\ntitle = { ko = \"덜\", en = \"less\" }\nset = { \"funding.extra.amount\" = \"£1m\" }\n";
    folder.file("pounds.toml", &(in_pounds(&centre()) + answer));
    for language in ["ko", "en"] {
        let run = ["run", "pounds.toml", "-n", "3", "--out", language, "--lang", language];
        let out = daegi(&folder, &run);
        assert!(out.status.success(), "{}", text(&out.stderr));
        let check = daegi(&folder, &["check", "pounds.toml", "--lang", language]);
        let parts = "page,charts,brief";
        let report = ["report", language, "--for", parts, "--lang", language];
        let report = daegi(&folder, &report);
        assert!(report.status.success(), "{}", text(&report.stderr));
        let mut said = vec![text(&out.stdout), text(&check.stdout)];
        for place in [folder.0.join(language), folder.0.join(language).join("charts")] {
            for name in fs::read_dir(place).unwrap() {
                let path = name.unwrap().path();
                let told = path.extension().is_some_and(|it| it == "html" || it == "svg");
                said.extend(told.then(|| fs::read_to_string(&path).unwrap()));
            }
        }
        assert!(said.len() > 2, "pages are there");
        let word = if language == "ko" { "파운드" } else { "GBP" };
        assert!(said[..2].iter().all(|text| text.contains(word)), "{}", said[1]);
        for text in &said {
            for wrong in ["KRW", "억 원", "만 원", "원/", " won "] {
                assert!(!text.contains(wrong), "{language}: {wrong}: {}", around(text, wrong));
            }
        }
    }
}

fn around(text: &str, word: &str) -> String {
    let at = text.find(word).unwrap_or(0);
    text[..at].chars().rev().take(80).collect::<Vec<_>>().into_iter().rev().collect::<String>()
        + &text[at..].chars().take(80).collect::<String>()
}

/// Won named are won left unnamed.
#[test]
fn the_default_is_as_if_it_were_not_there() {
    let named = CENTRE.replace("schema = 1\n", "schema = 1\ncurrency = \"KRW\"\n");
    let played = |text: &str| {
        let scenario = read(text);
        let record = play(&mut daegi::model::Simulator::new(), &scenario.baseline, 7, 0);
        format!("{record:?}")
    };
    assert_eq!(played(CENTRE), played(&named));
}

#[test]
fn another_currency_is_refused_with_its_name() {
    let mixed = in_pounds(&centre()).replace("\"9억 GBP\"", "\"$9m\"");
    let said = refused(&mixed);
    assert!(said.contains("this is in USD, and the money of this file is in GBP"), "{said}");
    let said = refused(&CENTRE.replace("\"9억 KRW\"", "\"£9m\""));
    assert!(said.contains("currency = \"GBP\" at the top of the file"), "{said}");
    let tariff = centre().replace("182.7 KRW/kWh", "€0.2/kWh");
    assert!(refused(&tariff).contains("this is in EUR"), "{}", refused(&tariff));
    let unknown = CENTRE.replace("schema = 1\n", "schema = 1\ncurrency = \"GPB\"\n");
    let said = refused(&unknown);
    assert!(said.contains("there is no currency `GPB`") && said.contains("GBP"), "{said}");
    let other = CENTRE.to_owned()
        + "[study.alternative.a]\ntitle = { ko = \"가\", en = \"a\" }\nadd = { currency = \"GBP\" }\n";
    assert!(refused(&other).contains("currency"), "{}", refused(&other));
}
