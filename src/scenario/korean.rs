//! The sentences of this layer in Korean, from a table of templates: see `korean.txt`.

use super::problem::Message;

const TABLE: &str = include_str!("korean.txt");

/// Templates whose `{}` may hold a single word of this layer rather than a name of the author's.
const WITH_NOUNS: [&str; 5] = [
    "there is no {} called `{}`",
    "this must be {}, not {}",
    "this must be text, not {}",
    "this must be a table, not {}",
    "{}: each {} has its own, the whole site has none",
];

/// Templates whose `{}` may hold examples, such as `"a" or "b"`.
const WITH_EXAMPLES: [&str; 3] = ["write {}", "add {} = {}", "write year-month-day: {}"];

/// English lines and the Korean ones below them.
fn pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut lines = TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with("# "));
    std::iter::from_fn(move || Some((lines.next()?, lines.next()?)))
}

/// The Korean form of an English line.
fn translation(english: &str) -> Option<&'static str> {
    pairs().find(|(line, _)| *line == english).map(|(_, korean)| korean)
}

/// The sentence in Korean; in English if the table does not have it.
pub(super) fn sentence(message: &Message) -> String {
    let Some(template) = translation(message.template) else { return message.to_string() };
    // Words of an author stand in quotes, and stay as they are.
    let mut before = message.template.split("{}");
    let arguments = message.arguments.iter().map(|argument| {
        let quoted = before.next().is_some_and(|text| text.ends_with(['`', '"']));
        if quoted { argument.clone() } else { words(message.template, argument) }
    });
    Message { template: message.template, arguments: arguments.collect() }.filled(template)
}

/// What fills a place that is not in quotes.
fn words(template: &str, argument: &str) -> String {
    if (argument.contains(' ') || WITH_NOUNS.contains(&template) || argument == "\"text\"")
        && let Some(korean) = translation(argument)
    {
        return korean.to_owned();
    }
    if let Some(noun) = argument.strip_prefix("name of a ").and_then(translation) {
        return format!("({noun}의 이름)");
    }
    if WITH_EXAMPLES.contains(&template) {
        return argument.replace(" or ", " 또는 ");
    }
    with_a_number(argument).unwrap_or_else(|| argument.to_owned())
}

/// A phrase of the table around a number, such as `the weights sum to 1.1, not to 1`.
fn with_a_number(argument: &str) -> Option<String> {
    pairs().filter(|(english, _)| english.contains(' ')).find_map(|(english, korean)| {
        let (before, after) = english.split_once("{}")?;
        let number = argument.strip_prefix(before)?.strip_suffix(after)?;
        number.parse::<f64>().ok()?;
        Some(korean.replacen("{}", number, 1))
    })
}

#[cfg(test)]
mod tests {
    use super::super::problem::say;
    use super::*;

    /// Every template in the sources of this layer: the text after `say(`.
    fn templates() -> Vec<String> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/scenario");
        let mut sources = vec![include_str!("../scenario.rs").to_owned()];
        let mut folders = vec![std::path::PathBuf::from(folder)];
        while let Some(folder) = folders.pop() {
            for path in std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()) {
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|end| end == "rs") {
                    sources.push(std::fs::read_to_string(path).unwrap());
                }
            }
        }
        let mut found = Vec::new();
        for source in sources {
            let source = source.split("#[cfg(test)]").next().unwrap_or_default();
            for rest in source.split("say(").skip(1) {
                let Some(rest) = rest.trim_start().strip_prefix('"') else { continue };
                let escaped = rest.replace("\\\"", "\u{1}");
                let text = escaped.split('"').next().unwrap_or_default();
                found.push(text.replace('\u{1}', "\""));
            }
        }
        found
    }

    #[test]
    fn every_template_has_a_korean_form_with_as_many_places() {
        let templates = templates();
        assert!(templates.len() > 150, "only {} templates found", templates.len());
        let missing: Vec<&String> =
            templates.iter().filter(|text| translation(text).is_none()).collect();
        assert!(missing.is_empty(), "{missing:#?}");
    }

    #[test]
    fn the_table_is_whole_and_no_particle_hangs_on_a_variable() {
        let particles = ["이", "가", "을", "를", "은", "는", "과", "와", "로", "으로"];
        let all: Vec<(&str, &str)> = pairs().collect();
        for (index, (english, korean)) in all.iter().enumerate() {
            assert!(all[..index].iter().all(|(other, _)| other != english), "twice: {english}");
            let hangul = korean.chars().any(|c| ('가'..='힣').contains(&c));
            assert!(hangul && !english.is_empty(), "{english} | {korean}");
            assert_eq!(english.matches("{}").count(), korean.matches("{}").count(), "{english}");
            for rest in korean.split("{}").skip(1) {
                let word = rest.trim_start_matches(['`', '"']).split(' ').next().unwrap_or("");
                assert!(!particles.contains(&word), "{korean}: {word}");
            }
        }
    }

    #[test]
    fn words_of_this_layer_are_translated_and_names_of_the_author_are_not() {
        let noun = say("there is no {} called `{}`", &[&"pool", &"pool"]);
        assert_eq!(sentence(&noun), "파일에 없는 이름입니다. 묶음: `pool`");
        let kinds = say("this must be {}, not {}", &[&"a whole number", &"text"]);
        assert_eq!(sentence(&kinds), "값의 종류가 다릅니다. 있어야 할 것: 정수, 적힌 것: 글");
        let sum = say("in a choice: {}", &[&"the weights sum to 1.1, not to 1"]);
        assert_eq!(sentence(&sum), "분포 choice: 가중치의 합이 1이 아닙니다: 1.1");
        let example = say("add {} = {}", &[&"pool", &"name of a pool"]);
        assert_eq!(sentence(&example), "이렇게 더하세요: pool = (묶음의 이름)");
    }
}
