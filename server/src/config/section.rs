use std::rc::Rc;

use serde::Deserialize;
use serde_json::Value as Json;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::ConfigError;
use super::nearest::nearest;
use super::overlay::suggestion;
use super::variable::VariableText;

/// A table of the configuration while it is read. What is asked for is known; what is left at the
/// end is not.
pub(super) struct Section<'t> {
    pub(super) source: Rc<Source<'t>>,
    /// Where it stands, such as `session.`; empty for the root.
    prefix: String,
    place: Place,
    pub(super) entries: Vec<Entry<'t>>,
    known: Vec<&'static str>,
}

/// The file.
pub(super) struct Source<'t> {
    file: &'t str,
    text: &'t str,
    /// Every key that was asked for.
    #[cfg(test)]
    pub(super) asked: std::cell::RefCell<std::collections::BTreeSet<String>>,
}

/// A key with its value.
pub(super) struct Entry<'t> {
    pub(super) key: String,
    pub(super) place: Place,
    pub(super) value: Value<'t>,
}

/// Where something was said.
#[derive(Clone)]
pub(super) enum Place {
    /// So many bytes into the file.
    File(usize),
    /// In a variable of this name.
    Variable(Rc<str>),
}

/// What was said.
pub(super) enum Value<'t> {
    File(Spanned<DeValue<'t>>),
    Variable(VariableText),
    /// Of a table that a variable holds.
    Json(Json),
    /// A table of the file, of variables, or of both.
    Table(Vec<Entry<'t>>),
}

impl<'t> Section<'t> {
    /// The file itself.
    pub(super) fn root(file: &'t str, text: &'t str) -> Result<Self, ConfigError> {
        let source = Rc::new(Source {
            file,
            text,
            #[cfg(test)]
            asked: std::cell::RefCell::default(),
        });
        let table = DeTable::parse(text).map_err(|error| source.toml_error("", &error, 0))?;
        let place = Place::File(table.span().start);
        Ok(Self::new(source, String::new(), place, file_entries(table.into_inner())))
    }

    fn new(source: Rc<Source<'t>>, prefix: String, place: Place, entries: Vec<Entry<'t>>) -> Self {
        Self { source, prefix, place, entries, known: Vec::new() }
    }

    /// Reads a key into its place, when it is there.
    pub(super) fn set<T: for<'de> Deserialize<'de>>(
        &mut self,
        key: &'static str,
        place: &mut T,
    ) -> Result<(), ConfigError> {
        if let Some(value) = self.get(key)? {
            *place = value;
        }
        Ok(())
    }

    /// Reads a key.
    pub(super) fn get<T: for<'de> Deserialize<'de>>(
        &mut self,
        key: &'static str,
    ) -> Result<Option<T>, ConfigError> {
        self.take(key).map(|entry| self.value(entry)).transpose()
    }

    /// Reads a key and makes something of its value.
    pub(super) fn get_with<T: for<'de> Deserialize<'de>, U, E: std::fmt::Display>(
        &mut self,
        key: &'static str,
        make: impl FnOnce(T) -> Result<U, E>,
    ) -> Result<Option<U>, ConfigError> {
        let Some(entry) = self.take(key) else { return Ok(None) };
        self.value_with(entry, make).map(Some)
    }

    /// Reads a key as JSON; a date becomes its text.
    pub(super) fn get_json(&mut self, key: &'static str) -> Result<Option<Json>, ConfigError> {
        let Some(entry) = self.take(key) else { return Ok(None) };
        match &entry.value {
            Value::File(value) if let DeValue::Datetime(date) = value.get_ref() => {
                Ok(Some(date.to_string().into()))
            }
            _ => self.value(entry).map(Some),
        }
    }

    /// Reads a key that must be there.
    pub(super) fn need<T: for<'de> Deserialize<'de>>(
        &mut self,
        key: &'static str,
    ) -> Result<T, ConfigError> {
        let missing = format!("`{}{key}` is missing", self.prefix);
        self.get(key)?.ok_or_else(|| self.source.error(&self.place, missing))
    }

    /// Reads a table with `read`, which knows its keys, when it is there.
    pub(super) fn section(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Section<'t>) -> Result<(), ConfigError>,
    ) -> Result<(), ConfigError> {
        match self.take(key) {
            Some(entry) => self.table(entry, read),
            None => Ok(()),
        }
    }

    /// Reads each table of a list with `read`, which knows its keys.
    pub(super) fn list(
        &mut self,
        key: &'static str,
        mut read: impl FnMut(&mut Section<'t>) -> Result<(), ConfigError>,
    ) -> Result<(), ConfigError> {
        let Some(Entry { key, place, value }) = self.take(key) else { return Ok(()) };
        let items: Option<Vec<Value<'t>>> = match value {
            Value::File(value) => match value.into_inner() {
                DeValue::Array(items) => Some(items.into_iter().map(Value::File).collect()),
                _ => None,
            },
            Value::Variable(text) => {
                text.list().map(|items| items.into_iter().map(Value::Json).collect())
            }
            Value::Json(Json::Array(items)) => Some(items.into_iter().map(Value::Json).collect()),
            Value::Json(_) | Value::Table(_) => None,
        };
        let path = format!("{}{key}", self.prefix);
        let expected = format!("`{path}` must be a list of tables");
        let items = items.ok_or_else(|| self.source.error(&place, expected))?;
        for value in items {
            let place = match &value {
                Value::File(value) => Place::File(value.span().start),
                _ => place.clone(),
            };
            self.table(Entry { key: key.clone(), place, value }, &mut read)?;
        }
        Ok(())
    }

    /// Takes the entries of a table whose keys are names that the deployment chooses.
    pub(super) fn names(
        &mut self,
        key: &'static str,
        mut read: impl FnMut(&mut Section<'t>, Entry<'t>) -> Result<(), ConfigError>,
    ) -> Result<(), ConfigError> {
        self.section(key, |names| {
            for entry in std::mem::take(&mut names.entries) {
                read(names, entry)?;
            }
            Ok(())
        })
    }

    /// Reads an entry as a table.
    pub(super) fn table(
        &self,
        entry: Entry<'t>,
        read: impl FnOnce(&mut Section<'t>) -> Result<(), ConfigError>,
    ) -> Result<(), ConfigError> {
        let path = format!("{}{}", self.prefix, entry.key);
        let place = entry.place;
        let Some(entries) = entry.value.into_entries(&place) else {
            return Err(self.source.error(&place, format!("`{path}` must be a table")));
        };
        let mut section = Self::new(Rc::clone(&self.source), format!("{path}."), place, entries);
        read(&mut section)?;
        section.finish()
    }

    /// Reads an entry as a value.
    pub(super) fn value<T: for<'de> Deserialize<'de>>(
        &self,
        entry: Entry<'t>,
    ) -> Result<T, ConfigError> {
        let (path, place) = (format!("{}{}", self.prefix, entry.key), entry.place);
        let said =
            |error: serde_json::Error| self.source.error(&place, format!("`{path}`: {error}"));
        match entry.value {
            Value::File(value) => T::deserialize(ValueDeserializer::from(value)).map_err(|error| {
                let at = if let Place::File(at) = place { at } else { 0 };
                self.source.toml_error(&path, &error, at)
            }),
            Value::Variable(text) => T::deserialize(text).map_err(said),
            Value::Json(value) => T::deserialize(value).map_err(said),
            Value::Table(_) => {
                Err(self.source.error(&place, format!("`{path}` must be a value of its own")))
            }
        }
    }

    /// Reads an entry as a value and makes something of it.
    pub(super) fn value_with<T: for<'de> Deserialize<'de>, U, E: std::fmt::Display>(
        &self,
        entry: Entry<'t>,
        make: impl FnOnce(T) -> Result<U, E>,
    ) -> Result<U, ConfigError> {
        let (path, place) = (format!("{}{}", self.prefix, entry.key), entry.place.clone());
        make(self.value(entry)?)
            .map_err(|error| self.source.error(&place, format!("`{path}`: {error}")))
    }

    /// Refuses what nobody asked for.
    pub(super) fn finish(self) -> Result<(), ConfigError> {
        let Some(unknown) = self.entries.first() else { return Ok(()) };
        let prefix = &self.prefix;
        let mut message = format!("unknown key `{prefix}{}`", unknown.key);
        if let Some(neighbour) = nearest(&unknown.key, &self.known) {
            let meant = format!("{prefix}{neighbour}");
            let meant = match &unknown.place {
                Place::File(_) => meant,
                Place::Variable(name) => suggestion(name, &meant),
            };
            message += &format!(", did you mean `{meant}`?");
        }
        Err(self.source.error(&unknown.place, message))
    }

    fn take(&mut self, key: &'static str) -> Option<Entry<'t>> {
        #[cfg(test)]
        self.source.asked.borrow_mut().insert(format!("{}{key}", self.prefix));
        self.known.push(key);
        let position = self.entries.iter().position(|entry| entry.key == key)?;
        Some(self.entries.remove(position))
    }
}

impl Entry<'_> {
    /// Whether it is a table.
    pub(super) fn is_table(&self) -> bool {
        match &self.value {
            Value::File(value) => matches!(value.get_ref(), DeValue::Table(_)),
            Value::Variable(text) => text.table().is_some(),
            Value::Json(value) => value.is_object(),
            Value::Table(_) => true,
        }
    }
}

impl<'t> Value<'t> {
    /// What a table holds.
    pub(super) fn into_entries(self, place: &Place) -> Option<Vec<Entry<'t>>> {
        let json = match self {
            Self::Table(entries) => return Some(entries),
            Self::File(value) => match value.into_inner() {
                DeValue::Table(table) => return Some(file_entries(table)),
                _ => return None,
            },
            Self::Variable(text) => text.table()?,
            Self::Json(Json::Object(table)) => table,
            Self::Json(_) => return None,
        };
        let entry = |(key, value)| Entry { key, place: place.clone(), value: Value::Json(value) };
        Some(json.into_iter().map(entry).collect())
    }
}

impl Source<'_> {
    fn error(&self, place: &Place, message: String) -> ConfigError {
        let at = match place {
            Place::File(at) => *at,
            Place::Variable(name) => {
                return ConfigError::Variable { name: name.to_string(), message };
            }
        };
        let before = self.text.get(..at).unwrap_or_default();
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        ConfigError::Invalid { file: self.file.to_owned(), line, message }
    }

    /// The message of a TOML error without its picture of the place: that might show a secret.
    fn toml_error(&self, path: &str, error: &toml::de::Error, at: usize) -> ConfigError {
        let at = error.span().map_or(at, |span| span.start);
        let message = error.message();
        let message =
            if path.is_empty() { message.to_owned() } else { format!("`{path}`: {message}") };
        self.error(&Place::File(at), message)
    }
}

fn file_entries(table: DeTable<'_>) -> Vec<Entry<'_>> {
    let entry = |(key, value): (Spanned<_>, _)| Entry {
        place: Place::File(key.span().start),
        key: std::borrow::Cow::into_owned(key.into_inner()),
        value: Value::File(value),
    };
    table.into_iter().map(entry).collect()
}
