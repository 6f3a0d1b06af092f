//! Where a SQLite file was opened, and whether it is still there.

use std::path::{Path, PathBuf};

use crate::error::{Error, OrInternal, Unavailable};

/// The file that was opened, by its name and by what it is to the file system. A server's database has no place.
#[derive(Debug, Default)]
pub struct OpenedFile(Option<(PathBuf, Identity)>);

/// Device and number of a file: they stay when it is renamed, and another file of its name has others.
type Identity = (u64, u64);

impl OpenedFile {
    /// The place of a file that was just opened.
    pub fn open(file: &Path) -> Result<Self, Error> {
        let known = std::fs::metadata(file).or_internal("the file of the database cannot be seen")?;
        Ok(Self(Some((file.to_owned(), identity(&known)))))
    }

    /// Refuses where the name leads to another file, or to none: what is written now would be lost.
    pub fn check(&self) -> Result<(), Error> {
        let Self(Some((file, opened))) = self else {
            return Ok(());
        };
        match std::fs::metadata(file) {
            Ok(found) if identity(&found) == *opened => Ok(()),
            _ => Err(Error::Unavailable(Unavailable::Moved)),
        }
    }
}

#[cfg(unix)]
fn identity(file: &std::fs::Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;
    (file.dev(), file.ino())
}

#[cfg(not(unix))]
fn identity(_: &std::fs::Metadata) -> Identity {
    (0, 0)
}
