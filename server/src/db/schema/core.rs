use super::Table;
use super::column::{Column, ColumnDefault, ColumnType};

/// Better Auth's core tables. They stand where [`Model`](super::Model) says.
pub(super) fn tables() -> Vec<Table> {
    vec![
        table(
            "user",
            vec![
                text("name"),
                Column { unique: true, ..text("email") },
                Column {
                    default: ColumnDefault::Backfill(false.into()),
                    ..Column::new("emailVerified", ColumnType::Boolean)
                },
                optional(text("image")),
                now("createdAt"),
                now("updatedAt"),
            ],
        ),
        table(
            "session",
            vec![
                date("expiresAt"),
                Column { unique: true, ..text("token") },
                now("createdAt"),
                date("updatedAt"),
                optional(text("ipAddress")),
                optional(text("userAgent")),
                user_id(),
            ],
        ),
        table(
            "account",
            vec![
                text("accountId"),
                text("providerId"),
                user_id(),
                optional(text("accessToken")),
                optional(text("refreshToken")),
                optional(text("idToken")),
                optional(date("accessTokenExpiresAt")),
                optional(date("refreshTokenExpiresAt")),
                optional(text("scope")),
                optional(text("password")),
                now("createdAt"),
                date("updatedAt"),
            ],
        ),
        table(
            "verification",
            vec![
                Column { index: true, ..text("identifier") },
                text("value"),
                date("expiresAt"),
                now("createdAt"),
                now("updatedAt"),
            ],
        ),
        table(
            "rateLimit",
            vec![
                Column { unique: true, ..text("key") },
                Column::new("count", ColumnType::Integer),
                Column::new("lastRequest", ColumnType::BigInt),
            ],
        ),
    ]
}

pub(super) fn table(name: &str, mut columns: Vec<Column>) -> Table {
    columns.insert(0, text("id"));
    Table { key: name.into(), name: name.to_owned(), columns }
}

fn text(key: &str) -> Column {
    // Names are sortable in Better Auth's schema, which bounds their type in MySQL.
    Column { sortable: key == "name", ..Column::new(key, ColumnType::Text) }
}

fn date(key: &str) -> Column {
    Column::new(key, ColumnType::Date)
}

fn now(key: &str) -> Column {
    Column { default: ColumnDefault::Now, ..date(key) }
}

fn optional(column: Column) -> Column {
    Column { nullable: true, ..column }
}

fn user_id() -> Column {
    Column { index: true, references: Some("user".into()), ..text("userId") }
}
