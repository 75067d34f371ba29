//! The bodies of the fuzz targets: each takes any bytes and panics when a property does not hold.
//!
//! `cargo xtask fuzz` runs them under libFuzzer; `cargo test --no-default-features` runs the seeds
//! through them, where every finding stays as a seed once it is mended.

#![allow(unreachable_pub, reason = "the targets are programs of their own")]

pub mod addresses;
pub mod archive;
pub mod article;
pub mod bundle;
pub mod embeds;
pub mod feed_file;
pub mod formulas;
pub mod front_matter;
pub mod html;
pub mod liquid;
pub mod markdown;
#[path = "../../crates/broadsheet-article/tests/support/safe.rs"]
mod safe;
pub mod srcset;

#[cfg(test)]
mod tests {
    /// A target by name.
    type Target = (&'static str, fn(&[u8]));

    const TARGETS: [Target; 10] = [
        ("front_matter", super::front_matter::run),
        ("liquid", super::liquid::run),
        ("markdown", super::markdown::run),
        ("html", super::html::run),
        ("srcset", super::srcset::run),
        ("bundle", super::bundle::run),
        ("feed_file", super::feed_file::run),
        ("addresses", super::addresses::run),
        ("embeds", super::embeds::run),
        ("formulas", super::formulas::run),
    ];

    #[test]
    fn seeds() {
        for (name, run) in TARGETS {
            let folder = format!("{}/seeds/{name}", env!("CARGO_MANIFEST_DIR"));
            let mut count = 0;
            for seed in std::fs::read_dir(folder).expect("a folder of seeds") {
                let path = seed.expect("a seed").path();
                println!("{}", path.display());
                run(&std::fs::read(path).expect("a seed"));
                count += 1;
            }
            assert!(count > 0, "no seeds for {name}");
        }
    }
}
