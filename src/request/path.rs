//! From a chain of names to a path: `signIn.email` is `/sign-in/email`.

use crate::environment::Value;

/// The path of a chain of names.
#[inline(never)]
pub fn from_names<V: Value>(names: &[String]) -> String {
    let mut path = String::new();
    for name in names {
        path.push('/');
        let words = if name.is_ascii() { words(name) } else { V::words(name) };
        for (index, word) in words.iter().enumerate() {
            if index > 0 {
                path.push('-');
            }
            path.push_str(word);
        }
    }
    if path.is_empty() {
        path.push('/');
    }
    path
}

/// Splits an ASCII name into words, at each place by the first of: a run of lower-case letters and
/// digits; a run of capitals up to the last one that a lower-case letter does not follow; a capital
/// with the run after it. Apostrophes vanish, everything else separates.
#[inline(never)]
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
