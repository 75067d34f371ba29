//! The viewer's files: those inside this program, or those of a folder.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use broadsheet_pack::regular;

use crate::limits::VIEWER_BYTES;

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/viewer.rs"));
}

/// A reason for which there is no viewer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ViewerError {
    /// Neither embedded nor asked for.
    #[error(
        "this program was built without the viewer: name the folder of a built one with --viewer DIR, or build the \
         program with `cargo xtask dist`, which puts the viewer inside it"
    )]
    Nowhere,
    /// The folder is not one of a viewer.
    #[error("{0} holds no index.html: it is not the folder of a built viewer")]
    NotAViewer(String),
    /// The folder cannot be read.
    #[error("cannot read the viewer's {path}")]
    Io {
        /// The file or folder.
        path: String,
        /// The reason.
        #[source]
        source: io::Error,
    },
}

/// A file of the viewer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewerFile {
    /// Its path in the site, with `/`.
    pub name: String,
    /// Its content.
    pub bytes: Cow<'static, [u8]>,
}

/// The viewer's files, ordered by name: those in `folder`, or the embedded ones.
pub(crate) fn files(folder: Option<&Path>) -> Result<Vec<ViewerFile>, ViewerError> {
    let Some(folder) = folder else {
        let files = embedded::FILES.iter();
        let files: Vec<_> = files
            .map(|(name, bytes)| ViewerFile { name: (*name).into(), bytes: Cow::Borrowed(bytes) })
            .collect();
        return if files.is_empty() { Err(ViewerError::Nowhere) } else { Ok(files) };
    };
    let mut files = Vec::new();
    read_folder(folder, "", &mut files)?;
    files.sort_by(|one, two| one.name.cmp(&two.name));
    if !files.iter().any(|file| file.name == "index.html") {
        return Err(ViewerError::NotAViewer(folder.display().to_string()));
    }
    Ok(files)
}

fn read_folder(folder: &Path, name: &str, files: &mut Vec<ViewerFile>) -> Result<(), ViewerError> {
    let failed = |path: PathBuf| move |source| ViewerError::Io { path: path.display().to_string(), source };
    for entry in fs::read_dir(folder).map_err(failed(folder.to_owned()))? {
        let entry = entry.map_err(failed(folder.to_owned()))?;
        let path = entry.path();
        let file = entry.file_name().to_string_lossy().into_owned();
        let name = if name.is_empty() { file } else { format!("{name}/{file}") };
        if path.is_dir() {
            read_folder(&path, &name, files)?;
        } else {
            let bytes = regular::read(&path, VIEWER_BYTES).map_err(failed(path))?;
            files.push(ViewerFile { name, bytes: Cow::Owned(bytes) });
        }
    }
    Ok(())
}
