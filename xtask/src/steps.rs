//! The steps of `check` and `test`, and the program that runs them.

use std::fmt::Write as _;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};

use crate::deny;
use crate::dist;
use crate::links;
use crate::process;
use crate::project::Project;
use crate::scripts;
use crate::site_check;
use crate::size;
use crate::tidy;
use crate::tools::{self, Browser, Firefox, WASM_TARGET, WebKit, WebTools};

struct Step {
    name: &'static str,
    about: &'static str,
    /// Part of `check`.
    fast: bool,
    run: fn(&Project, &Options) -> Result<()>,
}

struct Options {
    /// Arguments that go to Playwright as they are.
    playwright: Vec<String>,
}

/// In this order: the quick ones that fail most often first, and `dist` before what looks at its
/// result.
const STEPS: &[Step] = &[
    Step { name: "lock", about: "Cargo.lock is the committed one (in CI)", fast: true, run: lock },
    Step { name: "fmt", about: "rustfmt has nothing to change", fast: true, run: fmt },
    Step {
        name: "tidy",
        about: "the rules of the house: layers, sizes, comments",
        fast: true,
        run: |project, _| tidy::check(project),
    },
    Step {
        name: "scripts",
        about: "format, types and rules of scripts and styles",
        fast: true,
        run: |project, _| scripts::check(project),
    },
    Step { name: "links", about: "links and anchors of the Markdown files", fast: true, run: markdown_links },
    Step {
        name: "deny",
        about: "advisories, licences, duplicates, sources of crates",
        fast: true,
        run: |project, _| deny::check(project),
    },
    Step { name: "clippy", about: "clippy for the host", fast: true, run: clippy },
    Step { name: "clippy-wasm", about: "clippy for wasm32", fast: true, run: clippy_wasm },
    Step { name: "native", about: "native tests of every crate", fast: true, run: native },
    Step { name: "seeds", about: "the seeds of the fuzz targets", fast: false, run: seeds },
    Step { name: "wasm", about: "tests inside headless Chromium", fast: false, run: wasm },
    Step { name: "dist", about: "the release build", fast: false, run: |project, _| dist::dist(project) },
    Step { name: "site", about: "what the built page names is there", fast: false, run: site_names },
    Step { name: "size", about: "first visit against its budget", fast: false, run: first_visit },
    Step { name: "e2e", about: "the built site in a browser (Playwright, axe-core)", fast: false, run: e2e },
    Step {
        name: "e2e-firefox",
        about: "the viewer in other pages, in Firefox",
        fast: false,
        run: e2e_firefox,
    },
    Step { name: "firefox", about: "hostile posts, feeds and shards in Firefox", fast: false, run: firefox },
    Step { name: "webkit", about: "the core of it all in WebKit", fast: false, run: webkit },
];

/// The steps that would measure an old build if `dist` had failed.
const AFTER_DIST: &[&str] = &["site", "size", "e2e", "e2e-firefox", "firefox", "webkit"];

/// Returns the text that `cargo xtask test --list` prints.
pub(crate) fn list() -> String {
    let mut text = String::new();
    for step in STEPS {
        let part = if step.fast { "check, test" } else { "test" };
        // Writing into a String cannot fail.
        let _ = writeln!(text, "{:<12} {:<54} {part}", step.name, step.about);
    }
    text
}

/// Runs the fast steps.
pub(crate) fn check(project: &Project) -> Result<()> {
    let steps: Vec<_> = STEPS.iter().filter(|step| step.fast).collect();
    run_all(project, &steps, &Options { playwright: Vec::new() })
}

/// Runs the named steps, or all. Fails when a name is no step's.
pub(crate) fn test(project: &Project, names: &[String], playwright: Vec<String>) -> Result<()> {
    let steps = select(names)?;
    run_all(project, &steps, &Options { playwright })
}

fn select(names: &[String]) -> Result<Vec<&'static Step>> {
    if let Some(unknown) = names.iter().find(|name| STEPS.iter().all(|step| step.name != **name)) {
        bail!("there is no step `{unknown}`; the steps are\n{}", list());
    }
    Ok(STEPS.iter().filter(|step| names.is_empty() || names.iter().any(|name| name == step.name)).collect())
}

enum StepOutcome {
    Passed,
    Failed(anyhow::Error),
    NotRun,
}

/// Runs every step, also after one has failed, so that one run shows all there is to mend.
fn run_all(project: &Project, steps: &[&Step], options: &Options) -> Result<()> {
    let mut done: Vec<(&Step, StepOutcome, Duration)> = Vec::new();
    for step in steps {
        let no_build = AFTER_DIST.contains(&step.name)
            && done
                .iter()
                .any(|(before, outcome, _)| before.name == "dist" && !matches!(outcome, StepOutcome::Passed));
        println!("\n── {}: {}", step.name, step.about);
        let start = Instant::now();
        let outcome = if no_build {
            println!("  not run, because dist failed");
            StepOutcome::NotRun
        } else if let Err(error) = (step.run)(project, options) {
            eprintln!("  {error:#}\n  {} failed; alone: cargo xtask test {}", step.name, step.name);
            StepOutcome::Failed(error)
        } else {
            StepOutcome::Passed
        };
        println!("── {} took {}", step.name, seconds(start.elapsed()));
        done.push((step, outcome, start.elapsed()));
    }
    print!("\n{}", summary(&done));
    let failed: Vec<_> = done
        .iter()
        .filter(|(_, outcome, _)| !matches!(outcome, StepOutcome::Passed))
        .map(|(step, ..)| step.name)
        .collect();
    if failed.is_empty() {
        return Ok(());
    }
    bail!("not passed: {}; alone: cargo xtask test {}", failed.join(", "), failed.join(" "))
}

/// The outcome of each step, and at the end the reasons: a log may be truncated above.
fn summary(done: &[(&Step, StepOutcome, Duration)]) -> String {
    let (mut text, mut reasons) = (String::new(), String::new());
    for (step, outcome, time) in done {
        let word = match outcome {
            StepOutcome::Passed => "passed",
            StepOutcome::Failed(error) => {
                // Writing into a String cannot fail.
                let _ = writeln!(reasons, "{}: {error:#}", step.name);
                "FAILED"
            }
            StepOutcome::NotRun => "not run",
        };
        let _ = writeln!(text, "{:<12} {word:<8} {:>8}", step.name, seconds(*time));
    }
    text + &reasons
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

/// Starting this very program lets Cargo bring the lock file up to date, so a stale one would never
/// be noticed.
fn lock(project: &Project, _: &Options) -> Result<()> {
    if std::env::var_os("CI").is_none() {
        println!("  only in CI");
        return Ok(());
    }
    process::run(project.command("git").args(["diff", "--exit-code", "HEAD", "--", "Cargo.lock"]))
        .context("Cargo.lock does not match the Cargo.toml files: commit the one that Cargo has written")
}

fn fmt(project: &Project, _: &Options) -> Result<()> {
    tools::ensure_component(project, "fmt", "rustfmt")?;
    process::run(project.cargo().args(["fmt", "--all", "--check"])).context("`cargo fmt --all` mends it")
}

fn markdown_links(project: &Project, _: &Options) -> Result<()> {
    links::check(project)
}

fn clippy(project: &Project, _: &Options) -> Result<()> {
    tools::ensure_component(project, "clippy", "clippy")?;
    process::run(project.cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

fn clippy_wasm(project: &Project, _: &Options) -> Result<()> {
    tools::ensure_component(project, "clippy", "clippy")?;
    tools::ensure_wasm_target(project)?;
    let mut cargo = project.cargo();
    cargo.args(["clippy", "--target", WASM_TARGET, "--all-targets"]);
    // What is never compiled for the browser.
    cargo.args(
        ["broadsheet-cli", "broadsheet-pack", "broadsheet-benches", "xtask"]
            .map(|native| format!("--exclude={native}")),
    );
    cargo.arg("--workspace");
    cargo.args(["--features", ARTICLE_IN_BROWSER]);
    process::run(cargo.args(["--", "-D", "warnings"]))
}

fn native(project: &Project, _: &Options) -> Result<()> {
    let mut cargo = project.cargo();
    // Named, although the command turns them on as well: without them most of the article's tests
    // are empty.
    cargo.args(["test", "--workspace", "--no-fail-fast", "--features", ARTICLE_NATIVE]);
    process::run(with_test_data(project, &mut cargo))
}

/// The fuzz targets compile, and nothing that was found comes back.
fn seeds(project: &Project, _: &Options) -> Result<()> {
    let mut cargo = project.cargo();
    cargo.args(["test", "--manifest-path", "fuzz/Cargo.toml", "--no-default-features"]);
    // Beside the workspace's own, with which it shares what both compile alike.
    process::run(cargo.arg("--target-dir").arg(&project.target))
}

/// The features of the article's native tests.
const ARTICLE_NATIVE: &str = "broadsheet-article/native,broadsheet-article/markdown";
/// The features of its tests in a browser.
const ARTICLE_IN_BROWSER: &str = "broadsheet-article/dom";
/// Both parsers in one program, which only the test that compares them is.
const BOTH_PARSERS: &str = "dom,native,markdown";

fn wasm(project: &Project, _: &Options) -> Result<()> {
    tools::ensure_wasm_target(project)?;
    let tools = WebTools::ensure(project)?;
    let browser = Browser::ensure(project)?;
    let runner = tools.test_runner();
    let driver = browser.driver(project)?;
    let capabilities = browser.write_capabilities(project)?;
    if driver.is_none() {
        println!("  there is no ChromeDriver: Playwright drives the browser instead");
        tools::ensure_packages(project)?;
    }
    let in_browser = |arguments: &[&str]| {
        let mut cargo = project.cargo();
        cargo.args(["test", "--target", WASM_TARGET, "--no-fail-fast"]).args(arguments);
        if let Some(driver) = &driver {
            cargo.arg("--config").arg(runner_setting(&[&runner.to_string_lossy()]));
            cargo.env("CHROMEDRIVER", driver).env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", &capabilities);
        } else {
            let script = project.root.join("tests/e2e/wasm-tests.mjs");
            let words = ["node", &script.to_string_lossy(), &runner.to_string_lossy()];
            cargo.arg("--config").arg(runner_setting(&words));
            cargo.env("CHROME", &browser.chromium);
        }
        // One test may hold thousands of cases; the default of 20 s is meant for one.
        cargo.env("WASM_BINDGEN_TEST_TIMEOUT", "300");
        process::run(with_test_data(project, &mut cargo))
    };
    let apart = in_browser(&[
        "--lib",
        "--tests",
        "--package",
        "broadsheet",
        "--package",
        "broadsheet-article",
        "--features",
        ARTICLE_IN_BROWSER,
    ]);
    let compared = in_browser(&[
        "--package",
        "broadsheet-article",
        "--features",
        BOTH_PARSERS,
        "--test",
        "differential",
    ]);
    apart.and(compared)
}

/// Cargo's setting of the program that runs what is compiled for wasm32. As an environment variable
/// it would be split at spaces, and paths may have some.
fn runner_setting(words: &[&str]) -> String {
    let words: Vec<_> = words.iter().map(|word| format!("{word:?}")).collect();
    format!("target.{WASM_TARGET}.runner=[{}]", words.join(", "))
}

fn site_names(project: &Project, _: &Options) -> Result<()> {
    project.ensure_dist()?;
    site_check::check(&project.dist_site())
}

fn first_visit(project: &Project, _: &Options) -> Result<()> {
    size::size(project, None, size::SizeLimit::NoRegression)
}

fn e2e(project: &Project, options: &Options) -> Result<()> {
    project.ensure_dist()?;
    tools::ensure_packages(project)?;
    let browser = Browser::ensure(project)?;
    // The other browser's tests are another step's.
    playwright(project, options, |command| command.env("CHROME", browser.chromium).env_remove("FIREFOX"))
}

fn e2e_firefox(project: &Project, options: &Options) -> Result<()> {
    project.ensure_dist()?;
    let Some(browser) = Firefox::ensure(project)? else {
        println!("  {NO_FIREFOX}");
        return Ok(());
    };
    tools::ensure_packages(project)?;
    playwright(project, options, |command| command.env("FIREFOX", browser.firefox))
}

/// Runs Playwright's tests in the browser that `in_browser` names. Fails with the names of those
/// that have failed.
fn playwright(
    project: &Project,
    options: &Options,
    in_browser: impl FnOnce(&mut Command) -> &mut Command,
) -> Result<()> {
    let failed = project.target.join("xtask/failed-tests.txt");
    // Those of an earlier run, if there was one; where they cannot be removed, Playwright cannot
    // write there either.
    let _ = std::fs::remove_file(&failed);
    let mut command = tools::playwright(project);
    command.arg("test").args(&options.playwright);
    command.env("BROADSHEET_BIN", project.dist_binary()).env("BROADSHEET_FAILED_TESTS", &failed);
    process::run(with_test_data(project, in_browser(&mut command))).map_err(|error| {
        match std::fs::read_to_string(&failed) {
            Ok(names) => anyhow!("{error:#}:\n{}", names.trim_end()),
            // It failed otherwise.
            Err(_) => error,
        }
    })
}

const NO_FIREFOX: &str = "skipped: there is no Firefox here; FIREFOX names one that is not on PATH";

fn firefox(project: &Project, _: &Options) -> Result<()> {
    project.ensure_dist()?;
    let Some(browser) = Firefox::ensure(project)? else {
        println!("  {NO_FIREFOX}");
        return Ok(());
    };
    tools::ensure_packages(project)?;
    let mut node = tools::node(project)?;
    node.arg(project.root.join("tests/e2e/firefox.mjs"));
    node.env("FIREFOX", browser.firefox).env("GECKODRIVER", browser.driver);
    process::run(with_test_data(project, node.env("BROADSHEET_BIN", project.dist_binary())))
}

fn webkit(project: &Project, _: &Options) -> Result<()> {
    project.ensure_dist()?;
    let Some(webkit) = WebKit::ensure(project)? else {
        println!(
            "  skipped: there is no WebKitGTK with MiniBrowser, WebKitWebDriver and Xvfb here; on Debian they are \
             installed for root"
        );
        return Ok(());
    };
    tools::ensure_packages(project)?;
    let mut node = tools::node(project)?;
    // A browser that hangs is a failure, not a reason to wait.
    node.args(["--test", "--test-reporter=spec", "--test-timeout=120000"]);
    node.arg(project.root.join("tests/e2e/webkit.mjs"));
    node.env("WEBKIT", webkit.browser).env("WEBKIT_DRIVER", webkit.driver).env("XVFB", webkit.display);
    process::run(with_test_data(project, node.env("BROADSHEET_BIN", project.dist_binary())))
}

/// Tells the tests where the test data is that is not part of the repository, or says that there is
/// none.
fn with_test_data<'a>(project: &Project, command: &'a mut Command) -> &'a mut Command {
    if let Some(shared) = &project.shared {
        command.env("BROADSHEET_SHARED", shared);
    } else {
        println!("  shared test data missing: set BROADSHEET_SHARED to its folder; tests on it are skipped");
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_means_all_and_names_keep_the_order_of_the_list() {
        assert_eq!(select(&[]).expect("all").len(), STEPS.len());
        let names: Vec<_> =
            select(&["e2e".into(), "fmt".into()]).expect("both exist").iter().map(|step| step.name).collect();
        assert_eq!(names, ["fmt", "e2e"]);
        assert!(select(&["ftm".into()]).is_err_and(|error| error.to_string().contains("no step `ftm`")));
    }

    #[test]
    fn every_step_that_looks_at_the_build_comes_after_it() {
        let index = |name: &str| STEPS.iter().position(|step| step.name == name);
        assert!(AFTER_DIST.iter().all(|name| index(name) > index("dist")));
    }
}
