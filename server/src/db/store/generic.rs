//! Rows of any table as records: what plugins keep in tables of their own.

use sea_query::{Alias, Condition as Where, Expr, ExprTrait, Order, Query};
use serde_json::{Map, Value as Json};

use super::encode::encode;
use super::filter::{Comparison, Condition, Direction};
use super::rows::{Decoder, json};
use super::statements::{Builder, Source, parameter};
use super::{Changes, Filter, Store, UserRow};
use crate::db::schema::{ColumnType, Model, Table};
use crate::db::statement::{Row, Statement, Value};
use crate::db::{DatabaseError, Dialect, ErrorKind};

/// How many rows are found when nobody says.
const LIMIT: u32 = 100;

impl Store {
    /// Adds a row and gives it as it is then. Keys that the table does not have are not written.
    pub(crate) async fn insert_row(
        &self,
        model: Model,
        row: &Map<String, Json>,
    ) -> Result<Map<String, Json>, DatabaseError> {
        let table = self.model(model)?;
        let source = Source::new(self.schema(), model);
        let (mut keys, mut values, mut same) = (Vec::new(), Vec::new(), Filter::new());
        for column in &table.columns {
            let Some(value) = row.get(&*column.key) else { continue };
            if &*column.key == "id" && self.schema().makes_ids() {
                continue;
            }
            keys.push(&*column.key);
            values.push(encode(table, column, value)?);
            if column.ty != ColumnType::Json {
                same = same.equal(&column.key, value.clone());
            }
        }
        // Where the database makes ids, the row is the last one that holds all this.
        let filter = match (row.get("id"), self.schema().makes_ids()) {
            (Some(id), false) => Filter::new().equal("id", id.clone()),
            _ => same.newest_by("id"),
        };
        let insert = self.builder().insert(&source, &keys);
        let select = self.selecting(table, &source, &filter.limit(1))?;
        let inserted = self.write_and_select(vec![Statement::new(&insert, values), select]).await?;
        inserted.map(|row| record(table, row)).ok_or_else(|| super::users::vanished(&table.name))
    }

    /// Finds rows.
    pub(crate) async fn select_rows(
        &self,
        model: Model,
        filter: &Filter,
    ) -> Result<Vec<Map<String, Json>>, DatabaseError> {
        let table = self.model(model)?;
        let select = self.selecting(table, &Source::new(self.schema(), model), filter)?;
        if select.looks_for_nul() {
            return Ok(Vec::new());
        }
        let rows = self.database.query(select).await?;
        Ok(rows.into_iter().map(|row| record(table, row)).collect())
    }

    /// Finds the user who has this value in a field.
    pub(crate) async fn find_user_by(
        &self,
        key: &str,
        value: &str,
    ) -> Result<Option<UserRow>, DatabaseError> {
        let table = self.model(Model::User)?;
        let filter = Filter::new().equal(key, value).limit(1);
        let select = self.selecting(table, &Source::new(self.schema(), Model::User), &filter)?;
        if select.looks_for_nul() {
            return Ok(None);
        }
        let row = self.database.query(select).await?.into_iter().next();
        row.map(|row| Decoder::new(row).user(table)).transpose()
    }

    /// Changes rows, and adds to the numbers in some of their fields; says how many it were. An empty
    /// field counts as zero.
    pub(crate) async fn update_rows(
        &self,
        model: Model,
        filter: &Filter,
        changes: &Changes,
        additions: &[(&str, i64)],
    ) -> Result<usize, DatabaseError> {
        match self.updating(model, filter, changes, additions)? {
            Some(statement) => self.changed(statement).await,
            None => Ok(0),
        }
    }

    /// Deletes rows, and says how many it were.
    pub(crate) async fn delete_rows(
        &self,
        model: Model,
        filter: &Filter,
    ) -> Result<usize, DatabaseError> {
        let delete = self.deleting(model, filter)?;
        if delete.looks_for_nul() {
            return Ok(0);
        }
        self.changed(delete).await
    }

    async fn changed(&self, statement: Statement) -> Result<usize, DatabaseError> {
        let outcomes = self.database.write(vec![statement]).await?;
        Ok(outcomes.into_iter().next().map_or(0, |outcome| outcome.changed))
    }

    /// `None` when nothing is to be changed.
    fn updating(
        &self,
        model: Model,
        filter: &Filter,
        changes: &Changes,
        additions: &[(&str, i64)],
    ) -> Result<Option<Statement>, DatabaseError> {
        let table = self.model(model)?;
        let source = Source::new(self.schema(), model);
        let (mut statement, mut values) = (Query::update(), Vec::new());
        statement.table(source.alias());
        for (key, value) in &changes.0 {
            if let Some(column) = table.columns.iter().find(|column| *column.key == **key) {
                statement.value(source.bare(key), parameter());
                values.push(encode(table, column, value)?);
            }
        }
        for (key, _) in additions {
            self.column(table, key)?;
        }
        for (key, number) in additions {
            let present = Expr::col(source.bare(key)).if_null(Expr::cust("0"));
            statement.value(source.bare(key), present.add(Expr::cust(number.to_string())));
        }
        if statement.get_values().is_empty() {
            return Ok(None);
        }
        let (condition, terms) = self.condition(table, &source, filter)?;
        statement.cond_where(condition);
        values.extend(terms);
        Ok(Some(Statement::new(&self.builder().text(&statement), values)))
    }

    fn deleting(&self, model: Model, filter: &Filter) -> Result<Statement, DatabaseError> {
        let table = self.model(model)?;
        let source = Source::new(self.schema(), model);
        let (condition, values) = self.condition(table, &source, filter)?;
        let mut statement = Query::delete();
        statement.from_table(source.alias()).cond_where(condition);
        Ok(Statement::new(&self.builder().text(&statement), values))
    }

    fn selecting(
        &self,
        table: &Table,
        source: &Source<'_>,
        filter: &Filter,
    ) -> Result<Statement, DatabaseError> {
        let (condition, mut values) = self.condition(table, source, filter)?;
        let mut statement = source.select();
        statement.cond_where(condition);
        if let Some((key, direction)) = &filter.order {
            self.column(table, key)?;
            let order = match direction {
                Direction::Ascending => Order::Asc,
                Direction::Descending => Order::Desc,
            };
            statement.order_by(source.name(key), order);
        }
        statement.limit(1);
        values.push(Value::Integer(filter.limit.unwrap_or(LIMIT).into()));
        Ok(Statement::new(&self.builder().text(&statement), values))
    }

    fn condition(
        &self,
        table: &Table,
        source: &Source<'_>,
        filter: &Filter,
    ) -> Result<(Where, Vec<Value>), DatabaseError> {
        let (mut all, mut values) = (Where::all(), Vec::new());
        for Condition { key, comparison, value } in &filter.conditions {
            let column = self.column(table, key)?;
            let field = || Expr::col(source.bare(key));
            let term = match (comparison, value.is_null()) {
                (Comparison::Equal, true) => field().is_null(),
                (Comparison::NotEqual, true) => field().is_not_null(),
                (Comparison::Equal, false) => field().eq(parameter()),
                (Comparison::NotEqual, false) => field().ne(parameter()),
                (Comparison::Less, _) => field().lt(parameter()),
                (Comparison::Greater, _) => field().gt(parameter()),
            };
            all = all.add(term);
            if value.is_null() {
                continue;
            }
            let encoded = encode(table, column, value)?;
            // MySQL's usual collations take an `A` for an `a` and drop spaces at the end.
            let is_loose = self.database.dialect() == Dialect::MySql
                && *comparison == Comparison::Equal
                && column.ty == ColumnType::Text;
            if is_loose {
                let binary = |expression: Expr| expression.cast_as(Alias::new("binary"));
                all = all.add(binary(field()).eq(binary(parameter())));
                values.push(encoded.clone());
            }
            values.push(encoded);
        }
        Ok((all, values))
    }

    /// A condition that is left out would mean other rows.
    fn column<'t>(
        &self,
        table: &'t Table,
        key: &str,
    ) -> Result<&'t crate::db::schema::Column, DatabaseError> {
        table.columns.iter().find(|column| &*column.key == key).ok_or_else(|| {
            let message = format!("the table {} has no field {key}", table.name);
            DatabaseError::new(ErrorKind::InvalidValue, message)
        })
    }

    fn builder(&self) -> Builder {
        Builder { dialect: self.database.dialect() }
    }
}

fn record(table: &Table, row: Row) -> Map<String, Json> {
    let columns = table.columns.iter().zip(row);
    columns
        .map(|(column, value)| {
            let value = match (&*column.key, json(column, value)) {
                // Ids may be counted by the database; on the wire they are texts all the same.
                (_, Json::Number(id)) if &*column.key == "id" || column.references.is_some() => {
                    Json::String(id.to_string())
                }
                (_, value) => value,
            };
            (column.key.to_string(), value)
        })
        .collect()
}
