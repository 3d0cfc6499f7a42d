//! Korean particles, which follow the last sound of the word before them.

/// Whether the last sound of a Korean reading is a consonant.
/// What stands in brackets at the end is not read; Latin letters and digits are read as Koreans do.
fn ends_in_consonant(word: &str) -> bool {
    let bare = match (word.ends_with(')'), word.rfind('(')) {
        (true, Some(at)) if at > 0 => &word[..at],
        _ => word,
    };
    match bare.trim_end_matches(['’', '”', '"', '\'', ' ', '.']).chars().next_back() {
        Some(last @ '가'..='힣') => !(u32::from(last) - 0xAC00).is_multiple_of(28),
        // 영 일 삼 육 칠 팔; 엘 엠 엔 알; 퍼센트 has none.
        Some('0' | '1' | '3' | '6' | '7' | '8' | 'l' | 'L' | 'm' | 'M' | 'n' | 'N' | 'r' | 'R') => {
            true
        }
        _ => false,
    }
}

/// 은 or 는, after a word.
pub(crate) fn topic_particle(word: &str) -> &'static str {
    if ends_in_consonant(word) { "은" } else { "는" }
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
    }
}
