use std::collections::BTreeMap;

use super::definition::{Parameter, Setting};

/// What is configured for one provider alone, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Settings(BTreeMap<String, String>);

impl Settings {
    /// Those that are configured, and the defaults of the others.
    pub(crate) fn new(configured: &BTreeMap<String, String>, declared: &[Setting]) -> Self {
        let defaults = declared
            .iter()
            .filter_map(|setting| Some((setting.name.to_owned(), setting.default?.to_owned())));
        let configured = configured.iter().map(|(name, value)| (name.clone(), value.clone()));
        Self(defaults.chain(configured).collect())
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Whether a switch is on.
    pub(crate) fn is_on(&self, name: &str) -> bool {
        self.get(name) == Some("true")
    }

    pub(crate) fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.insert(name.to_owned(), value.into());
    }

    /// A text with settings in the place of `{name}`.
    pub(crate) fn fill(&self, template: &str) -> String {
        let mut filled = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            rest = after;
            let Some((name, after)) = after.split_once('}') else { break };
            filled.push_str(self.get(name).unwrap_or_default().trim_end_matches('/'));
            rest = after;
        }
        filled + rest
    }

    /// The parameters that have a value, in the order of their declaration.
    pub(crate) fn pairs<'p>(
        &'p self,
        parameters: impl IntoIterator<Item = &'p Parameter>,
        login_hint: Option<&'p str>,
    ) -> impl Iterator<Item = (&'p str, &'p str)> {
        parameters.into_iter().filter_map(move |parameter| match *parameter {
            Parameter::LoginHint => Some(("login_hint", login_hint?)),
            Parameter::Setting(name) => Some((name, self.get(name)?)),
            Parameter::Renamed(name, setting) => Some((name, self.get(setting)?)),
            Parameter::Always(name, value) => Some((name, value)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_stand_in_the_place_of_their_names() {
        let declared = [Setting::or("issuer", "https://gitlab.com"), Setting::optional("tenant")];
        let mut settings = Settings::new(&BTreeMap::new(), &declared);
        assert_eq!(settings.fill("{issuer}/oauth/token"), "https://gitlab.com/oauth/token");
        settings.set("issuer", "https://git.example/");
        assert_eq!(settings.fill("{issuer}/{tenant}x"), "https://git.example/x");
        assert_eq!(settings.fill("no { end"), "no  end");
    }
}
