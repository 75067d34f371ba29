//! Trunk, wasm-bindgen and others: built by Cargo once, kept outside the clone under their version.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::notice::print_install_notice;
use super::{search, version};
use crate::folders;
use crate::process;
use crate::project::Project;

/// 0.22 needs a newer rustc than this project does.
const TRUNK_VERSION: &str = "0.21.14";
/// Understands what the `wasm_split_helpers` in Cargo.lock marks.
const WASM_SPLIT_VERSION: &str = "0.2.4";

/// Set for every Trunk that this program starts, and so for the hooks that such a Trunk calls.
pub(crate) const OWN_BUILD: &str = "BROADSHEET_OWN_BUILD";

/// The programs that turn the viewer's crate into files for a browser, of the right versions.
pub(crate) struct WebTools {
    trunk: PathBuf,
    wasm_bindgen: PathBuf,
}

impl WebTools {
    /// Finds or builds them.
    pub(crate) fn ensure(project: &Project) -> Result<Self> {
        let lock = project.root.join("Cargo.lock");
        let lock = fs_err::read_to_string(&lock)?;
        let wasm_bindgen = version::in_lock_file(&lock, "wasm-bindgen")
            .context("Cargo.lock has no wasm-bindgen, so its command's version is unknown")?;
        let trunk = CargoTool {
            package: "trunk",
            programs: &["trunk"],
            version: TRUNK_VERSION,
            features: &[],
            locked: true,
            why: "it builds the viewer",
        };
        let wasm_bindgen = CargoTool {
            package: "wasm-bindgen-cli",
            programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
            version: wasm_bindgen,
            features: &[],
            // 0.2.130's own lock file names a version that was withdrawn.
            locked: false,
            why: "it must be of the same version as the viewer's wasm-bindgen",
        };
        Ok(Self { trunk: trunk.ensure(project)?, wasm_bindgen: wasm_bindgen.ensure(project)? })
    }

    /// A Trunk command that never looks for anything on the network: crates are fetched by Cargo
    /// before, and wasm-bindgen stands first on its PATH, where Trunk looks before it would
    /// download one.
    pub(crate) fn trunk(&self, project: &Project) -> Result<Command> {
        process::run(project.cargo().args(["fetch", "--quiet"]))?;
        let folders = [&self.wasm_bindgen, &self.trunk].into_iter().cloned();
        let search_path = search::search_path();
        let path: OsString = std::env::join_paths(folders.chain(std::env::split_paths(&search_path)))
            .context("a folder's name in PATH has a separator in it")?;
        let mut command = project.command(search::program_in(&self.trunk, "trunk"));
        command.env("PATH", path).env("TRUNK_SKIP_VERSION_CHECK", "true").env("TRUNK_OFFLINE", "true");
        command.env(OWN_BUILD, "true");
        // Trunk takes any value but `true` and `false` as a mistake, and many terminals set this
        // one to 1.
        command.env_remove("NO_COLOR");
        Ok(command)
    }

    /// The program that makes a browser's module of a linked one.
    pub(crate) fn wasm_bindgen(&self) -> PathBuf {
        search::program_in(&self.wasm_bindgen, "wasm-bindgen")
    }

    /// The program that runs wasm-bindgen's tests in a browser.
    pub(crate) fn test_runner(&self) -> PathBuf {
        search::program_in(&self.wasm_bindgen, "wasm-bindgen-test-runner")
    }
}

/// Finds or builds the program that cuts a wasm module into parts.
pub(crate) fn wasm_split(project: &Project) -> Result<PathBuf> {
    let tool = CargoTool {
        package: "wasm_split_cli_support",
        programs: &["wasm-split-cli"],
        version: WASM_SPLIT_VERSION,
        features: &["build-binary"],
        locked: true,
        why: "it cuts off what the viewer's first screen does not need",
    };
    Ok(search::program_in(&tool.ensure(project)?, "wasm-split-cli"))
}

/// Finds or builds the program that builds and runs fuzz targets.
pub(crate) fn cargo_fuzz(project: &Project) -> Result<PathBuf> {
    let tool = CargoTool {
        package: "cargo-fuzz",
        programs: &["cargo-fuzz"],
        version: "0.13.2",
        features: &[],
        locked: false,
        why: "it runs the fuzz targets",
    };
    Ok(search::program_in(&tool.ensure(project)?, "cargo-fuzz"))
}

/// Finds or builds the program that checks the crates that this project depends on.
pub(crate) fn cargo_deny(project: &Project) -> Result<PathBuf> {
    let tool = CargoTool {
        package: "cargo-deny",
        programs: &["cargo-deny"],
        version: "0.20.2",
        features: &[],
        locked: true,
        why: "it checks advisories, licences, duplicates and sources of dependencies",
    };
    Ok(search::program_in(&tool.ensure(project)?, "cargo-deny"))
}

/// Finds or builds the program that drives Firefox.
pub(super) fn geckodriver(project: &Project) -> Result<PathBuf> {
    let tool = CargoTool {
        package: "geckodriver",
        programs: &["geckodriver"],
        version: "0.37.1",
        features: &[],
        locked: false,
        why: "it drives Firefox",
    };
    Ok(search::program_in(&tool.ensure(project)?, "geckodriver"))
}

struct CargoTool<'a> {
    package: &'a str,
    /// The programs of it that are used here; the first tells the version.
    programs: &'a [&'a str],
    version: &'a str,
    /// Cargo features that it is built with.
    features: &'a [&'a str],
    /// `true` if it builds with the dependencies of its own lock file.
    locked: bool,
    why: &'a str,
}

impl CargoTool<'_> {
    /// The folder of its programs.
    fn ensure(&self, project: &Project) -> Result<PathBuf> {
        if let Some(folder) = self.installed_elsewhere() {
            return Ok(folder);
        }
        let home = project.cache.join("tools").join(self.name());
        if !self.is_in(&home.join("bin")) {
            self.install(project, &home)?;
        }
        Ok(home.join("bin"))
    }

    fn name(&self) -> String {
        format!("{}-{}", self.package, self.version)
    }

    fn is_in(&self, folder: &Path) -> bool {
        self.programs.iter().all(|program| search::program_in(folder, program).is_file())
    }

    fn installed_elsewhere(&self) -> Option<PathBuf> {
        let program = search::find(&self.programs[..1], &search::search_path())?;
        let said = process::output(Command::new(&program).arg("--version")).ok()?;
        let folder = program.parent()?;
        (version::in_text(&said) == Some(self.version) && self.is_in(folder)).then(|| folder.to_owned())
    }

    /// Builds it into another folder, then renames that: an interrupted build is never taken for a
    /// whole one. Compiled parts stay in the cache until it worked, so that a second try goes on
    /// where the first one stopped. Two at once wait for each other, since Cargo locks both
    /// folders.
    fn install(&self, project: &Project, home: &Path) -> Result<()> {
        print_install_notice(&format!("{} {} (some minutes, once)", self.package, self.version), self.why);
        let tools = project.cache.join("tools");
        let unfinished = tools.join(format!(".{}.unfinished", self.name()));
        let build = project.cache.join("build").join(self.name());
        fs_err::create_dir_all(&tools)?;

        let mut cargo = project.cargo();
        // From the cache: the settings in this repository's .cargo/ are not the tool's.
        cargo.current_dir(&project.cache).env_remove("CARGO_TARGET_DIR");
        cargo.args(["install", self.package, "--version", self.version]);
        cargo.arg("--root").arg(&unfinished).arg("--target-dir").arg(&build);
        for feature in self.features {
            cargo.args(["--features", feature]);
        }
        if self.locked {
            cargo.arg("--locked");
        }
        // The tools' own release profiles optimise for minutes what runs for a second.
        for setting in ["lto=false", "codegen-units=16", "opt-level=1", "debug=false"] {
            cargo.args(["--config", &format!("profile.release.{setting}")]);
        }
        process::run(&mut cargo).with_context(|| format!("installing {}", self.name()))?;
        ensure!(self.is_in(&unfinished.join("bin")), "{} installed without {:?}", self.name(), self.programs);

        if std::fs::rename(&unfinished, home).is_err() && !self.is_in(&home.join("bin")) {
            // Something else lies there, whole it is not: no version of this program ever leaves it
            // so.
            fs_err::remove_dir_all(home)?;
            fs_err::rename(&unfinished, home)?;
        }
        for leftover in [unfinished, build] {
            folders::remove(&leftover)?;
        }
        Ok(())
    }
}
