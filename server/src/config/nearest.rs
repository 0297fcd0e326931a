/// The candidate that a misspelt word most likely meant. There is none when every candidate would
/// need more than every second letter changed.
pub(super) fn nearest<'c>(word: &str, candidates: &[&'c str]) -> Option<&'c str> {
    candidates
        .iter()
        .map(|candidate| (distance(word, candidate), *candidate))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, candidate)| distance * 2 <= candidate.chars().count())
        .map(|(_, candidate)| candidate)
}

/// How many letters must be added, removed or replaced (Levenshtein), without regard to case and
/// underscores: `baseURL` is as good as `base_url`.
fn distance(left: &str, right: &str) -> usize {
    let letters = |word: &str| -> Vec<char> {
        word.chars().filter(|letter| *letter != '_').map(|c| c.to_ascii_lowercase()).collect()
    };
    let right = letters(right);
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (position, letter) in letters(left).into_iter().enumerate() {
        let mut diagonal = position;
        let mut before = position + 1;
        let mut next = vec![before];
        for (above, other) in row.iter().skip(1).zip(&right) {
            let replaced = diagonal + usize::from(letter != *other);
            before = replaced.min(above + 1).min(before + 1);
            diagonal = *above;
            next.push(before);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_counts_changed_letters() {
        for (left, right, expected) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("abc", "abc", 0),
            ("kitten", "sitting", 3),
            ("flaw", "lawn", 2),
            ("baseURL", "base_url", 0),
        ] {
            assert_eq!(distance(left, right), expected, "{left} {right}");
        }
    }

    #[test]
    fn a_misspelt_word_has_a_neighbour_and_a_foreign_one_has_none() {
        let words = ["secret", "session", "rate_limit"];
        assert_eq!(nearest("sesion", &words), Some("session"));
        assert_eq!(nearest("ratelimit", &words), Some("rate_limit"));
        assert_eq!(nearest("xylophone", &words), None);
    }
}
