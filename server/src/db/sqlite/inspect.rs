use rusqlite::Connection;

use super::{DatabaseError, failure};
use crate::db::migrate::{ExistingColumn, ExistingTable};

/// Lists the tables with their columns.
pub(super) fn tables(connection: &Connection) -> Result<Vec<ExistingTable>, DatabaseError> {
    read(connection).map_err(failure)
}

fn read(connection: &Connection) -> rusqlite::Result<Vec<ExistingTable>> {
    let mut statement = connection.prepare(
        "SELECT t.name, c.name, EXISTS ( \
           SELECT 1 FROM pragma_index_list(t.name) AS i, pragma_index_info(i.name) AS p \
           WHERE i.partial = 0 AND p.seqno = 0 AND p.name = c.name) \
         FROM sqlite_master AS t, pragma_table_info(t.name) AS c \
         WHERE t.type = 'table' ORDER BY t.rowid, c.cid",
    )?;
    let mut rows = statement.query([])?;
    let mut tables: Vec<ExistingTable> = Vec::new();
    while let Some(row) = rows.next()? {
        let name: String = row.get(0)?;
        let column = ExistingColumn { name: row.get(1)?, indexed: row.get(2)? };
        match tables.last_mut() {
            Some(table) if table.name == name => table.columns.push(column),
            _ => tables.push(ExistingTable { name, columns: vec![column] }),
        }
    }
    Ok(tables)
}
