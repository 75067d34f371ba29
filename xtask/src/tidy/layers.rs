//! The layers of a package: modules use what is in their own layer and below, never what is above.

use super::edges::Edge;
use super::modules::ModuleFile;
use super::problem::{Kind, Problem};

/// The layers of a package.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layers {
    /// The package's name.
    pub(crate) package: &'static str,
    /// Lowest first. A module has the layer of the longest path here that it is or is below.
    pub(crate) layers: &'static [&'static [&'static str]],
}

impl Layers {
    /// The layer's number, from 0, and the path that says so; `None` if the table does not have the
    /// module.
    fn layer(&self, module: &str) -> Option<(usize, &'static str)> {
        let numbered = self
            .layers
            .iter()
            .enumerate()
            .flat_map(|(number, paths)| paths.iter().map(move |path| (number, *path)));
        numbered.filter(|(_, path)| is_within(module, path)).max_by_key(|(_, path)| path.len())
    }

    /// Returns a problem for each edge upwards, for each module without a layer, and for each path
    /// without a module.
    pub(crate) fn check(&self, modules: &[ModuleFile], edges: &[Edge]) -> Vec<Problem> {
        let upward = edges.iter().filter_map(|edge| self.upward(edge));
        let unknown = modules.iter().filter(|module| self.layer(&module.path).is_none()).map(|module| Problem {
            kind: Kind::UnknownLayer,
            file: module.file.clone(),
            line: 1,
            message: format!(
                "the module `{}` has no layer: name it in xtask/src/tidy/tables.rs among the layers of {}, below all that use it",
                module.path, self.package
            ),
        });
        let empty = self
            .layers
            .iter()
            .copied()
            .flatten()
            .filter(|path| !modules.iter().any(|module| is_within(&module.path, path)));
        let empty = empty.map(|path| Problem {
            kind: Kind::UnknownLayer,
            file: "xtask/src/tidy/tables.rs".to_owned(),
            line: 1,
            message: format!(
                "{} has no module `{path}` any more: take it out of the table of layers",
                self.package
            ),
        });
        upward.chain(unknown).chain(empty).collect()
    }

    fn upward(&self, edge: &Edge) -> Option<Problem> {
        let (from, own) = self.layer(&edge.from.path)?;
        let (to, above) = self.layer(&edge.to.path)?;
        if from >= to {
            return None;
        }
        let message = format!(
            "`{}` (layer {own}) uses `{}` of `{}` (layer {above}), and {above} is above {own}: \
             hand it over as an argument, or move it down",
            edge.from.path, edge.name, edge.to.path
        );
        Some(Problem { kind: Kind::UpwardEdge, file: edge.from.file.clone(), line: edge.line, message })
    }
}

/// Returns the problem of a package that the table does not have.
pub(crate) fn missing(package: &str, manifest: &str) -> Problem {
    Problem {
        kind: Kind::UnknownLayer,
        file: manifest.to_owned(),
        line: 1,
        message: format!("the crate {package} has no layers: name them in xtask/src/tidy/tables.rs"),
    }
}

fn is_within(module: &str, path: &str) -> bool {
    module.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}
