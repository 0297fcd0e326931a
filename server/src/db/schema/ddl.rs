//! Tables and indexes as SQL text. The text is, letter by letter, what Better Auth's migration
//! runs (references stand beside their column), so that either finds the other's database as its
//! own; this is more than sea-query can be told.

use std::fmt::Write;

use super::{Column, ColumnDefault, ColumnType, Table};
use crate::db::Dialect;

/// What PostgreSQL can tell apart, in bytes.
const MAX_INDEX_NAME: usize = 63;

pub(crate) fn create_table(table: &Table, dialect: Dialect) -> String {
    let columns: Vec<String> = table
        .columns
        .iter()
        .enumerate()
        .map(|(position, column)| {
            let mut text = definition(column, dialect, false);
            if column.unique {
                text += " unique";
            }
            if position == 0 {
                text += " primary key";
                if column.ty == ColumnType::Serial && dialect == Dialect::MySql {
                    text += " auto_increment";
                }
            }
            text + &references(column, dialect)
        })
        .collect();
    format!("create table {} ({})", quoted(&table.name, dialect), columns.join(", "))
}

/// The statement that adds a column to a table that exists. A unique column gets its index later,
/// but at once in MySQL, which would keep the column when the index could not be made.
pub(crate) fn add_column(table: &Table, column: &Column, dialect: Dialect) -> String {
    let mut text = format!(
        "alter table {} add column {}{}",
        quoted(&table.name, dialect),
        definition(column, dialect, true),
        references(column, dialect)
    );
    if column.unique && dialect == Dialect::MySql {
        let (index, column) = (index_name(table, column), &column.name);
        let _ = write!(
            text,
            ", add unique index {} ({})",
            quoted(&index, dialect),
            quoted(column, dialect)
        );
    }
    text
}

pub(crate) fn create_index(table: &Table, column: &Column, dialect: Dialect) -> String {
    let unique = if column.unique { "unique " } else { "" };
    format!(
        "create {unique}index {} on {} ({})",
        quoted(&index_name(table, column), dialect),
        quoted(&table.name, dialect),
        quoted(&column.name, dialect)
    )
}

fn index_name(table: &Table, column: &Column) -> String {
    let kind = if column.unique { "uidx" } else { "idx" };
    let stem = format!("{}_{}", table.name, column.name);
    let name = format!("{stem}_{kind}");
    if name.len() <= MAX_INDEX_NAME {
        return name;
    }
    let suffix = format!("_{:08x}_{kind}", fnv1a(&name));
    stem.chars().take(MAX_INDEX_NAME - suffix.len()).collect::<String>() + &suffix
}

/// Tells long names apart that begin alike (FNV-1a with 32 bits, as Better Auth does it).
fn fnv1a(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

fn definition(column: &Column, dialect: Dialect, backfill: bool) -> String {
    let mut text = format!("{} {}", quoted(&column.name, dialect), column.sql_type(dialect));
    match (&column.default, dialect) {
        (ColumnDefault::Now, Dialect::Postgres) => text += " default CURRENT_TIMESTAMP",
        (ColumnDefault::Now, Dialect::MySql) => text += " default CURRENT_TIMESTAMP(3)",
        (ColumnDefault::Uuid, Dialect::Postgres) => {
            text += " default pg_catalog.gen_random_uuid()";
        }
        (ColumnDefault::Backfill(value), _) if backfill => {
            let _ = write!(text, " default {}", literal(value, dialect));
        }
        _ => {}
    }
    if !column.nullable {
        text += " not null";
    }
    text
}

fn references(column: &Column, dialect: Dialect) -> String {
    column.references.as_deref().map_or_else(String::new, |table| {
        format!(
            " references {} ({}) on delete cascade",
            quoted(table, dialect),
            quoted("id", dialect)
        )
    })
}

/// Names were checked to hold no quotes when they entered the schema.
pub(crate) fn quoted(name: &str, dialect: Dialect) -> String {
    match dialect {
        Dialect::MySql => format!("`{name}`"),
        _ => format!("\"{name}\""),
    }
}

fn literal(value: &serde_json::Value, dialect: Dialect) -> String {
    match value {
        serde_json::Value::Bool(value) if dialect == Dialect::Sqlite => {
            i32::from(*value).to_string()
        }
        serde_json::Value::String(text) if dialect == Dialect::MySql => {
            format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
        }
        serde_json::Value::String(text) => format!("'{}'", text.replace('\'', "''")),
        other => other.to_string(),
    }
}
