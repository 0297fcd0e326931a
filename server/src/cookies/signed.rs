//! Signed values: `value.signature`, percent-encoded as a whole.

use std::borrow::Cow;

use crate::crypto::Signer;

/// The value as it stands in a `Set-Cookie` header.
pub(super) fn seal(signer: &Signer, value: &str) -> String {
    let signature = signer.sign(value);
    let mut sealed = String::with_capacity(value.len() + 64);
    percent_encode(value.as_bytes(), &mut sealed);
    sealed.push('.');
    percent_encode(&signature, &mut sealed);
    sealed
}

/// A value that is not signed, as it stands in a `Set-Cookie` header.
pub(super) fn encode(value: &str) -> String {
    let mut encoded = String::with_capacity(value.len());
    percent_encode(value.as_bytes(), &mut encoded);
    encoded
}

/// The value in a cookie's percent-decoded text, if the signature is right.
pub(super) fn open<'a>(signer: &Signer, text: Cow<'a, str>) -> Option<Cow<'a, str>> {
    let (value, signature) = text.rsplit_once('.')?;
    if value.is_empty() || !signer.verify(value, signature) {
        return None;
    }
    let length = value.len();
    Some(match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(..length)?),
        Cow::Owned(mut text) => {
            text.truncate(length);
            Cow::Owned(text)
        }
    })
}

/// Encodes what JavaScript's `encodeURIComponent` does.
fn percent_encode(bytes: &[u8], to: &mut String) {
    for byte in bytes {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => to.push(char::from(*byte)),
            b'-' | b'_' | b'.' | b'!' | b'~' | b'*' | b'\'' | b'(' | b')' => {
                to.push(char::from(*byte));
            }
            _ => {
                to.push('%');
                for nibble in [byte >> 4, byte & 15] {
                    to.extend(
                        char::from_digit(u32::from(nibble), 16).map(|c| c.to_ascii_uppercase()),
                    );
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::options::Secret;

    fn signer() -> Signer {
        Signer::new(&Secret::new("golden-secret-0123456789-abcdefghijklmnop").unwrap())
    }

    #[test]
    fn a_sealed_value_is_the_one_that_better_auth_writes() {
        assert_eq!(
            seal(&signer(), "dYryDOBG3ePlc4LfbY6kDfvbdRSApN2L"),
            "dYryDOBG3ePlc4LfbY6kDfvbdRSApN2L.SngMAOtJZHkYPMXEmrP1%2FYk97RcjMyH1IHXEDeRa2Ks%3D"
        );
    }

    #[test]
    fn text_without_value_or_signature_is_refused() {
        let signature = str::from_utf8(&signer().sign("")).unwrap().to_owned();
        for text in ["", ".", "true", "true.", &format!(".{signature}"), &signature] {
            assert_eq!(open(&signer(), Cow::Borrowed(text)), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn only_the_text_that_was_signed_opens(value in ".+", other in ".+") {
            let signature = signer().sign(&value);
            let signature = str::from_utf8(&signature).unwrap();
            let text = format!("{value}.{signature}");
            let opened = open(&signer(), Cow::Borrowed(&text));
            prop_assert_eq!(opened.as_deref(), Some(&*value));
            if other != value {
                prop_assert_eq!(open(&signer(), Cow::Owned(format!("{other}.{signature}"))), None);
            }
        }

        #[test]
        fn any_text_is_read_without_panic(text in ".*") {
            let _ = open(&signer(), Cow::Owned(text));
        }
    }
}
