mod list;
mod tokens;
mod unlink;
