//! Media files beside the posts: images, audio and video.

mod data_url;
mod kind;
mod local_file;
mod local_path;
mod media_file;
mod store;
mod svg;

pub(crate) use data_url::is_data_url;
pub use local_path::decode_percent;
pub(crate) use media_file::LEFT_OUT;
pub use media_file::{Media, MediaDiagnostic, MediaLookup};
pub use store::MediaStore;
