//! What a database lacks, and the SQL that gives it. Tables, columns and indexes are added; nothing
//! is ever dropped or changed.

mod existing;

pub(crate) use existing::{ExistingColumn, ExistingTable};

use super::schema::{self, Column, ColumnDefault, Table};
use super::statement::Statement;
use super::{Database, DatabaseError, Dialect, ErrorKind, Schema};

/// What has to be done to a database.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The statements in order, without semicolons.
    pub statements: Vec<String>,
    /// What can't be done without a person, each with the SQL to run instead. While there is any,
    /// [`migrate`] does nothing.
    pub refused: Vec<String>,
}

impl Plan {
    /// Whether the database has all that the schema needs.
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty() && self.refused.is_empty()
    }
}

/// Compares a database with the schema.
///
/// # Errors
/// When the database can't be read.
pub async fn plan(database: &Database, schema: &Schema) -> Result<Plan, DatabaseError> {
    let dialect = database.dialect();
    let existing = database.inspect().await?;
    let mut plan = Plan::default();
    let mut indexes = Vec::new();
    for table in schema.tables() {
        let Some(found) = existing.iter().find(|found| found.name == table.name) else { continue };
        for column in &table.columns {
            if found.has_column(&column.name) {
                if column.index && !column.unique && !found.has_index_on(&column.name) {
                    indexes.push(schema::create_index(table, column, dialect));
                }
                continue;
            }
            let must_be_filled = !column.nullable && !has_default(column, dialect);
            if must_be_filled && has_rows(database, table, dialect).await? {
                plan.refused.push(refusal(table, column, dialect));
                continue;
            }
            plan.statements.push(schema::add_column(table, column, dialect));
            if (column.unique && dialect != Dialect::MySql) || (column.index && !column.unique) {
                indexes.push(schema::create_index(table, column, dialect));
            }
        }
    }
    for table in schema.tables() {
        if !existing.iter().any(|found| found.name == table.name) {
            plan.statements.push(schema::create_table(table, dialect));
            indexes.extend(indexes_of(table, dialect));
        }
    }
    plan.statements.append(&mut indexes);
    Ok(plan)
}

/// Gives the database what it lacks, all of it or nothing, and says what was done. MySQL keeps the
/// statements before the one that fails; the next migration goes on from there. Of several processes that
/// migrate one database at once, one does it and the others find nothing to do.
///
/// # Errors
/// When the database can't be changed, or a change would need a decision
/// ([`ErrorKind::UnsafeMigration`]).
pub async fn migrate(database: &Database, schema: &Schema) -> Result<Plan, DatabaseError> {
    let lock = database.lock_schema().await?;
    let result = migrate_alone(database, schema).await;
    lock.release().await;
    result
}

async fn migrate_alone(database: &Database, schema: &Schema) -> Result<Plan, DatabaseError> {
    let plan = plan(database, schema).await?;
    if !plan.refused.is_empty() {
        return Err(DatabaseError::new(ErrorKind::UnsafeMigration, plan.refused.join("\n\n")));
    }
    if !plan.statements.is_empty() {
        let statements =
            plan.statements.iter().map(|sql| Statement::new(&sql.as_str().into(), Vec::new()));
        if let Err(error) = database.change_schema(statements.collect()).await {
            // On SQLite another process that started at the same time may have done it.
            return match self::plan(database, schema).await {
                Ok(plan) if plan.is_empty() => Ok(plan),
                _ => Err(error),
            };
        }
    }
    Ok(plan)
}

/// The SQL that makes an empty database fit the schema.
pub fn generate(schema: &Schema, dialect: Dialect) -> String {
    let tables = schema.tables().map(|table| schema::create_table(table, dialect));
    let indexes = schema.tables().flat_map(|table| indexes_of(table, dialect));
    let statements: Vec<String> = tables.chain(indexes).collect();
    statements.join(";\n\n") + ";"
}

fn indexes_of(table: &Table, dialect: Dialect) -> impl Iterator<Item = String> {
    table
        .columns
        .iter()
        .filter(|column| column.index && !column.unique)
        .map(move |column| schema::create_index(table, column, dialect))
}

fn has_default(column: &Column, dialect: Dialect) -> bool {
    match column.default {
        ColumnDefault::None => false,
        ColumnDefault::Now => dialect != Dialect::Sqlite,
        ColumnDefault::Uuid => dialect == Dialect::Postgres,
        ColumnDefault::Backfill(_) => true,
    }
}

async fn has_rows(
    database: &Database,
    table: &Table,
    dialect: Dialect,
) -> Result<bool, DatabaseError> {
    let sql = format!("select 1 from {} limit 1", schema::quoted(&table.name, dialect));
    let statement = Statement::new(&sql.into(), Vec::new());
    Ok(!database.query(statement).await?.is_empty())
}

fn refusal(table: &Table, column: &Column, dialect: Dialect) -> String {
    let optional = Column { nullable: true, ..column.clone() };
    let quote = |name| schema::quoted(name, dialect);
    format!(
        "the column `{column}` of `{table}` must be filled, and the rows that exist have nothing to \
         fill it with. Add it, fill it, then run this again:\n  {add};\n  update {quoted_table} set \
         {quoted_column} = … where {quoted_column} is null;\nor give the field a default value.",
        column = column.name,
        table = table.name,
        add = schema::add_column(table, &optional, dialect),
        quoted_table = quote(&table.name),
        quoted_column = quote(&column.name),
    )
}
