mod error;
mod ok;
