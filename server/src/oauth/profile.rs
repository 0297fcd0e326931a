use serde_json::{Map, Value};

/// What a provider tells of a user, in whatever form.
#[derive(Clone, Copy)]
pub(crate) struct Profile<'p>(pub(crate) &'p Map<String, Value>);

/// Who a user is at a provider. What the provider leaves out is `None`.
#[derive(Default)]
pub(crate) struct Person {
    /// What the provider calls the user for ever, and nobody else.
    pub(crate) subject: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) email: Option<String>,
    /// Whether the provider vouches for the address.
    pub(crate) email_verified: bool,
    pub(crate) image: Option<String>,
}

impl<'p> Profile<'p> {
    /// The value at a path, such as `data.user.name` or `images.0.url`.
    pub(crate) fn value(self, path: &str) -> Option<&'p Value> {
        // A key may hold dots itself, such as Slack's.
        if let Some(value) = self.0.get(path) {
            return Some(value);
        }
        let mut segments = path.split('.');
        let first = self.0.get(segments.next()?)?;
        segments.try_fold(first, |value, segment| match value {
            Value::Array(items) => items.get(segment.parse::<usize>().ok()?),
            value => value.get(segment),
        })
    }

    /// A text that is not empty.
    pub(crate) fn text(self, path: &str) -> Option<String> {
        self.value(path)?.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// The first of several texts that is there.
    pub(crate) fn first(self, paths: &[&str]) -> Option<String> {
        paths.iter().find_map(|path| self.text(path))
    }

    /// What names a user: a text or a number.
    pub(crate) fn subject(self, path: &str) -> Option<String> {
        let subject = match self.value(path)? {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        is_subject(&subject).then_some(subject)
    }

    /// Whether a value says yes: `true` or `"true"`.
    pub(crate) fn is_true(self, path: &str) -> bool {
        match self.value(path) {
            Some(Value::Bool(value)) => *value,
            Some(Value::String(text)) => text == "true",
            _ => false,
        }
    }

    /// Texts with a space between them, such as first and last name.
    pub(crate) fn joined(self, paths: &[&str]) -> Option<String> {
        let texts: Vec<_> = paths.iter().filter_map(|path| self.text(path)).collect();
        Some(texts.join(" ")).filter(|text| !text.is_empty())
    }
}

/// What can't be told from nothing names nobody.
pub(crate) fn is_subject(text: &str) -> bool {
    !text.trim().is_empty() && text != "undefined" && text != "null"
}

impl Person {
    /// The claims that OpenID Connect names (Core 1.0, section 5.1).
    pub(crate) fn of_claims(profile: Profile<'_>) -> Self {
        Self {
            subject: profile.subject("sub"),
            name: profile.text("name"),
            email: profile.text("email"),
            email_verified: profile.is_true("email_verified"),
            image: profile.text("picture"),
        }
    }

    /// An address in the place of one that the provider never tells. Nothing can be sent there
    /// (RFC 2606, section 2).
    pub(crate) fn with_placeholder_email(mut self, provider: &str) -> Self {
        let placeholder = |subject: &String| format!("{subject}@{provider}.placeholder.invalid");
        self.email = self.email.or_else(|| self.subject.as_ref().map(placeholder));
        self
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn map(value: Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn values_are_found_at_paths() {
        let profile = map(json!({
            "id": 4242, "images": [{"url": "https://a.example/i"}], "none": "",
            "https://slack.com/user_id": "U1", "data": {"name": "Ada", "yes": "true"}
        }));
        let profile = Profile(&profile);
        assert_eq!(profile.subject("id").as_deref(), Some("4242"));
        assert_eq!(profile.text("images.0.url").as_deref(), Some("https://a.example/i"));
        assert_eq!(profile.subject("https://slack.com/user_id").as_deref(), Some("U1"));
        assert_eq!(profile.first(&["none", "data.name"]).as_deref(), Some("Ada"));
        assert!(profile.is_true("data.yes"));
        assert_eq!(profile.text("images.7.url"), None);
    }

    #[test]
    fn what_names_nobody_is_no_subject() {
        for id in
            [json!(""), json!("  "), json!("null"), json!("undefined"), json!(null), json!({})]
        {
            assert_eq!(Profile(&map(json!({ "id": id }))).subject("id"), None);
        }
    }

    proptest! {
        #[test]
        fn any_path_is_looked_up_without_panic(path in ".{0,20}") {
            let _ = Profile(&map(json!({"a": [{"b": 1}]}))).value(&path);
        }
    }
}
