use signet_auth_protocol::Timestamp;

use super::{Store, UserRow};
use crate::db::statement::Statement;
use crate::db::{DatabaseError, ErrorKind};

impl Store {
    /// Notes that the address of a user is theirs, if it is still this one.
    pub(crate) async fn verify_email(
        &self,
        user: &UserRow,
        now: Timestamp,
    ) -> Result<Option<UserRow>, DatabaseError> {
        let parameters =
            vec![true.into(), now.into(), user.id.as_str().into(), user.email.as_str().into()];
        self.change_user(&user.id, Statement::new(&self.statements().verify_email, parameters))
            .await
    }

    /// Gives a user another address, if theirs is still the one that is known.
    ///
    /// Fails with [`ErrorKind::UniqueViolation`] when the address is somebody else's.
    pub(crate) async fn change_email(
        &self,
        user: &UserRow,
        email: &str,
        verified: bool,
        now: Timestamp,
    ) -> Result<Option<UserRow>, DatabaseError> {
        let parameters = vec![
            email.into(),
            verified.into(),
            now.into(),
            user.id.as_str().into(),
            user.email.as_str().into(),
        ];
        self.change_user(&user.id, Statement::new(&self.statements().change_email, parameters))
            .await
    }

    /// The user after the change; `None` when it found nothing to change.
    async fn change_user(
        &self,
        id: &str,
        change: Statement,
    ) -> Result<Option<UserRow>, DatabaseError> {
        let select = Statement::new(&self.statements().user_by_id, vec![id.into()]);
        match self.write_and_select(vec![change.must_change(), select]).await {
            Ok(row) => row.map(|row| self.user(row)).transpose(),
            Err(error) if error.kind() == ErrorKind::NothingChanged => Ok(None),
            Err(error) => Err(error),
        }
    }
}
