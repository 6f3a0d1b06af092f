//! What commands print, and the files they write.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

/// Prints a line. What reads it may stop when it has enough: then the command ends, and that is no failure.
macro_rules! say {
    ($($said:tt)*) => {{
        use std::io::Write as _;
        writeln!(std::io::stdout(), $($said)*)
    }};
}
pub(super) use say;

/// A file that appears under its name only when it is whole, and takes the place of none.
#[derive(Debug)]
pub struct NewFile {
    path: PathBuf,
    partial: PathBuf,
}

impl NewFile {
    /// Of that name, which must be free, in a folder that is there. What an earlier command left behind half written goes.
    pub fn at(path: PathBuf) -> anyhow::Result<Self> {
        if path.exists() {
            bail!("{} exists already; name a new file", path.display());
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
            bail!(
                "cannot write {}: there is no folder {}",
                path.display(),
                folder.display()
            );
        }
        let mut partial = path.clone().into_os_string();
        partial.push(".partial");
        let partial = PathBuf::from(partial);
        if partial.exists() {
            std::fs::remove_file(&partial).with_context(|| format!("cannot remove {}", partial.display()))?;
        }
        Ok(Self { path, partial })
    }

    /// Where it is written until it is whole.
    pub fn partial(&self) -> &Path {
        &self.partial
    }

    /// Its name.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Gives it its name.
    pub fn finish(&self) -> anyhow::Result<()> {
        std::fs::rename(&self.partial, &self.path).with_context(|| format!("cannot write {}", self.path.display()))
    }
}
