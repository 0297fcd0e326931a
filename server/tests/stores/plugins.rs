//! Tables and fields of plugins in the schema.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;
use signet_auth_server::db::schema::Model;
use signet_auth_server::db::{
    AdditionalField, Dialect, FieldType, Schema, SchemaError, generate, migrate, plan,
};
use signet_auth_server::options::{IdStrategy, Options, TableNames};
use signet_auth_server::plugin::{Parts, Plugin, PluginSchema, PluginTable};
use signet_auth_server::plugins::username::Username;
use signet_auth_server::schema;
use signet_auth_server::testing::{dialect, fresh_database, run_sql};

/// The tables of Better Auth's plugin `twoFactor`.
#[derive(Debug)]
struct Factors {
    names: TableNames,
}

impl Plugin for Factors {
    fn id(&self) -> &'static str {
        "factors"
    }

    fn schema(&self) -> PluginSchema {
        let text = |name: &str| AdditionalField::new(name, FieldType::String);
        let optional =
            |name: &str, ty| AdditionalField { required: false, ..AdditionalField::new(name, ty) };
        let fields = [
            AdditionalField { index: true, ..text("secret") },
            text("backupCodes"),
            AdditionalField { index: true, references: Some("user".into()), ..text("userId") },
            AdditionalField {
                default_value: Some(json!(true)),
                ..optional("verified", FieldType::Boolean)
            },
            optional("failedVerificationCount", FieldType::Number),
            optional("lockedUntil", FieldType::Date),
        ];
        let table = PluginTable::new("twoFactor", fields).with_names(self.names.clone());
        PluginSchema::new()
            .field(Model::User, optional("twoFactorEnabled", FieldType::Boolean))
            .table(table)
    }

    fn register(self: Arc<Self>, _: &mut Parts) {}
}

fn options(names: TableNames) -> Options {
    Options {
        plugins: vec![Arc::new(Username::default()), Arc::new(Factors { names })],
        ..Options::default()
    }
}

fn plugins_uuid(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres => include_str!("data/better-auth-postgres-plugins-uuid.sql"),
        Dialect::MySql => include_str!("data/better-auth-mysql-plugins-uuid.sql"),
        _ => include_str!("data/better-auth-sqlite-plugins-uuid.sql"),
    }
}

fn with_uuids() -> Schema {
    let mut options = options(TableNames::default());
    options.advanced.database.generate_id = IdStrategy::Uuid;
    schema(&options).unwrap()
}

#[test]
fn the_sql_of_a_database_with_plugins_is_better_auths_letter_by_letter() {
    for dialect in Dialect::ALL {
        let sql = generate(&with_uuids(), *dialect) + "\n";
        assert_eq!(sql, plugins_uuid(*dialect), "{dialect}");
    }
}

#[tokio::test]
async fn nothing_is_to_be_done_to_a_database_of_better_auth_with_plugins() {
    let database = fresh_database().await;
    run_sql(&database, plugins_uuid(dialect())).await;
    assert!(plan(&database, &with_uuids()).await.unwrap().is_empty());
}

#[tokio::test]
async fn tables_and_fields_of_plugins_are_added_to_a_database_that_is_in_use() {
    let database = fresh_database().await;
    migrate(&database, &Schema::core()).await.unwrap();
    let schema = schema(&options(TableNames::default())).unwrap();
    assert!(!migrate(&database, &schema).await.unwrap().is_empty());
    assert!(plan(&database, &schema).await.unwrap().is_empty());
}

#[test]
fn tables_of_plugins_follow_the_names_of_the_deployment() {
    let names = TableNames {
        model_name: Some("factors".to_owned()),
        fields: BTreeMap::from([("userId".to_owned(), "user_id".to_owned())]),
    };
    let mut options = options(names);
    options.user.table.model_name = Some("people".to_owned());
    let sql = generate(&schema(&options).unwrap(), Dialect::Sqlite);
    let expected = "create table \"factors\" (\"id\" text not null primary key, ";
    assert!(sql.contains(expected), "{sql}");
    let expected = "\"user_id\" text not null references \"people\" (\"id\") on delete cascade";
    assert!(sql.contains(expected), "{sql}");
}

#[test]
fn a_field_of_the_deployment_counts_before_that_of_a_plugin() {
    let mut options = options(TableNames::default());
    let own =
        AdditionalField { required: false, ..AdditionalField::new("username", FieldType::Number) };
    options.user.additional_fields.push(own);
    let sql = generate(&schema(&options).unwrap(), Dialect::Sqlite);
    assert!(sql.contains("\"username\" integer"), "{sql}");
    assert!(!sql.contains("\"username\" text"), "{sql}");
}

#[test]
fn a_table_of_a_plugin_can_not_take_the_place_of_another() {
    let mut options = options(TableNames::default());
    options.plugins.push(Arc::new(Factors { names: TableNames::default() }));
    let error = schema(&options).unwrap_err();
    assert_eq!(error, SchemaError::TableTaken { name: "twoFactor".to_owned() });
}
