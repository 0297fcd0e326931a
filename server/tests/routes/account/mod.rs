mod list;
mod unlink;
