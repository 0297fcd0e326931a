//! Names as words, as the client's paths have them.

/// The words of a name. Of letters outside of ASCII only the first of a word may be a capital.
pub(super) fn kebab_case(name: &str) -> String {
    let words = if name.is_ascii() { words(name) } else { unicode_words(name) };
    words.join("-")
}

fn words(name: &str) -> Vec<String> {
    let name: Vec<u8> = name.bytes().filter(|byte| *byte != b'\'').collect();
    let mut words = Vec::new();
    let mut rest = name.as_slice();
    while !rest.is_empty() {
        let capitals = run(rest, |byte| byte.is_ascii_uppercase());
        let before_small = rest.get(capitals).is_some_and(u8::is_ascii_lowercase);
        let length = match (capitals, before_small) {
            (0, _) => run(rest, is_small),
            (1, true) => 1 + run(rest.get(1..).unwrap_or_default(), is_small),
            (capitals, true) => capitals - 1,
            (capitals, false) => capitals,
        };
        let (word, after) = rest.split_at(length.max(1));
        if length > 0 {
            words.push(word.iter().map(|byte| char::from(byte.to_ascii_lowercase())).collect());
        }
        rest = after;
    }
    words
}

fn run(bytes: &[u8], belongs: fn(&u8) -> bool) -> usize {
    bytes.iter().take_while(|byte| belongs(byte)).count()
}

const fn is_small(byte: &u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}

fn unicode_words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for letter in name.chars().filter(|letter| letter.is_alphanumeric()) {
        match words.last_mut() {
            Some(word) if !letter.is_uppercase() => word.extend(letter.to_lowercase()),
            _ => words.push(letter.to_lowercase().collect()),
        }
    }
    words
}
