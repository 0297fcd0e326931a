//! Patterns with `*`, `?` and `**`.

/// A compiled pattern. `*` is any run of characters but `/` and `\`, `?` is one of them, `**` as a
/// whole segment is any number of segments, `\` takes the next character literally. A `/` matches
/// one or more separators of either kind; separators at the end of the text do not matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wildcard {
    tokens: Vec<Token>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Literal(char),
    One,
    Run,
    Separators,
    OptionalSeparators,
    Segments,
    Anything,
}

impl Wildcard {
    pub(crate) fn new(pattern: &str) -> Self {
        let mut tokens = Vec::new();
        let mut segments = pattern.split('/').enumerate().peekable();
        while let Some((index, segment)) = segments.next() {
            if segment.is_empty() && index > 0 {
                continue;
            }
            let next = segments.peek().map(|(_, next)| *next);
            let separator = match next {
                None => Some(Token::OptionalSeparators),
                Some("**") => None,
                Some(_) => Some(Token::Separators),
            };
            if segment == "**" {
                if let Some(separator) = separator {
                    if index > 0 {
                        tokens.push(separator);
                    }
                    tokens.push(if next.is_none() { Token::Anything } else { Token::Segments });
                }
                continue;
            }
            push_segment(&mut tokens, segment);
            tokens.extend(separator);
        }
        Self { tokens }
    }

    /// Whether the whole text matches. Takes time proportional to pattern times text.
    pub(crate) fn matches(&self, text: &str) -> bool {
        let text: Vec<char> = text.chars().collect();
        // Which positions of the text the tokens so far can end at.
        let mut reached = vec![false; text.len() + 1];
        if let Some(start) = reached.first_mut() {
            *start = true;
        }
        for token in &self.tokens {
            reached = token.advance(&text, &reached);
        }
        reached.last() == Some(&true)
    }
}

impl Token {
    fn advance(self, text: &[char], reached: &[bool]) -> Vec<bool> {
        let mut next = Vec::with_capacity(reached.len());
        let mut any = false;
        let mut previous_next = false;
        let before = std::iter::once(None).chain(text.iter().copied().map(Some));
        let mut previous_reached = false;
        for (character, here) in before.zip(reached.iter().copied()) {
            any |= here;
            let came = previous_reached;
            let stays = previous_next;
            let value = match (self, character) {
                (Self::Literal(expected), Some(c)) => came && c == expected,
                (Self::One, Some(c)) => came && !is_separator(c),
                (Self::Run, Some(c)) => here || (stays && !is_separator(c)),
                (Self::Separators, Some(c)) => (came || stays) && is_separator(c),
                (Self::OptionalSeparators, Some(c)) => here || (stays && is_separator(c)),
                (Self::Segments, Some(c)) => here || (any && is_separator(c)),
                (Self::Anything, _) => any,
                (Self::Literal(_) | Self::One | Self::Separators, None) => false,
                (Self::Run | Self::OptionalSeparators | Self::Segments, None) => here,
            };
            next.push(value);
            previous_next = value;
            previous_reached = here;
        }
        next
    }
}

fn push_segment(tokens: &mut Vec<Token>, segment: &str) {
    let mut characters = segment.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => tokens.extend(characters.next().map(Token::Literal)),
            '?' => tokens.push(Token::One),
            '*' => tokens.push(Token::Run),
            other => tokens.push(Token::Literal(other)),
        }
    }
}

fn is_separator(character: char) -> bool {
    matches!(character, '/' | '\\')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn patterns_match_as_better_auths_do() {
        for (pattern, text, expected) in [
            ("*.example.com", "a.example.com", true),
            ("*.example.com", "a.b.example.com", true),
            ("*.example.com", "example.com", false),
            ("*.example.com", "a.example.com.evil", false),
            ("*.example.com", "a.example.com:8080", false),
            ("*.example.com*", "a.example.com:8080", true),
            ("*.example.com", "evil/a.example.com", false),
            ("https://*.example.com", "https://a.example.com", true),
            ("https://*.example.com", "http://a.example.com", false),
            ("https://*.example.com", "https://example.com", false),
            ("?.example.com", "a.example.com", true),
            ("?.example.com", "ab.example.com", false),
            ("A.example.com", "a.example.com", false),
            ("/a/*", "/a/b", true),
            ("/a/*", "/a/b/", true),
            ("/a/*", "/a//b", true),
            ("/a/*", "/a/b/c", false),
            ("/a/**", "/a/b/c", true),
            ("/a/**", "/a", true),
            ("/a/**", "/ab", true),
            ("/a/**/d", "/a/b/c/d", true),
            ("/a/**/d", "/a/d", true),
            ("/a/**/d", "/ad", false),
            ("**", "anything/at/all", true),
            ("a\\*", "a*", true),
            ("a\\*", "ab", false),
            ("", "", true),
            ("", "a", false),
            ("a+b", "a+b", true),
            ("a.b", "axb", false),
        ] {
            assert_eq!(Wildcard::new(pattern).matches(text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn a_pattern_of_many_stars_is_answered_at_once() {
        let pattern = Wildcard::new(&"*a".repeat(200));
        assert!(!pattern.matches(&"a".repeat(2000).replace("aaaaaaaaaa", "aaaaaaaaab")));
    }

    proptest! {
        #[test]
        fn text_without_specials_matches_itself_only(a in "[a-z.:-]{0,12}", b in "[a-z.:-]{0,12}") {
            prop_assert!(Wildcard::new(&a).matches(&a));
            prop_assert_eq!(Wildcard::new(&a).matches(&b), a == b);
        }

        #[test]
        fn any_pattern_and_text_are_compared_without_panic(pattern in ".{0,20}", text in ".{0,20}") {
            let _ = Wildcard::new(&pattern).matches(&text);
        }

        #[test]
        fn a_star_never_crosses_a_separator(left in "[a-z]{0,5}", right in "[a-z]{0,5}") {
            let text = format!("{left}/{right}");
            let matches = Wildcard::new("*").matches(&text);
            prop_assert!(!matches || right.is_empty());
        }
    }
}
