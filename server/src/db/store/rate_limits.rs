use signet_auth_protocol::Timestamp;

use super::Store;
use crate::db::schema::Model;
use crate::db::statement::{Row, Statement, Value};
use crate::db::{DatabaseError, ErrorKind};

/// Each failure means that another request was counted meanwhile.
const ATTEMPTS: usize = 100;

/// How many requests a window holds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window {
    /// In milliseconds.
    pub(crate) length: i64,
    /// How many requests it holds.
    pub(crate) max: i64,
    /// Rows that are older than this, in milliseconds, are of no use to anybody.
    pub(crate) longest: i64,
}

/// What is known of the requests of a client.
struct Counted {
    count: i64,
    last_request: i64,
}

impl Store {
    /// Counts a request, and gives the time since which the client has to wait if it was one too
    /// many. Of requests at the same time no more than allowed are let through.
    pub(crate) async fn count_request(
        &self,
        id: &str,
        key: &str,
        window: Window,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, DatabaseError> {
        for _ in 0..ATTEMPTS {
            let begin = now.0.saturating_sub(window.length);
            match self.counted(key).await? {
                None => {
                    if self.first_request(id, key, now).await? {
                        return Ok(None);
                    }
                }
                Some(counted) if counted.last_request <= begin => {
                    if self.restart(key, begin, window, now).await? {
                        return Ok(None);
                    }
                }
                Some(counted) if counted.count >= window.max => {
                    return Ok(Some(Timestamp(counted.last_request)));
                }
                Some(_) => {
                    let parameters = vec![
                        1_i64.into(),
                        now.0.into(),
                        key.into(),
                        begin.into(),
                        window.max.into(),
                    ];
                    let statement = Statement::new(&self.statements().count_rate_limit, parameters);
                    if self.changes_one(statement).await? {
                        return Ok(None);
                    }
                }
            }
        }
        Err(DatabaseError::new(ErrorKind::Unavailable, "too many count the same requests at once"))
    }

    async fn counted(&self, key: &str) -> Result<Option<Counted>, DatabaseError> {
        let statement = Statement::new(&self.statements().rate_limit, vec![key.into()]);
        let row: Option<Row> = self.database.query(statement).await?.into_iter().next();
        let Some(row) = row else { return Ok(None) };
        let mut numbers = row.into_iter().map(|value| match value {
            Value::Integer(number) => Ok(number),
            _ => {
                let message = "a row is malformed: a rate limit holds no number";
                Err(DatabaseError::new(ErrorKind::MalformedRow, message))
            }
        });
        match (numbers.next().transpose()?, numbers.next().transpose()?) {
            (Some(count), Some(last_request)) => Ok(Some(Counted { count, last_request })),
            _ => Ok(None),
        }
    }

    async fn first_request(
        &self,
        id: &str,
        key: &str,
        now: Timestamp,
    ) -> Result<bool, DatabaseError> {
        let values = vec![id.into(), key.into(), 1_i64.into(), now.0.into()];
        self.model(Model::RateLimit)?;
        let statement = Statement::new(&self.statements().insert_rate_limit, self.inserted(values));
        match self.database.write(vec![statement]).await {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == ErrorKind::UniqueViolation => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn restart(
        &self,
        key: &str,
        begin: i64,
        window: Window,
        now: Timestamp,
    ) -> Result<bool, DatabaseError> {
        let statements = self.statements();
        let parameters = vec![1_i64.into(), now.0.into(), key.into(), begin.into()];
        if !self.changes_one(Statement::new(&statements.restart_rate_limit, parameters)).await? {
            return Ok(false);
        }
        let useless = now.0.saturating_sub(window.longest).into();
        let clean_up = Statement::new(&statements.delete_rate_limits, vec![useless]);
        if let Err(error) = self.database.write(vec![clean_up]).await {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "old counts of requests could not be deleted");
        }
        Ok(true)
    }

    async fn changes_one(&self, statement: Statement) -> Result<bool, DatabaseError> {
        let outcomes = self.database.write(vec![statement]).await?;
        Ok(outcomes.iter().any(|outcome| outcome.changed > 0))
    }
}
