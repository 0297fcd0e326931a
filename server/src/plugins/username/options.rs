use std::fmt;
use std::sync::Arc;

use crate::hooks::Callback;

/// Whether a name can be one.
pub type Validate = Callback<String, bool>;

/// What becomes of a name when it is stored and looked up.
#[derive(Clone, Default)]
pub enum Normalize {
    /// It is written in small letters.
    #[default]
    LowerCase,
    /// It stays as it is.
    Nothing,
    /// What the application says.
    Custom(Arc<dyn Fn(&str) -> String + Send + Sync>),
}

/// Which form of a name is checked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ValidationOrder {
    /// As it was written.
    #[default]
    PreNormalization,
    /// As it is stored.
    PostNormalization,
}

/// What names are like.
#[derive(Debug, Clone)]
pub struct UsernameOptions {
    /// The fewest UTF-16 code units. Default 3.
    pub min_username_length: usize,
    /// The most UTF-16 code units. Default 30.
    pub max_username_length: usize,
    /// Whether a name can be one. Default: letters from `a` to `z` in either case, digits, `_`, `.`.
    pub username_validator: Option<Validate>,
    /// Whether a name can be shown. Default: any can.
    pub display_username_validator: Option<Validate>,
    /// How a name is stored. Default: in small letters.
    pub username_normalization: Normalize,
    /// How a name is stored that is shown. Default: as it was written.
    pub display_username_normalization: Normalize,
    /// Which form of a name is checked.
    pub username_order: ValidationOrder,
    /// Which form of a shown name is checked.
    pub display_username_order: ValidationOrder,
    /// Whether a user who has a name keeps it. Default `false`.
    pub immutable_username: bool,
    /// Whether a name is also kept as it was written, to be shown. Default `true`.
    pub display_username: bool,
    /// The column of `username`.
    pub username_column: Option<String>,
    /// The column of `displayUsername`.
    pub display_username_column: Option<String>,
}

impl Default for UsernameOptions {
    fn default() -> Self {
        Self {
            min_username_length: 3,
            max_username_length: 30,
            username_validator: None,
            display_username_validator: None,
            username_normalization: Normalize::LowerCase,
            display_username_normalization: Normalize::Nothing,
            username_order: ValidationOrder::default(),
            display_username_order: ValidationOrder::default(),
            immutable_username: false,
            display_username: true,
            username_column: None,
            display_username_column: None,
        }
    }
}

impl UsernameOptions {
    /// A name as it is stored.
    pub(super) fn normalized(&self, username: &str) -> String {
        self.username_normalization.apply(username)
    }

    /// A shown name as it is stored.
    pub(super) fn display_normalized(&self, display_username: &str) -> String {
        self.display_username_normalization.apply(display_username)
    }

    /// Whether the characters of a name are fine.
    pub(super) async fn is_valid(&self, username: &str) -> bool {
        match &self.username_validator {
            Some(validate) => validate.call(username.to_owned()).await,
            None => {
                !username.is_empty()
                    && username
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'.')
            }
        }
    }
}

impl Normalize {
    fn apply(&self, text: &str) -> String {
        match self {
            Self::LowerCase => text.to_lowercase(),
            Self::Nothing => text.to_owned(),
            Self::Custom(normalize) => normalize(text),
        }
    }
}

impl fmt::Debug for Normalize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::LowerCase => "LowerCase",
            Self::Nothing => "Nothing",
            Self::Custom(_) => "Custom(…)",
        })
    }
}
