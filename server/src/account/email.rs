/// Whether a text is an e-mail address. It is the syntax of `z.email()` in zod 4: letters, digits
/// and `_'+-` between single dots, then a domain of at least two labels. Nothing is trimmed.
pub(crate) fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, domain)| is_local(local) && is_domain(domain))
}

fn is_local(local: &str) -> bool {
    local.split('.').all(|atom| {
        !atom.is_empty()
            && atom.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_'+-".contains(&byte))
    }) && !local.ends_with('\'')
}

fn is_domain(domain: &str) -> bool {
    let Some((labels, top)) = domain.rsplit_once('.') else { return false };
    top.len() >= 2
        && top.bytes().all(|byte| byte.is_ascii_alphabetic())
        && labels.split('.').all(|label| {
            label.starts_with(|first: char| first.is_ascii_alphanumeric())
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_syntax_is_zods() {
        for text in [
            "ada@example.test",
            "A.b+c_d-e'f@sub.example.co",
            "1@2.ab",
            "-@a.bc",
            "a@b-.cd",
            "a@1-2.cd",
        ] {
            assert!(is_email(text), "{text}");
        }
        for text in [
            "",
            "@",
            "ada",
            "ada@",
            "@example.test",
            "ada@example",
            " ada@example.test",
            "ada@example.test ",
            ".ada@example.test",
            "ada.@example.test",
            "a..da@example.test",
            "ada'@example.test",
            "ada@-example.test",
            "ada@example..test",
            "ada@example.t",
            "ada@example.t3st",
            "ada@exam_ple.test",
            "ad@a@example.test",
            "ada@[127.0.0.1]",
            "\"ada\"@example.test",
            "ädä@example.test",
            "ada@exämple.test",
            "ada@example.test\n",
        ] {
            assert!(!is_email(text), "{text:?}");
        }
    }
}
