//! Charts from a results folder: every text inside its picture, none over another.

use daegi::report::{Charts, Drawing, Language, ReportError, Size, draw_charts, make};
use daegi::results::saved::Saved;

use crate::sample_results::{Strain, folder, write};

const LANGUAGES: [Language; 2] = [Language::Ko, Language::En];

/// Texts whole, inside the picture and apart, letters that can be read at the width at which the size is shown, and a
/// title of no more than fifteen words.
pub(crate) fn assert_legible(drawing: &Drawing, size: Size) {
    for text in &drawing.texts {
        assert!(!text.text.contains('…'), "{}: is cut: {text:?}", drawing.name);
    }
    assert_apart(drawing, size);
}

/// The same of names so long that they may end in dots.
fn assert_apart(drawing: &Drawing, size: Size) {
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
    let smallest = drawing.texts.iter().map(|text| text.size).fold(f64::INFINITY, f64::min);
    let (across, least) = match size {
        Size::Page => (1_200.0, 15.0),
        Size::Slide => (1_280.0, 18.0),
        // What is left of 360 dots between the margins of the page.
        Size::Phone => (344.0, 9.0),
    };
    let shown = smallest * across / drawing.width;
    assert!(shown >= least, "{}: the smallest letter is {shown}", drawing.name);
    if size == Size::Slide {
        let dots = [drawing.width, drawing.height].map(|points| points * f64::from(drawing.dots));
        assert_eq!(dots, [1_280.0, 720.0], "{}", drawing.name);
    }
    let words = drawing.title.split_whitespace().count();
    assert!((1..=15).contains(&words), "{}: {}", drawing.name, drawing.title);
    assert!(!drawing.title.ends_with('?'), "{}: asks: {}", drawing.name, drawing.title);
}

#[test]
fn every_chart_is_written_in_both_languages() {
    let dir = folder("charts-plain");
    write(&dir, Strain::default());
    for language in LANGUAGES {
        let saved = Saved::open(&dir).unwrap();
        let charts = draw_charts(&saved, language, Charts::All, Size::Page).unwrap();
        // Four kinds of the two pools, and three of the centre at least.
        assert!(charts.len() >= 11, "{}", charts.len());
        let files = make(&dir, language, Charts::All).unwrap().files;
        // Two drawings, two pictures and the numbers of each, and the page.
        assert_eq!(files.len(), charts.len() * 5 + 1);
        for file in files {
            assert!(file.metadata().unwrap().len() > 60, "{}", file.display());
        }
    }
    for file in [
        "ladder-gpu.ko.svg",
        "ladder-gpu.ko.edit.svg",
        "answers.en.png",
        "answers.slide.en.png",
        "alternatives.slide.ko.png",
        "bands-hpc.csv",
    ] {
        assert!(dir.join("charts").join(file).exists(), "{file}");
    }
    let editable = std::fs::read_to_string(dir.join("charts/answers.ko.edit.svg")).unwrap();
    assert!(editable.contains("<text ") && editable.contains("기준안</text>"));
}

#[test]
fn no_text_is_cut_or_covered() {
    let strains = [
        Strain::default(),
        Strain { long: false, crowded: true },
        Strain { long: true, crowded: false },
        Strain { long: true, crowded: true },
    ];
    for (at, strain) in strains.into_iter().enumerate() {
        let dir = folder(&format!("charts-strain-{at}"));
        write(&dir, strain);
        let saved = Saved::open(&dir).unwrap();
        for language in LANGUAGES {
            for size in Size::ALL {
                for drawing in draw_charts(&saved, language, Charts::All, size).unwrap() {
                    assert!(!drawing.texts.is_empty());
                    match strain.long {
                        true => assert_apart(&drawing, size),
                        false => assert_legible(&drawing, size),
                    }
                }
            }
        }
    }
}

/// Every number of a chart is in the table that it is drawn from, and parts add up.
#[test]
fn the_numbers_of_a_chart_are_those_of_the_tables() {
    let dir = folder("charts-numbers");
    write(&dir, Strain::default());
    let saved = Saved::open(&dir).unwrap();
    let charts = draw_charts(&saved, Language::Ko, Charts::All, Size::Page).unwrap();
    let rows = |name: &str| -> Vec<Vec<String>> {
        let drawing = charts.iter().find(|one| one.name == format!("{name}.ko")).unwrap();
        let data = drawing.data.as_ref().unwrap();
        let cells = |line: &str| line.split(',').map(str::to_owned).collect();
        data.lines().skip(1).map(cells).collect()
    };
    // Answers: the levels of the answer block, which a run holds to its tables.
    let block = &saved.manifest().answer;
    let answers = rows("answers");
    assert_eq!(answers.len(), 3);
    for row in answers {
        let named = |name: &str| name == row[2];
        let option = block.options.iter().find(|one| named(&one.alternative)).unwrap();
        let level = option.cells[0].level.unwrap();
        let levels = [level.low, level.median, level.high].map(|level| level.to_string());
        assert_eq!(levels.as_slice(), &row[3..6]);
    }
    // The ladder: the daily means.
    let bands = saved.columns("daily_bands").unwrap();
    let (pools, measures) = (bands.words("pool").unwrap(), bands.words("measure").unwrap());
    let means = bands.numbers("mean").unwrap();
    let drawn = rows("ladder-hpc");
    for measure in ["installed", "leased", "allocated", "busy", "allocated_of_leased"] {
        let own: Vec<String> = (0..pools.len())
            .filter(|&at| pools[at] == "hpc" && measures[at] == measure)
            .map(|at| means[at].unwrap().to_string())
            .collect();
        let cells = drawn.iter().filter(|row| row[0] == measure).map(|row| row[2].clone());
        assert_eq!(own, cells.collect::<Vec<_>>(), "{measure}");
    }
    // Supply: the parts of a month are what is installed. Demand: the parts of a bar are a hundred.
    for (chart, key, value, whole) in [("supply-hpc", 0, 2, 1_040.0), ("demand-hpc", 0, 4, 100.0)] {
        let rows = rows(chart);
        let mut sums = std::collections::BTreeMap::new();
        for row in &rows {
            let months = if chart == "demand-hpc" { row[1].clone() } else { String::new() };
            *sums.entry((row[key].clone(), months)).or_insert(0.0) +=
                row[value].parse::<f64>().unwrap();
        }
        assert!(sums.len() > 5);
        for (month, sum) in sums {
            assert!((sum - whole).abs() < 1e-6, "{chart} {month:?}: {sum}");
        }
    }
}

#[test]
fn the_same_folder_gives_the_same_pictures_without_any_font() {
    let dir = folder("charts-again");
    write(&dir, Strain::default());
    let saved = Saved::open(&dir).unwrap();
    let first = draw_charts(&saved, Language::Ko, Charts::All, Size::Page).unwrap();
    let again = draw_charts(&saved, Language::Ko, Charts::All, Size::Page).unwrap();
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
        let drawings = draw_charts(&saved, Language::En, Charts::Only(&words), Size::Page)?;
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
    let error = make(&dir, Language::Ko, Charts::Main).unwrap_err().to_string();
    assert!(error.contains("is not a results folder"), "{error}");
    write(&dir, Strain::default());
    let manifest = std::fs::read_to_string(dir.join("manifest.json")).unwrap();
    for (from, to, said) in [
        ("\"sources\"", "\"origins\"", "missing field `sources`"),
        ("2024-07-01", "2024-17-01", "\"2024-17-01\" is not a date"),
    ] {
        std::fs::write(dir.join("manifest.json"), manifest.replacen(from, to, 1)).unwrap();
        let error = make(&dir, Language::Ko, Charts::Main).unwrap_err().to_string();
        let odd = "is not a manifest that this version of daegi can read";
        assert!(error.contains(odd) && error.contains(said), "{error}");
    }
    std::fs::write(dir.join("manifest.json"), manifest).unwrap();
    // Without the largest table the ladders cannot be drawn. The others are, and the manifest says which.
    std::fs::remove_file(dir.join("tables/daily_bands.parquet")).unwrap();
    let made = make(&dir, Language::Ko, Charts::Main).unwrap();
    assert_eq!(made.missing.len(), 2 * 5, "{:?}", made.missing);
    assert!(made.files.iter().any(|file| file.ends_with("charts/competition.ko.svg")));
    let said = made.failures[0].to_string();
    assert!(said.contains("daily_bands.parquet") && made.failures[0].is_users(), "{said}");
    let manifest = Saved::open(&dir).unwrap().manifest().clone();
    assert!(manifest.mark.missing.contains("charts/ladder-gpu.ko.svg"));
    assert!(!manifest.mark.missing.contains("charts/competition.ko.svg"));
    std::fs::copy(dir.join("tables/markers.parquet"), dir.join("tables/competition.parquet"))
        .unwrap();
    let made = make(&dir, Language::Ko, Charts::Main).unwrap();
    let said = |words: &str| made.failures.iter().any(|one| one.to_string().contains(words));
    assert!(said("competition") && said("\"programme\""), "{:?}", made.failures);
}

/// One file, both languages: nothing is loaded, nothing runs, and what a scenario says is only text.
#[test]
fn the_page_needs_nothing_but_itself() {
    let dir = folder("page");
    write(&dir, Strain { long: true, crowded: true });
    for language in LANGUAGES {
        make(&dir, language, Charts::Main).unwrap();
        let page =
            std::fs::read_to_string(dir.join(format!("report.{}.html", language.code()))).unwrap();
        // The one script stands in the page, beside its tables.
        assert_eq!(page.matches("<script").count(), 2);
        assert!(page.contains("<script type=\"application/json\" id=\"living-data\">"));
        for loads in [
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
            "fetch(",
            "XMLHttpRequest",
            "import(",
            "eval(",
            "innerHTML",
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
        // The answer, competition and three kinds of the two pools, each for wide screens and for telephones.
        assert_eq!(page.matches("<svg xmlns").count(), 2 * 8);
        assert_eq!(page.matches("role=\"img\"").count(), 2 * 8);
        // The contents have a name; a path has none of its own.
        assert_eq!(page.matches("aria-label=").count(), 1);
        assert!(page.contains("--replications 1000 --seed 1946"));
        let (still, _) = page.split_once("<script").unwrap();
        assert!(!still.contains("{{") && !still.contains("}}"));
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
    let files = make(&dir, Language::Ko, Charts::Only(&["gap".to_owned()])).unwrap().files;
    assert_eq!(files.len(), 5);
    assert!(!dir.join("report.ko.html").exists());
}
