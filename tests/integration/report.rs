//! Charts from a results folder: every text inside its picture, none over another.

use daegi::report::{Drawing, Language, ReportError, draw_charts, make};
use daegi::results::saved::Saved;

use crate::sample_results::{Strain, folder, write};

const LANGUAGES: [Language; 2] = [Language::Ko, Language::En];

pub(crate) fn assert_legible(drawing: &Drawing) {
    let [left, top, right, bottom] = drawing.shapes;
    let inside = left >= 0.0 && top >= 0.0 && right <= drawing.width && bottom <= drawing.height;
    assert!(inside, "{}: a shape leaves the picture: {:?}", drawing.name, drawing.shapes);
    for (at, text) in drawing.texts.iter().enumerate() {
        let inside = text.left >= 0.0
            && text.top >= 0.0
            && text.right <= drawing.width
            && text.bottom <= drawing.height;
        assert!(inside, "{}: leaves the picture: {text:?}", drawing.name);
        for other in &drawing.texts[at + 1..] {
            assert!(!text.overlaps(other), "{}: {text:?} covers {other:?}", drawing.name);
        }
    }
}

#[test]
fn every_chart_is_written_in_both_languages() {
    let dir = folder("charts-plain");
    write(&dir, Strain::default());
    for language in LANGUAGES {
        let charts = draw_charts(&Saved::open(&dir).unwrap(), language, None).unwrap();
        // Four kinds of the two pools at least, and four of the centre.
        assert!(charts.len() >= 12, "{}", charts.len());
        let files = make(&dir, language, None).unwrap().files;
        // A drawing and two pictures of each, and the page.
        assert_eq!(files.len(), charts.len() * 3 + 1);
        for file in files {
            assert!(file.metadata().unwrap().len() > 1_000, "{}", file.display());
        }
    }
    assert!(dir.join("charts/ladder-gpu.ko.svg").exists());
    assert!(dir.join("charts/alternatives.en@2x.png").exists());
}

#[test]
fn no_text_is_cut_or_covered() {
    let strains = [
        Strain::default(),
        Strain { long: true, crowded: false },
        Strain { long: true, crowded: true },
    ];
    for (at, strain) in strains.into_iter().enumerate() {
        let dir = folder(&format!("charts-strain-{at}"));
        write(&dir, strain);
        let saved = Saved::open(&dir).unwrap();
        for language in LANGUAGES {
            for drawing in draw_charts(&saved, language, None).unwrap() {
                assert!(!drawing.texts.is_empty());
                assert_legible(&drawing);
            }
        }
    }
}

#[test]
fn the_same_folder_gives_the_same_pictures_without_any_font() {
    let dir = folder("charts-again");
    write(&dir, Strain::default());
    let saved = Saved::open(&dir).unwrap();
    let first = draw_charts(&saved, Language::Ko, None).unwrap();
    let again = draw_charts(&saved, Language::Ko, None).unwrap();
    for (first, again) in first.iter().zip(&again) {
        assert_eq!(first.svg, again.svg);
        assert!(!first.svg.contains("<text"), "{} needs a font", first.name);
        assert!(first.svg.contains("<title"), "{} has no title", first.name);
    }
}

#[test]
fn only_what_is_asked_for_is_drawn() {
    let dir = folder("charts-only");
    write(&dir, Strain::default());
    let saved = Saved::open(&dir).unwrap();
    let names = |words: &[&str]| -> Result<Vec<String>, ReportError> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let drawings = draw_charts(&saved, Language::En, Some(&words))?;
        Ok(drawings.into_iter().map(|drawing| drawing.name).collect())
    };
    assert_eq!(names(&["bands"]).unwrap(), ["bands-gpu.en", "bands-hpc.en"]);
    assert_eq!(names(&["ladder-hpc"]).unwrap(), ["ladder-hpc.en"]);
    let unknown = names(&["ladders"]).unwrap_err().to_string();
    assert!(unknown.contains("ladders") && unknown.contains("ladder-gpu"), "{unknown}");
}

#[test]
fn a_folder_that_is_not_whole_is_named() {
    let dir = folder("charts-broken");
    let _ = std::fs::remove_file(dir.join("manifest.json"));
    let error = make(&dir, Language::Ko, None).unwrap_err().to_string();
    assert!(error.contains("is not a results folder"), "{error}");
    write(&dir, Strain::default());
    let manifest = std::fs::read_to_string(dir.join("manifest.json")).unwrap();
    for (from, to, said) in [
        ("\"sources\"", "\"origins\"", "missing field `sources`"),
        ("2024-07-01", "2024-17-01", "\"2024-17-01\" is not a date"),
    ] {
        std::fs::write(dir.join("manifest.json"), manifest.replacen(from, to, 1)).unwrap();
        let error = make(&dir, Language::Ko, None).unwrap_err().to_string();
        let odd = "is not a manifest that this version of daegi can read";
        assert!(error.contains(odd) && error.contains(said), "{error}");
    }
    std::fs::write(dir.join("manifest.json"), manifest).unwrap();
    // Without the largest table two kinds of charts cannot be drawn. The others are, and the manifest says which.
    std::fs::remove_file(dir.join("tables/daily_bands.parquet")).unwrap();
    let made = make(&dir, Language::Ko, None).unwrap();
    assert_eq!(made.missing.len(), 4 * 3, "{:?}", made.missing);
    assert!(made.files.iter().any(|file| file.ends_with("charts/competition.ko.svg")));
    let said = made.failures[0].to_string();
    assert!(said.contains("daily_bands.parquet") && made.failures[0].is_users(), "{said}");
    let manifest = Saved::open(&dir).unwrap().manifest().clone();
    assert!(manifest.mark.missing.contains("charts/ladder-gpu.ko.svg"));
    assert!(!manifest.mark.missing.contains("charts/competition.ko.svg"));
    std::fs::copy(dir.join("tables/markers.parquet"), dir.join("tables/competition.parquet"))
        .unwrap();
    let made = make(&dir, Language::Ko, None).unwrap();
    let said = |words: &str| made.failures.iter().any(|one| one.to_string().contains(words));
    assert!(said("competition") && said("\"programme\""), "{:?}", made.failures);
}

/// One file, both languages: nothing is loaded, nothing runs, and what a scenario says is only text.
#[test]
fn the_page_needs_nothing_but_itself() {
    let dir = folder("page");
    write(&dir, Strain { long: true, crowded: true });
    for language in LANGUAGES {
        make(&dir, language, None).unwrap();
        let page =
            std::fs::read_to_string(dir.join(format!("report.{}.html", language.code()))).unwrap();
        for loads in [
            "<script",
            "src=",
            "url(",
            "@import",
            "<link",
            "<iframe",
            "<img",
            "srcset",
            "http-equiv",
            "onload",
            "xlink",
        ] {
            assert!(!page.contains(loads), "the page has {loads}");
        }
        // Links lead within the page and to the tables beside it.
        let links = page.split("href=\"").skip(1);
        let mut links = links.filter_map(|rest| rest.split('"').next());
        assert!(links.all(|link| link.starts_with('#') || link.starts_with("tables/")));
        let elsewhere = page.replace("http://www.w3.org/2000/svg", "");
        assert!(!elsewhere.contains("://"), "the page names another place");
        assert!(page.contains(&format!("<html lang=\"{}\">", language.code())));
        assert!(page.contains("보도자료 &lt;2025&gt;; a report &amp; more"));
        assert_eq!(page.matches("<svg").count(), 12);
        assert_eq!(page.matches("role=\"img\"").count(), 12);
        assert!(page.contains("--replications 1000 --seed 1946"));
        assert!(!page.contains("{{") && !page.contains("}}"));
        // Every id once, so that what names a chart names that one.
        let mut ids: Vec<&str> =
            page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all);
        for tag in ["section", "figure", "table", "tr", "td", "th", "ul", "li", "dl", "main"] {
            let open = page.matches(&format!("<{tag}>")).count()
                + page.matches(&format!("<{tag} ")).count();
            assert_eq!(open, page.matches(&format!("</{tag}>")).count(), "<{tag}>");
        }
    }
}

#[test]
fn a_part_of_the_charts_leaves_no_page() {
    let dir = folder("page-only");
    write(&dir, Strain::default());
    let _ = std::fs::remove_file(dir.join("report.ko.html"));
    let files = make(&dir, Language::Ko, Some(&["money".to_owned()])).unwrap().files;
    assert_eq!(files.len(), 3);
    assert!(!dir.join("report.ko.html").exists());
}
