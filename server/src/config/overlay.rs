//! Variables such as `SIGNET__SESSION__EXPIRES_IN` over the keys of the file.

use std::rc::Rc;

use super::ConfigError;
use super::section::{Entry, Place, Section, Value};
use super::variable::VariableText;

const PREFIX: &str = "SIGNET__";
/// What stands for the dot between two tables.
const DOT: &str = "__";

/// Puts the variables that name keys over the keys of the file. An empty variable says nothing.
pub(super) fn lay(
    root: &mut Section<'_>,
    variables: &[(String, String)],
) -> Result<(), ConfigError> {
    let mut named: Vec<_> = variables
        .iter()
        .filter(|(name, value)| name.starts_with(PREFIX) && !value.is_empty())
        .collect();
    // A table comes before what is in it.
    named.sort();
    for (name, value) in named {
        let keys = name.strip_prefix(PREFIX).unwrap_or_default().split(DOT).map(key).collect();
        put(&mut root.entries, keys, &Rc::from(name.as_str()), value)?;
    }
    Ok(())
}

/// The name of a misspelt variable if one of its keys is put right; what follows that key stays.
pub(super) fn suggestion(name: &str, path: &str) -> String {
    let right = path.replace('.', DOT).to_uppercase();
    let rest = name.split(DOT).skip(1 + path.split('.').count());
    rest.fold(format!("{PREFIX}{right}"), |name, key| name + DOT + key)
}

/// Names that a deployment chooses may have small letters, and then keep all of theirs.
fn key(segment: &str) -> String {
    if segment.contains(|letter: char| letter.is_lowercase()) {
        segment.to_owned()
    } else {
        segment.to_lowercase()
    }
}

fn put(
    entries: &mut Vec<Entry<'_>>,
    mut keys: std::collections::VecDeque<String>,
    name: &Rc<str>,
    value: &str,
) -> Result<(), ConfigError> {
    let Some(key) = keys.pop_front() else { return Ok(()) };
    let position = entries.iter().position(|entry| entry.key == key);
    let place = Place::Variable(Rc::clone(name));
    if keys.is_empty() {
        let value = Value::Variable(VariableText(value.to_owned()));
        let entry = Entry { key, place, value };
        match position.and_then(|position| entries.get_mut(position)) {
            Some(old) => *old = entry,
            None => entries.push(entry),
        }
        return Ok(());
    }
    let mut table = match position {
        Some(position) => entries.remove(position),
        None => Entry { key, place, value: Value::Table(Vec::new()) },
    };
    let Some(mut inner) = table.value.into_entries(&table.place) else {
        return Err(ConfigError::Variable {
            name: name.to_string(),
            message: format!("`{}` is no table", table.key),
        });
    };
    put(&mut inner, keys, name, value)?;
    table.value = Value::Table(inner);
    // At its old place: some tables have an order that counts.
    entries.insert(position.unwrap_or(entries.len()), table);
    Ok(())
}
