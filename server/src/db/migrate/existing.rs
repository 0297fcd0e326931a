#[cfg(any(feature = "mysql", feature = "postgres"))]
use crate::db::{
    DatabaseError, ErrorKind,
    statement::{Row, Value},
};

/// A table as the database describes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ExistingTable {
    pub(crate) name: String,
    pub(crate) columns: Vec<ExistingColumn>,
}

/// A column as the database describes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ExistingColumn {
    pub(crate) name: String,
    /// Whether an index over the whole table begins with this column.
    pub(crate) indexed: bool,
}

impl ExistingTable {
    /// Reads rows of the name of a table, the name of a column, and whether it is indexed. The rows
    /// of a table stand together.
    #[cfg(any(feature = "mysql", feature = "postgres"))]
    pub(crate) fn from_rows(rows: Vec<Row>) -> Result<Vec<Self>, DatabaseError> {
        let mut tables: Vec<Self> = Vec::new();
        for row in rows {
            let [Value::Text(table), Value::Text(column), indexed] = row.as_slice() else {
                let message = "the database describes its tables in an unknown way";
                return Err(DatabaseError::new(ErrorKind::Other, message));
            };
            let indexed = matches!(indexed, Value::Boolean(true) | Value::Integer(1));
            let column = ExistingColumn { name: column.clone(), indexed };
            match tables.last_mut() {
                Some(last) if last.name == *table => last.columns.push(column),
                _ => tables.push(Self { name: table.clone(), columns: vec![column] }),
            }
        }
        Ok(tables)
    }

    pub(crate) fn has_column(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column.name.eq_ignore_ascii_case(name))
    }

    pub(crate) fn has_index_on(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column.indexed && column.name.eq_ignore_ascii_case(name))
    }
}
