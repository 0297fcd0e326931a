use std::ops::Deref;

/// What was looked up among the things of one user. Whatever changes or reveals something that a
/// request names by its id takes one, so that nobody reaches what is somebody else's.
#[derive(Debug, Clone)]
pub(crate) struct Owned<T>(T);

impl<T> Owned<T> {
    /// Only for what a query for the user's own has given, or a cookie that the server has sealed
    /// for them.
    pub(crate) fn new(of_user: T) -> Self {
        Self(of_user)
    }

    pub(crate) fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Owned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}
