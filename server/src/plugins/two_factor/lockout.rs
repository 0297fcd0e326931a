//! Users who are locked out after too many wrong codes, whatever challenge and factor they were for
//! (NIST SP 800-63B, section 5.2.2).

use serde_json::Value;

use super::row::{FAILURES, LOCKED_UNTIL, Row};
use super::{ACCOUNT_TEMPORARILY_LOCKED, TWO_FACTOR, TwoFactor};
use crate::ApiError;
use crate::db::Changes;
use crate::plugin::PluginContext;

impl TwoFactor {
    /// Fails while the user is locked out. The count begins anew after that.
    pub(super) async fn check_lock(
        &self,
        context: &PluginContext,
        row: &Row,
    ) -> Result<(), ApiError> {
        if self.options.account_lockout.is_none() {
            return Ok(());
        }
        let Some(until) = row.locked_until else { return Ok(()) };
        let now = context.now();
        if until > now {
            return Err(ACCOUNT_TEMPORARILY_LOCKED.into());
        }
        // Somebody else's failure may have locked the user again meanwhile.
        let expired = row.filter().less(LOCKED_UNTIL, now.plus_seconds(1).to_string());
        context.rows(TWO_FACTOR).update(expired, unlocked()).await?;
        Ok(())
    }

    /// Counts a wrong code.
    pub(super) async fn count_failure(
        &self,
        context: &PluginContext,
        row: &Row,
    ) -> Result<(), ApiError> {
        let Some(lockout) = self.options.account_lockout else { return Ok(()) };
        let rows = context.rows(TWO_FACTOR);
        rows.add(row.filter(), &[(FAILURES, 1)], Changes::default()).await?;
        let failures = row.again(context).await?.map_or(0, |row| row.failures);
        if failures >= lockout.max_failed_attempts {
            let until = context.now().plus_seconds(lockout.duration_seconds);
            let spent = row.filter().greater(FAILURES, lockout.max_failed_attempts - 1);
            let locked = Changes::default().with(LOCKED_UNTIL, until.to_string());
            rows.update(spent, locked).await?;
        }
        Ok(())
    }

    /// Forgets wrong codes after a right one.
    pub(super) async fn forget_failures(
        &self,
        context: &PluginContext,
        row: &Row,
    ) -> Result<(), ApiError> {
        if self.options.account_lockout.is_some() {
            context.rows(TWO_FACTOR).update(row.filter(), unlocked()).await?;
        }
        Ok(())
    }
}

fn unlocked() -> Changes {
    Changes::default().with(FAILURES, 0).with(LOCKED_UNTIL, Value::Null)
}
