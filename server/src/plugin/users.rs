use super::PluginContext;
use crate::account::{
    AdditionalInput, WriteError, Written, check_new_password, check_password_length, defaults,
    for_new_user, prove_email, validate_user_info,
};
use crate::db::schema::Model;
use crate::db::{
    AccountRow, Additional, Changes, DatabaseError, ErrorKind, NewCredential, NewUser,
    PasswordHash, UserRow,
};
use crate::endpoints::email_verification::mail_verification;
use crate::error::ApiError;
use crate::hooks::UserInfo;

/// Users, and the ways in which they sign in. Hooks run around every write.
pub struct Users<'c> {
    context: &'c PluginContext,
}

impl<'c> Users<'c> {
    pub(super) fn new(context: &'c PluginContext) -> Self {
        Self { context }
    }

    /// Finds a user by their id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find(&self, id: &str) -> Result<Option<UserRow>, DatabaseError> {
        self.context.core().store.find_user(id).await
    }

    /// Finds a user by their address, in whatever case.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_by_email(&self, email: &str) -> Result<Option<UserRow>, DatabaseError> {
        self.context.core().store.find_user_by_email(&email.to_lowercase()).await
    }

    /// Finds a user by a field that holds texts.
    ///
    /// # Errors
    /// When users have no such field, or the database fails.
    pub async fn find_by(
        &self,
        field: &str,
        value: &str,
    ) -> Result<Option<UserRow>, DatabaseError> {
        self.context.core().store.find_user_by(field, value).await
    }

    /// A user to be created, with an id and the defaults of additional fields.
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn draft(&self, email: &str, name: &str) -> Result<NewUser, ApiError> {
        let core = self.context.core();
        Ok(NewUser {
            id: core.row_id(Model::User)?,
            name: name.to_owned(),
            email: email.to_lowercase(),
            email_verified: false,
            image: None,
            created_at: core.now(),
            additional: defaults(&core.options.user.additional_fields),
        })
    }

    /// What a client may set of the additional fields of a new user.
    ///
    /// # Errors
    /// `FIELD_NOT_ALLOWED` or `MISSING_FIELD`.
    pub fn additional(&self, input: AdditionalInput) -> Result<Additional, ApiError> {
        for_new_user(&self.context.core().options.user.additional_fields, input)
    }

    /// Creates a user without any account; `None` when a hook refused. `method` is how they come,
    /// such as `magic-link`, for the application's check of who may become a user.
    ///
    /// # Errors
    /// When the application does not want the user, the address is taken, or the database fails.
    pub async fn create(
        &self,
        user: NewUser,
        method: &'static str,
    ) -> Result<Option<UserRow>, WriteError> {
        let core = self.context.core();
        validate_user_info(core, UserInfo::with_method(&user, method)).await?;
        core.users.create_alone(user).await
    }

    /// Changes a user; fields are named by the keys of the schema.
    ///
    /// # Errors
    /// When a value does not fit or occurs already, or the database fails.
    pub async fn update(&self, id: &str, changes: Changes) -> Result<Written<UserRow>, WriteError> {
        let core = self.context.core();
        let written = core.users.update(id, changes, core.now()).await?;
        self.told(written).await
    }

    /// Notes that the address of a user is theirs, if it is still this one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn verify_email(&self, user: &UserRow) -> Result<Written<UserRow>, WriteError> {
        let core = self.context.core();
        let written = core.users.verify_email(user, core.now()).await?;
        self.told(written).await
    }

    /// Gives a user another address, which they have shown to be theirs.
    ///
    /// # Errors
    /// When the address is taken ([`ErrorKind::UniqueViolation`]) or the database fails.
    pub async fn change_email(
        &self,
        user: &UserRow,
        email: &str,
    ) -> Result<Written<UserRow>, WriteError> {
        let core = self.context.core();
        let email = email.to_lowercase();
        let written = core.users.change_email(user, &email, true, core.now()).await?;
        self.told(written).await
    }

    /// Notes that somebody has shown that the address of a user is theirs. Where nobody has before,
    /// whatever accounts and sessions the user had may be somebody else's, and end. `None` when the
    /// user is gone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn prove_email(&self, user: &UserRow) -> Result<Option<UserRow>, WriteError> {
        let proved = prove_email(self.context.core(), user.clone()).await?;
        let Some(proved) = proved else { return Ok(None) };
        self.context.core().sessions.user_changed(&proved).await;
        Ok(Some(proved))
    }

    /// The accounts of a user, the oldest first, 100 at most.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn accounts(&self, user_id: &str) -> Result<Vec<AccountRow>, DatabaseError> {
        self.context.core().store.list_accounts(user_id).await
    }

    /// Whether a user has a password.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_password(&self, user_id: &str) -> Result<bool, DatabaseError> {
        Ok(self.password(user_id).await?.is_some())
    }

    /// Whether this is the password of a user. Without one it takes as long.
    ///
    /// # Errors
    /// When the database fails, or too many others are waiting.
    pub async fn check_password(&self, user_id: &str, password: &str) -> Result<bool, ApiError> {
        match self.password(user_id).await? {
            Some(hash) => Ok(self.context.core().passwords.verify(hash, password).await?),
            None => {
                self.spend_a_hash(password).await?;
                Ok(false)
            }
        }
    }

    /// Takes as long as the check of a password, so that time does not tell who has one.
    ///
    /// # Errors
    /// When too many others are waiting.
    pub async fn spend_a_hash(&self, password: &str) -> Result<(), ApiError> {
        self.context.core().passwords.hash(password).await?;
        Ok(())
    }

    /// Checks whether a password may be set.
    ///
    /// # Errors
    /// `PASSWORD_TOO_SHORT` or `PASSWORD_TOO_LONG`.
    pub fn check_new_password(&self, password: &str) -> Result<(), ApiError> {
        check_new_password(self.context.core(), password)
    }

    /// Gives a user a password, whether they have one or not.
    ///
    /// # Errors
    /// When the database fails, or too many others are waiting.
    pub async fn set_password(&self, user_id: &str, password: &str) -> Result<(), ApiError> {
        let core = self.context.core();
        let hash = core.passwords.hash(password).await?;
        if core.store.credential_of(user_id).await?.is_some() {
            core.accounts.set_password(user_id, None, hash, core.now()).await?;
            return Ok(());
        }
        let credential = NewCredential {
            id: core.row_id(Model::Account)?,
            password: hash.clone(),
            additional: defaults(&core.options.account.additional_fields),
        };
        match core.accounts.create_credential(user_id, credential, core.now()).await {
            // Somebody has set one meanwhile.
            Err(error) if error.kind() == Some(ErrorKind::NothingChanged) => {
                core.accounts.set_password(user_id, None, hash, core.now()).await?;
            }
            result => result?,
        }
        Ok(())
    }

    /// Checks whether a password is short enough to be one.
    ///
    /// # Errors
    /// `PASSWORD_TOO_LONG`.
    pub fn check_password_length(&self, password: &str) -> Result<(), ApiError> {
        check_password_length(self.context.core(), password)
    }

    /// Mails a link that verifies the address of a user, if mails can be sent. `callback_url` is where
    /// it leads, and must be trusted.
    pub fn send_verification_mail(&self, user: &UserRow, callback_url: Option<&str>) {
        mail_verification(self.context.core(), user, callback_url);
    }

    /// A user as clients see them.
    pub fn shown(&self, user: UserRow) -> crate::User {
        crate::endpoints::user(user)
    }

    async fn password(&self, user_id: &str) -> Result<Option<PasswordHash>, DatabaseError> {
        let credential = self.context.core().store.credential_of(user_id).await?;
        Ok(credential.and_then(|credential| credential.password))
    }

    /// Sessions that carry their users along learn of a change.
    async fn told(&self, written: Written<UserRow>) -> Result<Written<UserRow>, WriteError> {
        if let Written::Done(user) = &written {
            self.context.core().sessions.user_changed(user).await;
        }
        Ok(written)
    }
}
