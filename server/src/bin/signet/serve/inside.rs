use std::future::Future;
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;

use tower_http::services::fs::{Backend, TokioBackend};

type Opened<T> = Pin<Box<dyn Future<Output = io::Result<T>> + Send>>;

/// The files of a folder, and of no other, whatever its symbolic links say.
#[derive(Clone)]
pub(super) struct Inside {
    root: Arc<Path>,
}

impl Inside {
    /// The folder must exist.
    pub(super) fn new(folder: &Path) -> io::Result<Self> {
        Ok(Self { root: folder.canonicalize()?.into() })
    }

    /// The path without links. One that leaves the folder does not exist.
    pub(super) async fn resolve(self, path: PathBuf) -> io::Result<PathBuf> {
        let path = tokio::fs::canonicalize(path).await?;
        if path.starts_with(&self.root) { Ok(path) } else { Err(io::ErrorKind::NotFound.into()) }
    }
}

impl Backend for Inside {
    type File = <TokioBackend as Backend>::File;
    type Metadata = <TokioBackend as Backend>::Metadata;
    type OpenFuture = Opened<Self::File>;
    type MetadataFuture = Opened<Self::Metadata>;

    fn open(&self, path: PathBuf) -> Self::OpenFuture {
        let inside = self.clone();
        Box::pin(async move { TokioBackend.open(inside.resolve(path).await?).await })
    }

    fn metadata(&self, path: PathBuf) -> Self::MetadataFuture {
        let inside = self.clone();
        Box::pin(async move { TokioBackend.metadata(inside.resolve(path).await?).await })
    }
}
