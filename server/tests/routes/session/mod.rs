mod failing_database;
mod freshness;
mod get;
mod list;
mod refresh;
mod revoke;
