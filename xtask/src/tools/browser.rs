//! Chromium, Firefox and WebKit, and the drivers that programs speak to them through.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use super::notice::print_install_notice;
use super::{cargo_tool, node, search, version};
use crate::process;
use crate::project::Project;

const CHROMIUM: Program = Program {
    variable: "CHROME",
    names: &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"],
};
const DRIVER: Program = Program { variable: "CHROMEDRIVER", names: &["chromedriver"] };

const FIREFOX: Program = Program { variable: "FIREFOX", names: &["firefox-esr", "firefox"] };
const FIREFOX_DRIVER: Program = Program { variable: "GECKODRIVER", names: &["geckodriver"] };

const WEBKIT_DRIVER: Program = Program { variable: "WEBKIT_DRIVER", names: &["WebKitWebDriver"] };
const XVFB: Program = Program { variable: "XVFB", names: &["Xvfb"] };
/// Packages of Debian with WebKitGTK, its small browser and its driver, and with a display in
/// memory, which that browser needs.
const WEBKIT_PACKAGES: &[&str] = &["webkit2gtk-driver", "xvfb", "fonts-noto-cjk"];

const WHY: &str = "the viewer is tested in it";

/// No sandbox (root has none to use), and none of the requests that Chromium makes on its own
/// account.
const ARGUMENTS: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
];

/// A Chromium to test in.
pub(crate) struct Browser {
    /// The browser's program.
    pub(crate) chromium: PathBuf,
}

impl Browser {
    /// Finds or installs Chromium.
    pub(crate) fn ensure(project: &Project) -> Result<Self> {
        if let Some(chromium) = CHROMIUM.find()? {
            return Ok(Self { chromium });
        }
        if can_use_apt() {
            install_with_apt(project)?;
            let chromium = CHROMIUM.find()?.context("apt-get installed chromium, but it is not on PATH")?;
            return Ok(Self { chromium });
        }
        install_with_playwright(project)
            .map(|chromium| Self { chromium })
            .context("install Chromium, or set CHROME to the program of one")
    }

    /// Finds or installs the driver of the same major version. None where there is no way to
    /// install one.
    pub(crate) fn driver(&self, project: &Project) -> Result<Option<PathBuf>> {
        let mut driver = DRIVER.find()?;
        if driver.is_none() && can_use_apt() {
            install_with_apt(project)?;
            driver = DRIVER.find()?;
        }
        let Some(driver) = driver else { return Ok(None) };
        let chromium = major_of(&self.chromium)?;
        let found = major_of(&driver)?;
        ensure!(
            found == chromium,
            "{} is version {chromium} but {} is version {found}: ChromeDriver drives its own version only",
            self.chromium.display(),
            driver.display(),
        );
        Ok(Some(driver))
    }

    /// Writes the file from which wasm-bindgen's test runner takes the browser and its arguments.
    pub(crate) fn write_capabilities(&self, project: &Project) -> Result<PathBuf> {
        let folder = project.target.join("xtask");
        fs_err::create_dir_all(&folder)?;
        let file = folder.join("webdriver.json");
        fs_err::write(&file, capabilities(&self.chromium.to_string_lossy()))?;
        Ok(file)
    }
}

/// Returns what the driver is to start, as JSON.
fn capabilities(chromium: &str) -> String {
    let path = chromium.replace('\\', r"\\").replace('"', "\\\"");
    let arguments: Vec<_> = ARGUMENTS.iter().map(|argument| format!("\"{argument}\"")).collect();
    format!("{{\"goog:chromeOptions\":{{\"binary\":\"{path}\",\"args\":[{}]}}}}\n", arguments.join(","))
}

/// A Firefox to test in.
pub(crate) struct Firefox {
    /// The browser's program.
    pub(crate) firefox: PathBuf,
    /// The program that drives it.
    pub(crate) driver: PathBuf,
}

impl Firefox {
    /// Finds or installs Firefox and its driver. None where there is no Firefox and no way to
    /// install one, but in CI, where that fails.
    pub(crate) fn ensure(project: &Project) -> Result<Option<Self>> {
        let mut firefox = FIREFOX.find()?;
        if firefox.is_none() && can_use_apt() {
            print_install_notice("Firefox with apt-get", WHY);
            apt_install(project, &["firefox-esr"])?;
            firefox = FIREFOX.find()?;
        }
        let Some(firefox) = firefox else {
            ensure!(
                std::env::var_os("CI").is_none(),
                "install Firefox, or set FIREFOX to the program of one"
            );
            return Ok(None);
        };
        let driver = match FIREFOX_DRIVER.find()? {
            Some(driver) => driver,
            None => cargo_tool::geckodriver(project)?,
        };
        Ok(Some(Self { firefox, driver }))
    }
}

/// A WebKit to test in: WebKitGTK's own small browser.
pub(crate) struct WebKit {
    /// The browser's program, MiniBrowser.
    pub(crate) browser: PathBuf,
    /// The program that drives it.
    pub(crate) driver: PathBuf,
    /// The display that it draws on, in memory.
    pub(crate) display: PathBuf,
}

impl WebKit {
    /// Finds or installs WebKit, its driver and a display. `None` where they are not all there and
    /// cannot be installed.
    pub(crate) fn ensure(project: &Project) -> Result<Option<Self>> {
        let found = Self::find()?;
        if found.is_some() || !can_use_apt() {
            return Ok(found);
        }
        print_install_notice("WebKitGTK, its driver and Xvfb with apt-get", WHY);
        apt_install(project, WEBKIT_PACKAGES)?;
        Self::find()
    }

    fn find() -> Result<Option<Self>> {
        let named = std::env::var_os("WEBKIT").filter(|value| !value.is_empty()).map(PathBuf::from);
        let browser = named.or_else(mini_browser);
        Ok(match (browser, WEBKIT_DRIVER.find()?, XVFB.find()?) {
            (Some(browser), Some(driver), Some(display)) => Some(Self { browser, driver, display }),
            _ => None,
        })
    }
}

/// The newest MiniBrowser where Debian and its like put it, which is not on PATH:
/// `/usr/lib/TRIPLE/webkit2gtk-4.1/`.
fn mini_browser() -> Option<PathBuf> {
    let below = |folder: PathBuf| std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let folders = below("/usr/lib".into()).flat_map(|triple| below(triple.path())).map(|entry| entry.path());
    let is_webkit = |folder: &PathBuf| {
        folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with("webkit"))
    };
    folders.filter(is_webkit).map(|folder| folder.join("MiniBrowser")).filter(|path| path.is_file()).max()
}

struct Program {
    /// The environment variable that names it.
    variable: &'static str,
    names: &'static [&'static str],
}

impl Program {
    fn find(&self) -> Result<Option<PathBuf>> {
        self.find_in(std::env::var_os(self.variable), &search::search_path())
    }

    fn find_in(&self, named: Option<OsString>, search_path: &OsString) -> Result<Option<PathBuf>> {
        match named.filter(|value| !value.is_empty()) {
            None => Ok(search::find(self.names, search_path)),
            Some(value) if PathBuf::from(&value).is_file() => Ok(Some(value.into())),
            Some(value) => {
                bail!("{} is set to {}, and there is no such file", self.variable, value.display())
            }
        }
    }
}

fn major_of(program: &PathBuf) -> Result<u32> {
    let said = process::output(Command::new(program).arg("--version"))?;
    version::in_text(&said)
        .and_then(version::major)
        .with_context(|| format!("{} says `{}` of its version", program.display(), said.trim()))
}

/// Debian itself, not its descendants: Ubuntu's package of that name needs snap.
fn can_use_apt() -> bool {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let user = process::output(Command::new("id").arg("-u")).unwrap_or_default();
    is_debian(&release) && user.trim() == "0"
}

fn is_debian(os_release: &str) -> bool {
    os_release.lines().any(|line| line == "ID=debian" || line == "ID=\"debian\"")
}

fn install_with_apt(project: &Project) -> Result<()> {
    print_install_notice("Chromium, ChromeDriver and Noto's Han fonts with apt-get", WHY);
    apt_install(project, &["chromium", "chromium-driver", "fonts-noto-cjk"])
}

fn apt_install(project: &Project, packages: &[&str]) -> Result<()> {
    process::run(project.command("apt-get").args(["update", "--quiet"]))?;
    let mut install = project.command("apt-get");
    install.args(["install", "--quiet", "--yes", "--no-install-recommends"]).args(packages);
    process::run(install.env("DEBIAN_FRONTEND", "noninteractive"))
}

fn install_with_playwright(project: &Project) -> Result<PathBuf> {
    node::ensure_packages(project)?;
    print_install_notice("Chromium with Playwright", WHY);
    process::run(node::playwright(project).args(["install", "chromium"]))?;
    let script = "process.stdout.write(require('@playwright/test').chromium.executablePath())";
    let mut node = project.command("node");
    node.current_dir(project.root.join("tests/e2e")).args(["-e", script]);
    Ok(process::output(&mut node)?.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_goes_before_path_and_must_name_a_file() {
        let empty = OsString::new();
        let here = std::env::current_exe().expect("the test's own program");
        let found = CHROMIUM.find_in(Some(here.clone().into()), &empty).expect("the file is there");
        assert_eq!(found, Some(here));
        let error = CHROMIUM.find_in(Some("/no/such/chrome".into()), &empty).expect_err("no such file");
        assert_eq!(error.to_string(), "CHROME is set to /no/such/chrome, and there is no such file");
        assert_eq!(DRIVER.find_in(Some(empty.clone()), &empty).expect("unset"), None);
    }

    #[test]
    fn capabilities_are_json_whatever_the_path() {
        let text = capabilities(r#"C:\a "b"\chrome.exe"#);
        assert!(
            text.starts_with(r#"{"goog:chromeOptions":{"binary":"C:\\a \"b\"\\chrome.exe","args":["--"#),
            "{text}"
        );
    }

    #[test]
    fn only_debian_itself_installs_with_apt() {
        assert!(is_debian("NAME=x\nID=debian\nVERSION_ID=12"));
        assert!(!is_debian("ID=ubuntu\nID_LIKE=debian"));
    }
}
