use std::sync::Arc;

use sea_query::{
    Alias, Condition, Expr, ExprTrait, IntoCondition, MysqlQueryBuilder, Order,
    PostgresQueryBuilder, Query, QueryStatementWriter, SelectStatement, SqliteQueryBuilder,
};

use crate::db::schema::{Model, Table};
use crate::db::{Dialect, Schema};

/// The texts of all statements. Placeholders are filled in the order that each field tells.
#[derive(Debug)]
pub(super) struct Statements {
    /// token → all of session, all of user
    pub(super) find_session: Arc<str>,
    /// token → all of session
    pub(super) session_by_token: Arc<str>,
    /// user id, now, limit → all of session
    pub(super) sessions_of_user: Arc<str>,
    /// all of session
    pub(super) insert_session: Arc<str>,
    /// expires at, updated at, token
    pub(super) extend_session: Arc<str>,
    /// token
    pub(super) delete_session: Arc<str>,
    /// user id, token
    pub(super) delete_owned_session: Arc<str>,
    /// user id
    pub(super) delete_user_sessions: Arc<str>,
    /// user id, token to keep
    pub(super) delete_other_sessions: Arc<str>,
    /// now, now, token
    pub(super) end_session: Arc<str>,
    /// now, now, user id, token
    pub(super) end_owned_session: Arc<str>,
    /// now, now, user id
    pub(super) end_user_sessions: Arc<str>,
    /// now, now, user id, token to keep
    pub(super) end_other_sessions: Arc<str>,
    /// e-mail → all of user
    pub(super) user_by_email: Arc<str>,
    /// id → all of user
    pub(super) user_by_id: Arc<str>,
    /// e-mail, "credential" → all of user, account.password
    pub(super) credential_by_email: Arc<str>,
    /// all of user
    pub(super) insert_user: Arc<str>,
    /// user id, limit → all of account
    pub(super) accounts_of_user: Arc<str>,
    /// id → all of account
    pub(super) account_by_id: Arc<str>,
    /// id, user id
    pub(super) delete_owned_account: Arc<str>,
    /// user id, user id: leaves all values as they are, and counts the accounts of the user
    pub(super) touch_accounts_of_user: Arc<str>,
    /// user id: leaves all values as they are
    pub(super) touch_user: Arc<str>,
    /// user id, user id, "credential": the same if the user has no such account
    pub(super) touch_user_without_account: Arc<str>,
    /// provider id, account id, limit → all of account
    pub(super) accounts_of_identity: Arc<str>,
    /// user id, provider id, account id: touches the user if nobody has the account
    pub(super) touch_user_without_identity: Arc<str>,
    /// all of account
    pub(super) insert_account: Arc<str>,
    /// The same without id, with the e-mail address of the user in the places of their id.
    pub(super) insert_account_by_email: Arc<str>,
    /// all of account but the id, with the address of the user as the user id
    pub(super) insert_identity_by_email: Arc<str>,
    /// user id, provider id → account.password
    pub(super) password_of_user: Arc<str>,
    /// user id
    pub(super) delete_accounts: Arc<str>,
    /// id
    pub(super) delete_user: Arc<str>,
    /// all of verification
    pub(super) insert_verification: Arc<str>,
    /// identifier, 1 → all of verification, the newest
    pub(super) newest_verification: Arc<str>,
    /// id
    pub(super) delete_verification: Arc<str>,
    /// identifier
    pub(super) delete_verifications: Arc<str>,
    /// key → count, last request
    pub(super) rate_limit: Arc<str>,
    /// all of the rate limit
    pub(super) insert_rate_limit: Arc<str>,
    /// 1, now, key, begin of the window, max
    pub(super) count_rate_limit: Arc<str>,
    /// 1, now, key, begin of the window
    pub(super) restart_rate_limit: Arc<str>,
    /// time
    pub(super) delete_rate_limits: Arc<str>,
    /// now
    pub(super) delete_expired_verifications: Arc<str>,
}

impl Statements {
    pub(super) fn new(schema: &Schema, dialect: Dialect) -> Self {
        let builder = Builder { dialect };
        let user = Source::new(schema, Model::User);
        let session = Source::new(schema, Model::Session);
        let account = Source::new(schema, Model::Account);
        let verification = Source::new(schema, Model::Verification);
        // Where the database makes ids, the first column is left to it.
        let left_out = usize::from(schema.makes_ids());

        let mut with_user = user.select_into(session.select());
        with_user.inner_join(user.alias(), user.column("id").equals(session.name("userId")));
        with_user.and_where(session.equals_parameter("token"));

        let mut of_user = session.select();
        of_user
            .and_where(session.equals_parameter("userId"))
            .and_where(session.column("expiresAt").gt(parameter()))
            .order_by(session.name("createdAt"), Order::Asc)
            .limit(1);

        let mut credential = user.select();
        credential
            .column(account.name("password"))
            .inner_join(
                account.alias(),
                Condition::all()
                    .add(account.column("userId").equals(user.name("id")))
                    .add(account.column("accountId").eq(builder.id_as_text(&user))),
            )
            .and_where(user.equals_parameter("email"))
            .and_where(account.equals_parameter("providerId"))
            .and_where(account.column("password").is_not_null());

        let mut extend = Query::update();
        extend
            .table(session.alias())
            .value(session.bare("expiresAt"), parameter())
            .value(session.bare("updatedAt"), parameter())
            .and_where(Expr::col(session.bare("token")).eq(parameter()));

        let mut of_account = account.select();
        of_account
            .and_where(account.equals_parameter("userId"))
            .order_by(account.name("createdAt"), Order::Asc)
            .limit(1);

        let mut of_identity = account.select();
        of_identity
            .and_where(account.equals_parameter("providerId"))
            .and_where(account.equals_parameter("accountId"))
            .limit(1);

        let mut password = Query::select();
        password
            .from(account.alias())
            .column(account.name("password"))
            .and_where(account.equals_parameter("userId"))
            .and_where(account.equals_parameter("providerId"))
            .and_where(account.column("accountId").eq(builder.text_of(&account, "userId")));

        let mut newest = verification.select();
        newest
            .and_where(verification.equals_parameter("identifier"))
            .order_by(verification.name("createdAt"), Order::Desc)
            .limit(1);

        let limit = Source::new(schema, Model::RateLimit);
        let mut rate_limit = Query::select();
        rate_limit
            .from(limit.alias())
            .column(limit.name("count"))
            .column(limit.name("lastRequest"))
            .and_where(limit.equals_parameter("key"));
        let count = || Expr::col(limit.bare("count"));
        let last_request = || Expr::col(limit.bare("lastRequest"));
        let mut count_rate_limit = Query::update();
        count_rate_limit
            .table(limit.alias())
            .value(limit.bare("count"), count().add(1))
            .value(limit.bare("lastRequest"), parameter())
            .and_where(limit.bare_equals("key"))
            .and_where(last_request().gt(parameter()))
            .and_where(count().lt(parameter()));
        let mut restart_rate_limit = Query::update();
        restart_rate_limit
            .table(limit.alias())
            .value(limit.bare("count"), parameter())
            .value(limit.bare("lastRequest"), parameter())
            .and_where(limit.bare_equals("key"))
            .and_where(last_request().lte(parameter()));

        let touch_user = Query::update()
            .table(user.alias())
            .value(user.bare("name"), Expr::col(user.bare("name")))
            .and_where(user.bare_equals("id"))
            .to_owned();
        let of_provider = Query::select()
            .column(account.name("id"))
            .from(account.alias())
            .and_where(account.equals_parameter("userId"))
            .and_where(account.equals_parameter("providerId"))
            .and_where(account.column("accountId").eq(builder.text_of(&account, "userId")))
            .to_owned();
        let touch_user_without_account =
            touch_user.clone().and_where(Expr::exists(of_provider).not()).to_owned();

        let identity = Query::select()
            .column(account.name("id"))
            .from(account.alias())
            .and_where(account.equals_parameter("providerId"))
            .and_where(account.equals_parameter("accountId"))
            .to_owned();
        let touch_user_without_identity =
            touch_user.clone().and_where(Expr::exists(identity).not()).to_owned();

        let mut touch_accounts = Query::update();
        touch_accounts
            .table(account.alias())
            .value(account.bare("userId"), parameter())
            .and_where(account.bare_equals("userId"));

        Self {
            find_session: builder.text(&with_user),
            session_by_token: builder
                .text(session.select().and_where(session.equals_parameter("token"))),
            sessions_of_user: builder.text(&of_user),
            insert_session: builder.insert(&session, &session.keys_from(left_out)),
            extend_session: builder.text(&extend),
            delete_session: builder.delete(&session, session.bare_equals("token")),
            delete_owned_session: builder
                .delete(&session, session.bare_equals("userId").and(session.bare_equals("token"))),
            delete_user_sessions: builder.delete(&session, session.bare_equals("userId")),
            delete_other_sessions: builder.delete(
                &session,
                session.bare_equals("userId").and(Expr::col(session.bare("token")).ne(parameter())),
            ),
            end_session: builder.end(&session, session.bare_equals("token")),
            end_owned_session: builder
                .end(&session, session.bare_equals("userId").and(session.bare_equals("token"))),
            end_user_sessions: builder.end(&session, session.bare_equals("userId")),
            end_other_sessions: builder.end(
                &session,
                session.bare_equals("userId").and(Expr::col(session.bare("token")).ne(parameter())),
            ),
            user_by_email: builder.text(user.select().and_where(user.equals_parameter("email"))),
            user_by_id: builder.text(user.select().and_where(user.equals_parameter("id"))),
            credential_by_email: builder.text(&credential),
            insert_user: builder.insert(&user, &user.keys_from(left_out)),
            accounts_of_user: builder.text(&of_account),
            accounts_of_identity: builder.text(&of_identity),
            touch_user_without_identity: builder.text(&touch_user_without_identity),
            account_by_id: builder.text(account.select().and_where(account.equals_parameter("id"))),
            touch_accounts_of_user: builder.text(&touch_accounts),
            touch_user: builder.text(&touch_user),
            touch_user_without_account: builder.text(&touch_user_without_account),
            delete_owned_account: builder
                .delete(&account, account.bare_equals("id").and(account.bare_equals("userId"))),
            insert_account: builder.insert(&account, &account.keys_from(left_out)),
            insert_account_by_email: builder.insert_account_by_email(&account, &user, true),
            insert_identity_by_email: builder.insert_account_by_email(&account, &user, false),
            password_of_user: builder.text(&password),
            delete_accounts: builder.delete(&account, account.bare_equals("userId")),
            delete_user: builder.delete(&user, user.bare_equals("id")),
            insert_verification: builder.insert(&verification, &verification.keys_from(left_out)),
            newest_verification: builder.text(&newest),
            delete_verification: builder.delete(&verification, verification.bare_equals("id")),
            delete_verifications: builder
                .delete(&verification, verification.bare_equals("identifier")),
            rate_limit: builder.text(&rate_limit),
            insert_rate_limit: builder.insert(&limit, &limit.keys_from(left_out)),
            count_rate_limit: builder.text(&count_rate_limit),
            restart_rate_limit: builder.text(&restart_rate_limit),
            delete_rate_limits: builder.delete(&limit, last_request().lt(parameter())),
            delete_expired_verifications: builder
                .delete(&verification, Expr::col(verification.bare("expiresAt")).lt(parameter())),
        }
    }
}

/// Changes columns of the rows that other columns name: the columns in their order, then the others.
pub(super) fn update(
    schema: &Schema,
    dialect: Dialect,
    model: Model,
    columns: &[&str],
    conditions: &[&str],
) -> Arc<str> {
    Builder { dialect }.update(&Source::new(schema, model), columns, conditions)
}

/// A value that is given when the statement runs. sea-query writes its placeholder; the value that
/// it collects beside the text is not used.
pub(super) fn parameter() -> Expr {
    Expr::val("")
}

/// A table that statements are built from. Columns are asked for by key.
pub(super) struct Source<'s> {
    table: Option<&'s Table>,
    name: &'s str,
}

impl<'s> Source<'s> {
    pub(super) fn new(schema: &'s Schema, model: Model) -> Self {
        let table = schema.table(model);
        Self { table, name: table.map_or("", |table| table.name.as_str()) }
    }

    pub(super) fn alias(&self) -> Alias {
        Alias::new(self.name)
    }

    /// A column without its table.
    pub(super) fn bare(&self, key: &str) -> Alias {
        let column =
            self.table.and_then(|table| table.columns.iter().find(|column| &*column.key == key));
        Alias::new(column.map_or(key, |column| &column.name))
    }

    /// A column with its table.
    pub(super) fn name(&self, key: &str) -> (Alias, Alias) {
        (self.alias(), self.bare(key))
    }

    fn column(&self, key: &str) -> Expr {
        Expr::col(self.name(key))
    }

    fn equals_parameter(&self, key: &str) -> Expr {
        self.column(key).eq(parameter())
    }

    fn bare_equals(&self, key: &str) -> Expr {
        Expr::col(self.bare(key)).eq(parameter())
    }

    fn all_keys(&self) -> Vec<&'s str> {
        self.table
            .map(|table| table.columns.iter().map(|column| &*column.key).collect())
            .unwrap_or_default()
    }

    fn keys_from(&self, first: usize) -> Vec<&'s str> {
        self.all_keys().into_iter().skip(first).collect()
    }

    /// Selects all columns.
    pub(super) fn select(&self) -> SelectStatement {
        let mut statement = Query::select();
        statement.from(self.alias());
        self.select_into(statement)
    }

    /// Selects all columns beside those that are selected already.
    fn select_into(&self, mut statement: SelectStatement) -> SelectStatement {
        for key in self.all_keys() {
            statement.column(self.name(key));
        }
        statement
    }
}

pub(super) struct Builder {
    pub(super) dialect: Dialect,
}

impl Builder {
    pub(super) fn text(&self, statement: &impl QueryStatementWriter) -> Arc<str> {
        let (text, _) = match self.dialect {
            Dialect::Sqlite => statement.build(SqliteQueryBuilder),
            Dialect::Postgres => statement.build(PostgresQueryBuilder),
            Dialect::MySql => statement.build(MysqlQueryBuilder),
        };
        text.into()
    }

    /// The id as a text also where it is a UUID or a number, which PostgreSQL compares with no text.
    fn id_as_text(&self, source: &Source<'_>) -> Expr {
        self.text_of(source, "id")
    }

    /// The same of a column that holds an id.
    fn text_of(&self, source: &Source<'_>, key: &str) -> Expr {
        let id = source.column(key);
        if self.dialect == Dialect::Postgres { id.cast_as("text") } else { id }
    }

    /// Adds an account to the user with an address, whatever their id is. The account of a password
    /// has the id of the user for its own name, too.
    fn insert_account_by_email(
        &self,
        account: &Source<'_>,
        user: &Source<'_>,
        is_password: bool,
    ) -> Arc<str> {
        let id_of_user = |as_text: bool| {
            let id = user.column("id");
            let id =
                if as_text && self.dialect == Dialect::Postgres { id.cast_as("text") } else { id };
            let mut select = Query::select();
            select.from(user.alias()).expr(id).and_where(user.equals_parameter("email"));
            Expr::SubQuery(None, Box::new(select.into()))
        };
        let keys: Vec<&str> = account.all_keys().into_iter().filter(|key| *key != "id").collect();
        let mut statement = Query::insert();
        statement
            .into_table(account.alias())
            .columns(keys.iter().map(|key| account.bare(key)))
            .values_panic(keys.iter().map(|key| match *key {
                "accountId" if is_password => id_of_user(true),
                "userId" => id_of_user(false),
                _ => parameter(),
            }));
        self.text(&statement)
    }

    pub(super) fn insert(&self, source: &Source<'_>, keys: &[&str]) -> Arc<str> {
        let mut statement = Query::insert();
        statement
            .into_table(source.alias())
            .columns(keys.iter().map(|key| source.bare(key)))
            .values_panic(keys.iter().map(|_| parameter()));
        self.text(&statement)
    }

    /// Sets some columns where others have their values.
    fn update(&self, source: &Source<'_>, set: &[&str], condition: &[&str]) -> Arc<str> {
        let mut statement = Query::update();
        statement.table(source.alias());
        for key in set {
            statement.value(source.bare(key), parameter());
        }
        for key in condition {
            statement.and_where(source.bare_equals(key));
        }
        self.text(&statement)
    }

    /// Ends sessions that have not expired.
    fn end(&self, session: &Source<'_>, condition: Expr) -> Arc<str> {
        let mut statement = Query::update();
        statement
            .table(session.alias())
            .value(session.bare("expiresAt"), parameter())
            .and_where(Expr::col(session.bare("expiresAt")).gt(parameter()))
            .and_where(condition);
        self.text(&statement)
    }

    fn delete(&self, source: &Source<'_>, condition: impl IntoCondition) -> Arc<str> {
        let mut statement = Query::delete();
        statement.from_table(source.alias()).cond_where(condition);
        self.text(&statement)
    }
}
