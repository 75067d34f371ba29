//! The command line, read by hand: a parser crate would be compiled before the first command could
//! start.

use std::path::PathBuf;

use crate::bench::{BenchOptions, BenchPart};
use crate::fuzz;
use crate::serve::ServeOptions;

/// The text that `cargo xtask help` prints.
pub(crate) const USAGE: &str = "\
Usage: cargo xtask COMMAND

  serve [POSTS…] [--port N] [--release]
        Packs the posts (samples/ by default), builds the viewer, serves both on 127.0.0.1,
        rebuilds and reloads the page when posts or sources change. Ends with Ctrl-C.
  check
        The fast half of `test`: format, clippy for the host and for wasm32, native tests.
  test [STEP…] [--list] [-- PLAYWRIGHT…]
        Everything that CI checks, or only the named steps. What follows `--` goes to Playwright,
        as in `cargo xtask test e2e -- --grep reader`.
  tidy
        Lists where sources depart from the rules of the house: circles of modules, layers, sizes, comments,
        imports.
  dist
        The release build: dist/broadsheet (the command, with the viewer inside)
        dist/site (samples/ built by it), and dist/embed (the package of the element).
  size [--posts DIR]
        Raw, gzip and Brotli sizes of what a first visit to dist/site, or to a site built from DIR,
        transfers, beside the budgets. Over budget fails.
  bench [--sizes N,N,…] [--million] [--posts DIR]… [--only pack|browser|native] [--check-counts]
        [--json FILE] [--results] [--seed N] [--body-bytes N] [--make-only]
        Makes synthetic archives of these many posts (1000,10000,100000 by default), packs them, reads them in
        Chromium, and prints what it took beside the budgets; --posts measures another archive as well.
        --only does a part; `native` runs `cargo bench`. --check-counts compares the counts of fifty
        filters with a naive program's. --json adds to the figures that FILE has already; with --sizes \"\"
        it only shows them. --results puts the tables into benches/RESULTS.md. --make-only only makes the
        archives and prints their folders.
  fuzz [TARGET] [--seconds N]
        Runs a fuzz target, or each of them, for so many seconds (60 by default). TARGET is one of
        front_matter, liquid, markdown, html, srcset, bundle, feed_file, addresses, embeds, formulas.
  screenshot [--all DIR]
        docs/screenshot.png from dist/site; with --all, pictures of every view in every width,
        theme and language, written to DIR.
  help

What a command needs and doesn't find, it installs, and says so. Built tools are kept in
$BROADSHEET_CACHE, else $XDG_CACHE_HOME/broadsheet, else ~/.cache/broadsheet.
CHROME and CHROMEDRIVER name the browser and its driver; BROADSHEET_SHARED names a folder of test data.";

/// One command with its options.
#[derive(Debug, PartialEq)]
pub(crate) enum Command {
    Help,
    ListSteps,
    Serve(ServeOptions),
    Check,
    Test {
        steps: Vec<String>,
        playwright: Vec<String>,
    },
    Tidy,
    Dist,
    Size {
        posts: Option<PathBuf>,
    },
    Bench(BenchOptions),
    Fuzz {
        /// None means each of them.
        target: Option<String>,
        seconds: u32,
    },
    Screenshot {
        all: Option<PathBuf>,
    },
    /// Called by Trunk.toml, not by people: the usage text leaves it out.
    AfterTrunk,
    /// The same.
    BeforeTrunk,
}

/// Reads the words after the program's name. The error is one sentence for the person who typed
/// them.
pub(crate) fn parse(words: impl IntoIterator<Item = String>) -> Result<Command, String> {
    let mut words = words.into_iter();
    let Some(name) = words.next() else {
        return Err("which command?".to_owned());
    };
    let mut words = words.peekable();
    match name.as_str() {
        "help" | "--help" | "-h" => Ok(Command::Help),
        _ if words.peek().is_some_and(|word| word == "--help" || word == "-h") => Ok(Command::Help),
        "serve" => serve(words),
        "check" => nothing_more(words, Command::Check),
        "test" => test(words),
        "tidy" => nothing_more(words, Command::Tidy),
        "dist" => nothing_more(words, Command::Dist),
        "size" => Ok(Command::Size { posts: one_path(words, "--posts")? }),
        "fuzz" => fuzz(words),
        "before-trunk" => nothing_more(words, Command::BeforeTrunk),
        "after-trunk" => nothing_more(words, Command::AfterTrunk),
        "bench" => bench(words),
        "screenshot" => Ok(Command::Screenshot { all: one_path(words, "--all")? }),
        _ => Err(format!("there is no command `{name}`")),
    }
}

fn serve(mut words: impl Iterator<Item = String>) -> Result<Command, String> {
    let mut options = ServeOptions::default();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--release" => options.release = true,
            "--port" => {
                let value = words.next().ok_or("--port needs a number")?;
                options.port =
                    Some(value.parse().map_err(|_| format!("`{value}` is not a port number (0 to 65535)"))?);
            }
            _ if word.starts_with('-') => return Err(unknown_option(&word)),
            _ => options.posts.push(word.into()),
        }
    }
    Ok(Command::Serve(options))
}

fn test(mut words: impl Iterator<Item = String>) -> Result<Command, String> {
    let mut steps = Vec::new();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--list" => return Ok(Command::ListSteps),
            "--" => return Ok(Command::Test { steps, playwright: words.collect() }),
            _ if word.starts_with('-') => return Err(unknown_option(&word)),
            _ => steps.push(word),
        }
    }
    Ok(Command::Test { steps, playwright: Vec::new() })
}

fn bench(mut words: impl Iterator<Item = String>) -> Result<Command, String> {
    let mut options = BenchOptions::default();
    let mut million = false;
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
        match word.as_str() {
            "--sizes" => {
                let sizes = value()?;
                // `--sizes ""` leaves the other archives alone.
                let sizes = sizes.split(',').filter(|size| !size.is_empty());
                options.sizes = sizes.map(number).collect::<Result<_, _>>()?;
            }
            "--million" => million = true,
            "--seed" => options.seed = number(&value()?)?,
            "--body-bytes" => options.body_bytes = number(&value()?)?,
            "--posts" => options.posts.push(value()?.into()),
            "--only" => options.only = Some(bench_part(&value()?)?),
            "--check-counts" => options.check_counts = true,
            "--json" => options.json = Some(value()?.into()),
            "--results" => options.results = true,
            "--make-only" => options.make_only = true,
            _ => return Err(unknown_option(&word)),
        }
    }
    options.sizes.extend(million.then_some(1_000_000));
    options.sizes.sort_unstable();
    options.sizes.dedup();
    Ok(Command::Bench(options))
}

fn bench_part(name: &str) -> Result<BenchPart, String> {
    match name {
        "pack" => Ok(BenchPart::Pack),
        "browser" => Ok(BenchPart::Browser),
        "native" => Ok(BenchPart::Native),
        _ => Err(format!("`{name}` is no part of bench; the parts are pack, browser and native")),
    }
}

fn number(text: &str) -> Result<u64, String> {
    text.replace('_', "").parse().map_err(|_| format!("`{text}` is not a number"))
}

fn fuzz(mut words: impl Iterator<Item = String>) -> Result<Command, String> {
    let (mut target, mut seconds) = (None, fuzz::SECONDS);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--seconds" => {
                let value = words.next().ok_or("--seconds needs a number")?;
                seconds = value.parse().map_err(|_| format!("`{value}` is not a number of seconds"))?;
            }
            _ if word.starts_with('-') => return Err(unknown_option(&word)),
            _ if !fuzz::TARGETS.contains(&word.as_str()) => {
                return Err(format!(
                    "there is no target `{word}`; the targets are {}",
                    fuzz::TARGETS.join(", ")
                ));
            }
            _ if target.is_some() => return Err("one target, or none for each of them".to_owned()),
            _ => target = Some(word),
        }
    }
    Ok(Command::Fuzz { target, seconds })
}

fn one_path(mut words: impl Iterator<Item = String>, option: &str) -> Result<Option<PathBuf>, String> {
    let mut path = None;
    while let Some(word) = words.next() {
        if word != option {
            return Err(unknown_option(&word));
        }
        path = Some(words.next().ok_or_else(|| format!("{option} needs a folder"))?.into());
    }
    Ok(path)
}

fn nothing_more(mut words: impl Iterator<Item = String>, command: Command) -> Result<Command, String> {
    words.next().map_or(Ok(command), |word| Err(unknown_option(&word)))
}

fn unknown_option(word: &str) -> String {
    format!("`{word}` is not understood here")
}

#[cfg(test)]
mod tests {
    use broadsheet_benches::Recipe;

    use super::*;

    fn parsed(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn serve_takes_posts_and_options_in_any_order() {
        let expected = ServeOptions { posts: vec!["a".into(), "b".into()], port: Some(9000), release: true };
        assert_eq!(parsed("serve a --port 9000 b --release"), Ok(Command::Serve(expected)));
        assert_eq!(parsed("serve"), Ok(Command::Serve(ServeOptions::default())));
    }

    #[test]
    fn test_splits_steps_from_playwright_arguments() {
        assert_eq!(
            parsed("test fmt e2e -- --grep reader"),
            Ok(Command::Test {
                steps: vec!["fmt".into(), "e2e".into()],
                playwright: vec!["--grep".into(), "reader".into()],
            })
        );
        assert_eq!(parsed("test --list"), Ok(Command::ListSteps));
    }

    #[test]
    fn bench_takes_sizes_in_any_order_and_one_part() {
        let Ok(Command::Bench(options)) =
            parsed("bench --million --sizes 2000,1_000 --only pack --body-bytes 500 --json a.json")
        else {
            panic!("it is understood");
        };
        assert_eq!(options.sizes, [1_000, 2_000, 1_000_000]);
        assert!(options.does(BenchPart::Pack) && !options.does(BenchPart::Browser));
        assert_eq!(options.recipe(7), Recipe { posts: 7, body_bytes: 500, ..Recipe::of(7) });
        assert_eq!(parsed("bench"), Ok(Command::Bench(BenchOptions::default())));
        assert_eq!(parsed("bench --sizes many"), Err("`many` is not a number".into()));
        assert!(parsed("bench --only half").is_err_and(|error| error.contains("no part")));
    }

    #[test]
    fn fuzz_takes_one_target() {
        let html = Command::Fuzz { target: Some("html".into()), seconds: 600 };
        assert_eq!(parsed("fuzz html --seconds 600"), Ok(html));
        assert_eq!(parsed("fuzz"), Ok(Command::Fuzz { target: None, seconds: fuzz::SECONDS }));
        assert!(parsed("fuzz htlm").is_err_and(|error| error.contains("no target `htlm`")));
        assert!(fuzz::TARGETS.iter().all(|target| USAGE.contains(target)));
    }

    #[test]
    fn mistakes_are_named() {
        assert_eq!(parsed(""), Err("which command?".into()));
        assert_eq!(parsed("sevre"), Err("there is no command `sevre`".into()));
        assert_eq!(parsed("dist now"), Err("`now` is not understood here".into()));
        assert_eq!(parsed("serve --port 99999"), Err("`99999` is not a port number (0 to 65535)".into()));
        assert_eq!(parsed("size --posts"), Err("--posts needs a folder".into()));
    }

    #[test]
    fn help_is_found_behind_a_command_too() {
        assert_eq!(parsed("--help"), Ok(Command::Help));
        assert_eq!(parsed("serve --help"), Ok(Command::Help));
    }
}
