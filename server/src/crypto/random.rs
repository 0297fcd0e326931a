//! Random text: row ids and session tokens.

use std::fmt;

/// A source of unpredictable bytes.
pub trait Random: Send + Sync {
    /// Fills the buffer.
    ///
    /// # Errors
    /// When the source has failed; nothing may be made of the buffer then.
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError>;
}

/// The operating system's generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsRandom;

impl Random for OsRandom {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError> {
        getrandom::fill(buffer).map_err(RandomError)
    }
}

/// The operating system gave no random bytes.
#[derive(Debug)]
pub struct RandomError(getrandom::Error);

impl fmt::Display for RandomError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no random bytes from the operating system")
    }
}

impl std::error::Error for RandomError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

const ALPHABET: &[u8; 62] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const LENGTH: usize = 32;

/// Text of this length, of characters out of at most 64.
pub(crate) fn random_text(
    random: &dyn Random,
    alphabet: &[u8],
    length: usize,
) -> Result<String, RandomError> {
    let mut text = String::with_capacity(length);
    let mut buffer = [0; 64];
    while text.len() < length {
        random.fill(&mut buffer)?;
        // Six bits give 0 to 63; dropping what is too large keeps all characters equally likely.
        let characters = buffer.iter().filter_map(|byte| alphabet.get(usize::from(byte & 63)));
        text.extend(characters.take(length - text.len()).map(|byte| char::from(*byte)));
    }
    Ok(text)
}

/// 32 letters and digits, some 190 bits.
pub(crate) fn random_id(random: &dyn Random) -> Result<String, RandomError> {
    random_text(random, ALPHABET, LENGTH)
}

/// A UUID of version 4: 122 random bits.
pub(crate) fn random_uuid(random: &dyn Random) -> Result<String, RandomError> {
    let mut bytes = [0; 16];
    random.fill(&mut bytes)?;
    let version_and_variant =
        |number: u128| number & !(0xf << 76) & !(0x3 << 62) | (0x4 << 76) | (0x2 << 62);
    Ok(uuid_text(version_and_variant(u128::from_be_bytes(bytes))))
}

/// The usual form of a UUID.
pub(crate) fn uuid_text(number: u128) -> String {
    let part = |shift: u32, digits: u32| (number >> shift) & ((1 << (digits * 4)) - 1);
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        part(96, 8),
        part(80, 4),
        part(64, 4),
        part(48, 4),
        part(0, 12)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_32_letters_and_digits_and_never_the_same() {
        let ids: std::collections::HashSet<_> =
            (0..1000).map(|_| random_id(&OsRandom).unwrap()).collect();
        assert_eq!(ids.len(), 1000);
        assert!(
            ids.iter().all(|id| id.len() == 32 && id.bytes().all(|b| b.is_ascii_alphanumeric()))
        );
    }

    #[test]
    fn every_character_is_equally_likely() {
        let mut counts = [0_u32; 128];
        for _ in 0..2000 {
            for byte in random_id(&OsRandom).unwrap().bytes() {
                counts[usize::from(byte)] += 1;
            }
        }
        let expected = 2000.0 * 32.0 / 62.0;
        let chi_square: f64 = ALPHABET
            .iter()
            .map(|byte| (f64::from(counts[usize::from(*byte)]) - expected).powi(2) / expected)
            .sum();
        // 61 degrees of freedom: above 130 once in a million runs.
        assert!(chi_square < 130.0, "{chi_square}");
    }
}
