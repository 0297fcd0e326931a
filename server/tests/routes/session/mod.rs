mod freshness;
mod get;
mod list;
mod refresh;
mod revoke;
