//! Korean particles, which follow the last sound of the word before them.

/// Whether the last sound of a Korean reading is a consonant, and whether that is ㄹ.
/// What stands in brackets at the end is not read; Latin letters and digits are read as Koreans do.
fn last_sound(word: &str) -> (bool, bool) {
    let bare = match (word.ends_with(')'), word.rfind('(')) {
        (true, Some(at)) if at > 0 => &word[..at],
        _ => word,
    };
    match bare.trim_end_matches(['’', '”', '"', '\'', ' ', '.']).chars().next_back() {
        Some(last @ '가'..='힣') => {
            let coda = (u32::from(last) - 0xAC00) % 28;
            (coda != 0, coda == 8)
        }
        // 일 칠 팔; 엘 알.
        Some('1' | '7' | '8' | 'l' | 'L' | 'r' | 'R') => (true, true),
        // 영 삼 육; 엠 엔. 퍼센트 has none.
        Some('0' | '3' | '6' | 'm' | 'M' | 'n' | 'N') => (true, false),
        _ => (false, false),
    }
}

/// 은 or 는, after a word.
pub(crate) fn topic_particle(word: &str) -> &'static str {
    if last_sound(word).0 { "은" } else { "는" }
}

/// 이 or 가, after a word.
pub(crate) fn subject_particle(word: &str) -> &'static str {
    if last_sound(word).0 { "이" } else { "가" }
}

/// 으로 or 로, after a word.
pub(crate) fn by_particle(word: &str) -> &'static str {
    if matches!(last_sound(word), (true, false)) { "으로" } else { "로" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_follow_the_last_sound() {
        assert_eq!(topic_particle("경쟁률(신청 건수 ÷ 선정 규모)"), "은");
        assert_eq!(topic_particle("선정부터 시작까지의 평균 대기"), "는");
        assert_eq!(topic_particle("5.21 대 1"), "은");
        assert_eq!(topic_particle("82.1%"), "는");
        assert_eq!(topic_particle("H100"), "은");
        assert_eq!(subject_particle("임차"), "가");
        assert_eq!(by_particle("5.21 대 1"), "로");
        assert_eq!(by_particle("1,946건"), "으로");
        assert_eq!(by_particle("120장·월"), "로");
        assert_eq!(by_particle("82.1%"), "로");
        assert_eq!(by_particle("H100"), "으로");
    }
}
