use crate::db::schema::{AdditionalField, Model, Schema, SchemaError};
use crate::options::{Options, TableNames};

/// What a plugin adds to the tables.
#[derive(Debug, Clone, Default)]
pub struct PluginSchema {
    pub(super) tables: Vec<PluginTable>,
    fields: Vec<(Model, AdditionalField)>,
}

/// A table of a plugin. Beside its fields it has an `id`.
#[derive(Debug, Clone)]
pub struct PluginTable {
    /// What code and the database call it, such as `twoFactor`.
    pub key: &'static str,
    /// Its fields in order. `references` makes one the `id` of a row of another table.
    pub fields: Vec<AdditionalField>,
    /// What the database calls it and its fields instead.
    pub names: TableNames,
}

impl PluginSchema {
    /// Nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a field to a table of the core, or of a plugin that was added before. Where the
    /// deployment has a field of this name, that one counts.
    #[must_use]
    pub fn field(mut self, model: Model, field: AdditionalField) -> Self {
        self.fields.push((model, field));
        self
    }

    /// Adds a table.
    #[must_use]
    pub fn table(mut self, table: PluginTable) -> Self {
        self.tables.push(table);
        self
    }
}

impl PluginTable {
    /// A table with these fields.
    pub fn new(key: &'static str, fields: impl IntoIterator<Item = AdditionalField>) -> Self {
        Self { key, fields: fields.into_iter().collect(), names: TableNames::default() }
    }

    /// The same table with other names in the database.
    #[must_use]
    pub fn with_names(mut self, names: TableNames) -> Self {
        self.names = names;
        self
    }
}

/// Puts the fields that plugins add to tables of the core before those of the deployment. Doing it
/// twice changes nothing.
pub(crate) fn extend_options(options: &mut Options) {
    let schemas: Vec<_> = options.plugins.iter().map(|plugin| plugin.schema()).collect();
    let mut added: Vec<(Model, AdditionalField)> = Vec::new();
    for (model, field) in schemas.into_iter().flat_map(|schema| schema.fields) {
        // As in Better Auth a later plugin counts before an earlier one.
        match added.iter_mut().find(|(other, old)| *other == model && old.name == field.name) {
            Some((_, old)) => *old = field,
            None => added.push((model, field)),
        }
    }
    let tables = [
        (Model::User, &mut options.user.additional_fields),
        (Model::Session, &mut options.session.additional_fields),
        (Model::Account, &mut options.account.additional_fields),
    ];
    for (model, fields) in tables {
        let of_plugins = added.iter().filter(|(other, _)| *other == model).map(|(_, field)| field);
        let new: Vec<_> = of_plugins
            .filter(|field| fields.iter().all(|other| other.name != field.name))
            .cloned()
            .collect();
        fields.splice(..0, new);
    }
}

/// Adds the tables of plugins.
pub(crate) fn extend_schema(mut schema: Schema, options: &Options) -> Result<Schema, SchemaError> {
    let schemas: Vec<_> = options.plugins.iter().map(|plugin| plugin.schema()).collect();
    for table in schemas.iter().flat_map(|schema| &schema.tables) {
        schema = schema.with_table(table.key)?;
    }
    for table in schemas.iter().flat_map(|schema| &schema.tables) {
        schema = schema.with_fields(Model::Plugin(table.key), &table.fields)?;
    }
    for (model, field) in schemas.iter().flat_map(|schema| &schema.fields) {
        if let Model::Plugin(_) = model {
            schema = schema.with_fields(*model, std::slice::from_ref(field))?;
        }
    }
    for table in schemas.iter().flat_map(|schema| &schema.tables) {
        schema = schema.with_names(Model::Plugin(table.key), &table.names)?;
    }
    Ok(schema)
}
