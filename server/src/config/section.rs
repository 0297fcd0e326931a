use std::rc::Rc;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::ConfigError;
use super::nearest::nearest;

/// A table of the file while it is read. What is asked for is known; what is left at the end is
/// not.
pub(super) struct Section<'t> {
    source: Rc<Source<'t>>,
    /// Where it stands, such as `session.`; empty for the file itself.
    prefix: String,
    start: usize,
    entries: Vec<Entry<'t>>,
    known: Vec<&'static str>,
}

struct Source<'t> {
    file: &'t str,
    text: &'t str,
}

/// A key with its value.
pub(super) struct Entry<'t> {
    pub(super) key: String,
    at: usize,
    value: Spanned<DeValue<'t>>,
}

impl<'t> Section<'t> {
    /// The file itself.
    pub(super) fn root(file: &'t str, text: &'t str) -> Result<Self, ConfigError> {
        let source = Rc::new(Source { file, text });
        let table = DeTable::parse(text).map_err(|error| source.toml_error("", &error, 0))?;
        Ok(Self::new(source, String::new(), table.span().start, table.into_inner()))
    }

    fn new(source: Rc<Source<'t>>, prefix: String, start: usize, table: DeTable<'t>) -> Self {
        let entries = table.into_iter().map(|(key, value)| Entry {
            at: key.span().start,
            key: key.into_inner().into_owned(),
            value,
        });
        Self { source, prefix, start, entries: entries.collect(), known: Vec::new() }
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
    pub(super) fn get_json(
        &mut self,
        key: &'static str,
    ) -> Result<Option<serde_json::Value>, ConfigError> {
        let Some(entry) = self.take(key) else { return Ok(None) };
        match entry.value.get_ref() {
            DeValue::Datetime(date) => Ok(Some(date.to_string().into())),
            _ => self.value(entry).map(Some),
        }
    }

    /// Reads a key that must be there.
    pub(super) fn need<T: for<'de> Deserialize<'de>>(
        &mut self,
        key: &'static str,
    ) -> Result<T, ConfigError> {
        let missing = format!("`{}{key}` is missing", self.prefix);
        self.get(key)?.ok_or_else(|| self.source.error(self.start, missing))
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
        let start = entry.at;
        let DeValue::Table(table) = entry.value.into_inner() else {
            return Err(self.source.error(start, format!("`{path}` must be a table")));
        };
        let mut section = Self::new(Rc::clone(&self.source), format!("{path}."), start, table);
        read(&mut section)?;
        section.finish()
    }

    /// Reads an entry as a value.
    pub(super) fn value<T: for<'de> Deserialize<'de>>(
        &self,
        entry: Entry<'t>,
    ) -> Result<T, ConfigError> {
        let (path, at) = (format!("{}{}", self.prefix, entry.key), entry.at);
        T::deserialize(ValueDeserializer::from(entry.value))
            .map_err(|error| self.source.toml_error(&path, &error, at))
    }

    /// Reads an entry as a value and makes something of it.
    pub(super) fn value_with<T: for<'de> Deserialize<'de>, U, E: std::fmt::Display>(
        &self,
        entry: Entry<'t>,
        make: impl FnOnce(T) -> Result<U, E>,
    ) -> Result<U, ConfigError> {
        let (path, at) = (format!("{}{}", self.prefix, entry.key), entry.at);
        make(self.value(entry)?)
            .map_err(|error| self.source.error(at, format!("`{path}`: {error}")))
    }

    /// Refuses what nobody asked for.
    pub(super) fn finish(self) -> Result<(), ConfigError> {
        let Some(unknown) = self.entries.first() else { return Ok(()) };
        let prefix = &self.prefix;
        let mut message = format!("unknown key `{prefix}{}`", unknown.key);
        if let Some(neighbour) = nearest(&unknown.key, &self.known) {
            message += &format!(", did you mean `{prefix}{neighbour}`?");
        }
        Err(self.source.error(unknown.at, message))
    }

    fn take(&mut self, key: &'static str) -> Option<Entry<'t>> {
        self.known.push(key);
        let position = self.entries.iter().position(|entry| entry.key == key)?;
        Some(self.entries.remove(position))
    }
}

impl Entry<'_> {
    /// Whether it is a table.
    pub(super) fn is_table(&self) -> bool {
        matches!(self.value.get_ref(), DeValue::Table(_))
    }
}

impl Source<'_> {
    fn error(&self, at: usize, message: String) -> ConfigError {
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
        self.error(at, message)
    }
}
