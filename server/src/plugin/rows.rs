use serde_json::Value;

use super::PluginContext;
use crate::account::WriteError;
use crate::db::schema::Model;
use crate::db::{Changes, DatabaseError, Filter};
use crate::hooks::{Operation, Record};

/// The rows of a table of a plugin. Fields are named by the keys of its schema.
pub struct Rows<'c> {
    context: &'c PluginContext,
    model: Model,
}

impl<'c> Rows<'c> {
    pub(super) fn new(context: &'c PluginContext, table: &'static str) -> Self {
        Self { context, model: Model::Plugin(table) }
    }

    /// Adds a row, and gives it as it is then; `None` when a hook refused. It gets an id, and the
    /// defaults of fields that are not given.
    ///
    /// # Errors
    /// When a value does not fit or occurs already, or the database fails.
    pub async fn create(&self, mut row: Record) -> Result<Option<Record>, WriteError> {
        let core = self.context.core();
        if row.get("id").is_none() {
            let id = core.row_id(self.model).map_err(crate::ApiError::from)?;
            if !id.is_empty() {
                row.set("id", id);
            }
        }
        for field in core.plugins.fields(self.model) {
            if let (None, Some(default)) = (row.get(&field.name), &field.default_value) {
                row.set(&field.name, default.clone());
            }
        }
        let hooks = &core.options.database_hooks;
        let Some(row) = hooks.before(self.model, Operation::Create, row).await? else {
            return Ok(None);
        };
        let created = core.store.insert_row(self.model, &row.into_fields()).await?;
        let created = Record::from(created);
        hooks.after(self.model, Operation::Create, || created.clone()).await?;
        Ok(Some(created))
    }

    /// Finds rows, 100 at most unless the filter says otherwise.
    ///
    /// # Errors
    /// When the table has no such field, or the database fails.
    pub async fn find(&self, filter: Filter) -> Result<Vec<Record>, DatabaseError> {
        let rows = self.context.core().store.select_rows(self.model, &filter).await?;
        Ok(rows.into_iter().map(Record::from).collect())
    }

    /// Finds a row.
    ///
    /// # Errors
    /// As [`find`](Self::find).
    pub async fn first(&self, filter: Filter) -> Result<Option<Record>, DatabaseError> {
        Ok(self.find(filter.limit(1)).await?.into_iter().next())
    }

    /// Changes rows in one step, and says how many it were: a filter that names the old value makes
    /// sure that nobody else was faster.
    ///
    /// # Errors
    /// When a value does not fit or occurs already, or the database fails.
    pub async fn update(&self, filter: Filter, changes: Changes) -> Result<usize, WriteError> {
        self.change(filter, changes, &[]).await
    }

    /// The same, and adds to the numbers in other fields.
    ///
    /// # Errors
    /// As [`update`](Self::update).
    pub async fn add(
        &self,
        filter: Filter,
        numbers: &[(&str, i64)],
        changes: Changes,
    ) -> Result<usize, WriteError> {
        self.change(filter, changes, numbers).await
    }

    /// Deletes rows, and says how many it were.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete(&self, filter: Filter) -> Result<usize, WriteError> {
        let core = self.context.core();
        let hooks = &core.options.database_hooks;
        if !hooks.watch(self.model, Operation::Delete) {
            return Ok(core.store.delete_rows(self.model, &filter).await?);
        }
        let mut deleted = 0;
        for row in self.find(filter.clone()).await? {
            if !hooks.before_delete_of(self.model, row.clone()).await? {
                continue;
            }
            let id = row.get("id").cloned().unwrap_or(Value::Null);
            let this = filter.clone().equal("id", id);
            if core.store.delete_rows(self.model, &this).await? > 0 {
                deleted += 1;
                hooks.after(self.model, Operation::Delete, || row).await?;
            }
        }
        Ok(deleted)
    }

    async fn change(
        &self,
        filter: Filter,
        changes: Changes,
        numbers: &[(&str, i64)],
    ) -> Result<usize, WriteError> {
        let core = self.context.core();
        let hooks = &core.options.database_hooks;
        let Some(changes) = hooks.before(self.model, Operation::Update, changes).await? else {
            return Ok(0);
        };
        if !hooks.watch(self.model, Operation::Update) {
            return Ok(core.store.update_rows(self.model, &filter, &changes, numbers).await?);
        }
        let mut changed = 0;
        for row in self.find(filter.clone()).await? {
            let id = row.get("id").cloned().unwrap_or(Value::Null);
            let this = filter.clone().equal("id", id.clone());
            if core.store.update_rows(self.model, &this, &changes, numbers).await? > 0 {
                changed += 1;
                if let Some(row) = self.first(Filter::new().equal("id", id)).await? {
                    hooks.after(self.model, Operation::Update, || row).await?;
                }
            }
        }
        Ok(changed)
    }
}
