//! What charts and the page say, from a results folder whose manifest is changed on purpose.

use std::path::{Path, PathBuf};

use daegi::report::{Charts, Drawing, Language, Size, answers, draw_charts, make};
use daegi::results::saved::Saved;
use serde_json::{Value, json};

use crate::sample_results::{Strain, folder, write};

const LANGUAGES: [Language; 2] = [Language::Ko, Language::En];

/// The sample with a changed manifest.
fn changed(name: &str, strain: Strain, change: impl Fn(&mut Value)) -> PathBuf {
    let dir = folder(name);
    write(&dir, strain);
    let path = dir.join("manifest.json");
    let mut manifest: Value =
        serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    change(&mut manifest);
    std::fs::write(&path, manifest.to_string()).unwrap();
    dir
}

fn draw(dir: &Path, kind: &str, language: Language, size: Size) -> Vec<Drawing> {
    let kinds = [kind.to_owned()];
    draw_charts(&Saved::open(dir).unwrap(), language, Charts::Only(&kinds), size).unwrap()
}

fn count(drawing: &Drawing, says: impl Fn(&str) -> bool) -> usize {
    drawing.texts.iter().filter(|text| says(&text.text)).count()
}

/// Five options differ and a slide has room for four: the last of them is the one that the answer is about.
#[test]
fn a_slide_of_competition_keeps_the_option_that_the_answer_names() {
    let named = json!({"ko": "이름난 안", "en": "The named one"});
    let long = Strain { long: true, crowded: false };
    let last = changed("words-named", long, |manifest| {
        manifest["alternatives"][5]["title"] = named.clone();
        manifest["answer"]["options"][5]["cells"][0]["compared"]["difference"]["spread"]["mean"] =
            json!(-9.0);
    });
    for (language, title) in [(Language::Ko, "이름난 안"), (Language::En, "The named one")] {
        let slide = &draw(&last, "competition", language, Size::Slide)[0];
        assert_eq!(count(slide, |text| text == title), 1, "{:?}", slide.texts);
    }
}

/// One numerator over one denominator alone is half of the truth.
#[test]
fn a_gap_has_both_denominators_on_every_ladder_or_none() {
    for (name, crowded) in [("words-gap", false), ("words-gaps", true)] {
        let dir = folder(name);
        write(&dir, Strain { long: false, crowded });
        for (language, gap, leased, installed) in [
            (Language::Ko, "예산 공백", "임차 대비", "설치 대비"),
            (Language::En, "Funding gap", "of leased", "of installed"),
        ] {
            for size in Size::ALL {
                for drawing in draw(&dir, "ladder", language, size) {
                    let of_leased =
                        count(&drawing, |text| text.starts_with(leased) && text.ends_with('%'));
                    let of_installed =
                        count(&drawing, |text| text.starts_with(installed) && text.ends_with('%'));
                    assert_eq!(of_leased, of_installed, "{}", drawing.name);
                    let named = count(&drawing, |text| text == gap);
                    let ends = match size {
                        // One panel has the ratios of the gap, and no lines that end.
                        Size::Slide => 0,
                        Size::Page => 1,
                        // The gap is too narrow for more than a sign.
                        Size::Phone => continue,
                    };
                    assert_eq!((named, of_leased), (1, 1 + ends), "{}", drawing.name);
                    // Its dates, from January to September; on a slide where there is room.
                    let dated = |text: &str| text.contains("2025") && text.contains('–');
                    let sure = size == Size::Page && drawing.name.starts_with("ladder-hpc");
                    assert!(
                        !sure || count(&drawing, dated) > 0,
                        "{}: {:?}",
                        drawing.name,
                        drawing.texts
                    );
                }
            }
        }
    }
}

/// The round before the window has an observation beside it, and is no round that the answer counts.
#[test]
fn the_title_of_competition_is_of_a_round_in_the_window() {
    let months =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut other = 0;
    let windows = [
        ("2025-06-01", "2026-01-01"),
        ("2025-09-01", "2026-01-01"),
        ("2026-02-01", "2026-07-01"),
        ("2026-08-01", "2026-12-01"),
    ];
    for (at, (start, end)) in windows.into_iter().enumerate() {
        let dir = changed(&format!("words-window-{at}"), Strain::default(), |manifest| {
            manifest["window"] = json!({"from": start, "to": end});
        });
        let drawing = &draw(&dir, "competition", Language::En, Size::Page)[0];
        let rows = drawing.data.as_ref().unwrap().lines().skip(1).map(|line| {
            let cells: Vec<String> = line.split(',').map(str::to_owned).collect();
            cells
        });
        let own: Vec<(String, f64)> = rows
            .filter(|cells| cells[0] == "gpu" && cells[1] == "baseline")
            .map(|cells| (cells[2].clone(), cells[5].parse().unwrap()))
            .collect();
        let most = |rows: &[(String, f64)]| {
            rows.iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap().0.clone()
        };
        let inside: Vec<(String, f64)> =
            own.iter().filter(|(date, _)| date.as_str() >= start).cloned().collect();
        let date = most(&inside);
        other += usize::from(most(&own) != date);
        let month = months[date[5..7].parse::<usize>().unwrap() - 1];
        let said = format!("in the {month} {} round", &date[..4]);
        assert!(drawing.title.contains(&said), "{}: {date}", drawing.title);
    }
    assert!(other > 0, "no round before a window is the highest: the test shows nothing");
}

/// Medians that are equal beside means that differ: the paired difference, and no mean as if it were a level.
#[test]
fn what_speaks_against_an_option_mixes_no_means_with_medians() {
    let level =
        |mean: f64| json!({"n": 16, "median": 1111.0, "low": 900.0, "high": 2000.0, "mean": mean});
    let against = json!([{
        "response": "free_unit_months", "scope": "site", "why": "guard",
        "baseline": level(1344.0), "alternative": level(1475.0),
        "difference": {
            "spread": {"n": 16, "median": 0.0, "low": -3.0, "high": 400.0, "mean": 131.0},
            "error": 1.0, "above": 9, "below": 2
        }
    }]);
    let dir = changed("words-against", Strain::default(), |manifest| {
        manifest["answer"]["options"][1]["against"] = against.clone();
    });
    for (language, said) in [(Language::Ko, "평균 131"), (Language::En, "on average")] {
        let found = answers(&dir, language).unwrap();
        let [clause] = found.against[0].clauses.as_slice() else { panic!("{:?}", found.against) };
        assert!(clause.contains("131") && clause.contains(said), "{clause}");
        assert!(!clause.contains("1,344") && !clause.contains("1,475"), "{clause}");
        let verdict = &found.verdicts[0].clauses[0];
        assert!(verdict.contains("131") && !verdict.contains("1,344"), "{verdict}");
    }
}

/// What all options share is said once; what depends on the option begins with the one that moves most.
#[test]
fn a_verdict_says_once_what_all_share_and_first_what_moves_most() {
    let dir = changed("words-shared", Strain::default(), |_| {});
    let mixed = changed("words-mixed", Strain::default(), |manifest| {
        let compared = &mut manifest["answer"]["options"][2]["cells"][0]["compared"];
        compared["verdict"] = json!("worse");
        compared["difference"] = json!({
            "spread": {"n": 1000, "median": 3.0, "low": 2.0, "high": 4.0, "mean": 3.0},
            "error": 0.01, "above": 990, "below": 5
        });
    });
    for (language, option, depends) in [
        (Language::Ko, "H100 880장 증설", "대안에 따라 다름"),
        (Language::En, "880 more H100 cards", "depends"),
    ] {
        let said = answers(&dir, language).unwrap().verdicts.remove(0);
        assert!(said.lead.contains("930"), "{}", said.lead);
        assert!(said.clauses.iter().all(|clause| !clause.contains("930")), "{:?}", said.clauses);
        let said = answers(&mixed, language).unwrap().verdicts.remove(0);
        assert!(said.lead.contains(depends) && said.lead.contains(option), "{}", said.lead);
        assert!(said.clauses[0].contains(option), "{:?}", said.clauses);
        assert!(said.clauses[0].contains("990") && said.clauses[1].contains("930"), "{said:?}");
    }
}

/// Charts of the appendix are files: the page names them and stays small enough to be sent.
#[test]
fn the_page_of_all_charts_names_the_appendix_and_has_its_questions_as_headings() {
    let dir = folder("words-all");
    write(&dir, Strain { long: true, crowded: true });
    for language in LANGUAGES {
        make(&dir, language, Charts::All).unwrap();
        let code = language.code();
        let page = std::fs::read_to_string(dir.join(format!("report.{code}.html"))).unwrap();
        assert!(page.len() < 3_000_000, "{}", page.len());
        for name in ["alternatives", "bands-gpu", "bands-hpc", "money", "gap"] {
            let file = format!("charts/{name}.{code}.svg");
            assert_eq!(
                dir.join(&file).exists(),
                page.contains(&format!("href=\"{file}\"")),
                "{file}"
            );
        }
        assert!(page.contains(&format!("href=\"charts/bands-hpc.{code}.svg\"")));
        // As many as without the appendix.
        assert_eq!(page.matches("<svg xmlns").count(), 2 * 8);
        let headings = page.split("<h2 id=\"").skip(1);
        for heading in headings.filter_map(|rest| rest.split('>').nth(1)?.split('<').next()) {
            assert!(heading.ends_with('?'), "{heading} asks nothing");
        }
    }
}
