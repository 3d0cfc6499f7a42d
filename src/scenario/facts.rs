//! A file of facts that became known: what a forecast is scored with. Nothing that is simulated reads it.

use super::standard::Bound;
use crate::measures::{Currency, Response};
use crate::time::Date;
use crate::words::Bilingual;

/// A fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// The name of the forecast that it is for.
    pub name: String,
    /// The day on which it became known.
    pub known: Date,
    /// Who said so.
    pub source: String,
    value: String,
}

/// Why a file of facts cannot be read.
fn odd(ko: String, en: String) -> Bilingual {
    Bilingual { ko, en }
}

impl Fact {
    /// The fact's value in the unit of the tables. The file has a number in that unit, or one with the unit of the
    /// answer (`2.69:1`, `93%`, `209억 원`). `None`: the text is neither.
    #[must_use]
    pub fn value(&self, currency: Currency, response: Response) -> Option<f64> {
        let text = self.value.trim();
        let plain = text.replace(',', "").parse::<f64>().ok().filter(|value| value.is_finite());
        plain.or_else(|| {
            Bound::read(&format!("<= {text}"), response, currency).map(|bound| bound.value)
        })
    }

    /// The fact's value as it is written.
    #[must_use]
    pub fn written(&self) -> &str {
        &self.value
    }

    /// Reads a file: TOML with a table `[fact.NAME]` of `value`, `known` and `source` for each, or CSV with the columns
    /// `name`, `value`, `known` and `source`.
    ///
    /// # Errors
    /// What cannot be read, and how it is written.
    pub fn read(text: &str, csv: bool) -> Result<Vec<Self>, Bilingual> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let facts = if csv { of_csv(text)? } else { of_toml(text)? };
        if let Some(twice) = facts
            .iter()
            .enumerate()
            .find(|(at, one)| facts[..*at].iter().any(|it| it.name == one.name))
        {
            let name = &twice.1.name;
            return Err(odd(
                format!("사실 `{name}`이(가) 두 번 적혀 있습니다. 하나만 남기세요"),
                format!("the fact `{name}` stands there twice: keep one"),
            ));
        }
        Ok(facts)
    }
}

fn fact(name: &str, value: &str, known: &str, source: &str) -> Result<Fact, Bilingual> {
    let Ok(known) = known.trim().parse::<Date>() else {
        return Err(odd(
            format!("사실 `{name}`의 known이 날짜가 아닙니다: `{known}`. 2027-03-01 처럼 적으세요"),
            format!("`known` of the fact `{name}` is no date: `{known}`. Write it as 2027-03-01"),
        ));
    };
    let [name, value, source] = [name, value, source].map(|text| text.trim().to_owned());
    Ok(Fact { name, known, source, value })
}

fn of_toml(text: &str) -> Result<Vec<Fact>, Bilingual> {
    let table: toml::Table = toml::from_str(text).map_err(|error| {
        let reason = error.to_string();
        odd(
            format!("TOML로 읽을 수 없습니다\n{reason}"),
            format!("it cannot be read as TOML\n{reason}"),
        )
    })?;
    if let Some(key) = table.keys().find(|key| *key != "fact") {
        return Err(odd(
            format!("모르는 표 `{key}`. 사실마다 [fact.이름] 표를 적으세요"),
            format!(
                "there is no table `{key}` in a file of facts: write a table [fact.NAME] for each"
            ),
        ));
    }
    let none = toml::Table::new();
    let facts = table.get("fact").map_or(Some(&none), toml::Value::as_table);
    let Some(facts) = facts else {
        return Err(odd(
            "`fact`는 표여야 합니다: [fact.이름]".to_owned(),
            "`fact` shall be a table: [fact.NAME]".to_owned(),
        ));
    };
    let mut all = Vec::new();
    for (name, entry) in facts {
        let field = |key: &str| match entry.get(key) {
            Some(toml::Value::String(text)) => text.clone(),
            Some(value) => value.to_string(),
            None => String::new(),
        };
        let keys = ["value", "known", "source"];
        let strange =
            entry.as_table().and_then(|own| own.keys().find(|key| !keys.contains(&key.as_str())));
        let missing = keys.iter().find(|key| field(key).is_empty());
        if let Some(key) = strange {
            return Err(odd(
                format!("사실 `{name}`에 모르는 키 `{key}`. 쓸 수 있는 키: value, known, source"),
                format!("the fact `{name}` has a key `{key}`; there are value, known and source"),
            ));
        }
        if let Some(key) = missing {
            return Err(odd(
                format!(
                    "사실 `{name}`에 `{key}`가 없습니다. 보기: value = \"2.69:1\", known = 2027-03-01, source = \"보도자료\""
                ),
                format!(
                    "the fact `{name}` has no `{key}`. For instance: value = \"2.69:1\", known = 2027-03-01, source = \"press release\""
                ),
            ));
        }
        all.push(fact(name, &field("value"), &field("known"), &field("source"))?);
    }
    Ok(all)
}

fn of_csv(text: &str) -> Result<Vec<Fact>, Bilingual> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let head: Vec<String> = lines.next().map(|(_, line)| cells(line)).unwrap_or_default();
    let mut places = [0; 4];
    for (place, column) in places.iter_mut().zip(["name", "value", "known", "source"]) {
        let Some(at) = head.iter().position(|own| own.trim() == column) else {
            return Err(odd(
                format!("`{column}` 열이 없습니다. 첫 줄은 name,value,known,source 여야 합니다"),
                format!(
                    "there is no column `{column}`: the first line shall be name,value,known,source"
                ),
            ));
        };
        *place = at;
    }
    lines
        .map(|(at, line)| {
            let own = cells(line);
            let cell = |which: usize| own.get(places[which]).map_or("", String::as_str).trim();
            if cell(0).is_empty() || cell(1).is_empty() {
                let number = at + 1;
                return Err(odd(
                    format!("{number}번째 줄에 이름이나 값이 없습니다"),
                    format!("line {number} has no name or no value"),
                ));
            }
            fact(cell(0), cell(1), cell(2), cell(3))
        })
        .collect()
}

/// The cells of a line; one in quotes may hold commas.
fn cells(line: &str) -> Vec<String> {
    let (mut all, mut cell, mut inside) = (Vec::new(), String::new(), false);
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' if inside && rest.peek() == Some(&'"') => {
                rest.next();
                cell.push('"');
            }
            '"' => inside = !inside,
            ',' if !inside => all.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    all.push(cell);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_say_the_same() {
        let toml = "[fact.a]\nvalue = \"2.69:1\"\nknown = 2027-03-01\nsource = \"x, y\"\n[fact.b]\nvalue = 3\nknown = \"2027-03-02\"\nsource = \"z\"\n";
        let csv = "name,value,known,source\na,2.69:1,2027-03-01,\"x, y\"\n\nb,3,2027-03-02,z\n";
        let read = Fact::read(toml, false).unwrap();
        assert_eq!(read, Fact::read(csv, true).unwrap());
        assert_eq!(read[0].value(Currency::KRW, Response::ApplicationsOfPlaces), Some(2.69));
        assert_eq!(read[1].value(Currency::KRW, Response::Spent), Some(3.0));
    }

    #[test]
    fn values_are_read_with_the_unit_of_the_answer() {
        let value = |text: &str, response| {
            fact("a", text, "2027-03-01", "x").unwrap().value(Currency::KRW, response)
        };
        assert_eq!(value("209억 원", Response::Spent), Some(2.09e10));
        assert_eq!(value("1,946", Response::Spent), Some(1946.0));
        assert_eq!(value("93%", Response::HeldWithin90Days), Some(0.93));
        assert_eq!(value("many", Response::Spent), None);
        assert_eq!(value("inf", Response::Spent), None);
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        for (text, csv, said) in [
            ("[fact.a]\nvalue = 1\nknown = 2027-03-01", false, "no `source`"),
            ("[fact.a]\nvalue = 1\nknown = \"soon\"\nsource = \"x\"", false, "no date"),
            ("[facts.a]\nvalue = 1", false, "`facts`"),
            ("[fact.a]\nvalue = 1\nday = 1\nsource=\"\"", false, "`day`"),
            ("fact = 1", false, "shall be a table"),
            ("= 1", false, "TOML"),
            ("name,value\na,1", true, "`known`"),
            ("name,value,known,source\na,,2027-01-01,x", true, "line 2"),
            ("name,value,known,source\na,1,2027-01-01,x\na,1,2027-01-01,x", true, "twice"),
        ] {
            let error = Fact::read(text, csv).unwrap_err();
            assert!(error.en.contains(said), "{}", error.en);
        }
    }
}
