//! The committed JSON Schema of the manifest is the one that the Rust types give.

#![cfg(all(feature = "schema", not(target_arch = "wasm32")))]

use std::path::Path;
use std::{env, fs};

use broadsheet_bundle::facet::{Facet, ValueCount};
use broadsheet_bundle::format::{
    ChunkRef, DirectoryRef, FORMAT, FacetSummary, Manifest, MonthCount, PageRef, VERSION,
};
use broadsheet_bundle::{PostDate, Row};
use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;

/// Set to anything, writes the schema instead of comparing it.
const WRITE: &str = "BROADSHEET_WRITE_SCHEMA";

fn generated() -> String {
    let settings = SchemaSettings::draft2020_12().with_transform(RecursiveTransform(without_rustdoc));
    let schema = settings.into_generator().into_root_schema_for::<Manifest>();
    serde_json::to_string_pretty(&schema).expect("a schema is JSON") + "\n"
}

/// Descriptions are doc comments: takes the brackets of their links and the breaks of their lines
/// out.
fn without_rustdoc(schema: &mut Schema) {
    let Some(description) = schema.get("description").and_then(|text| text.as_str()) else { return };
    let paragraphs = description.split("\n\n").map(|paragraph| paragraph.replace('\n', " "));
    let text = paragraphs.collect::<Vec<_>>().join("\n\n").replace("[`", "`").replace("`]", "`");
    let names = text.split('`').map(|part| match part.strip_prefix("crate::") {
        Some(path) => path.rsplit("::").next().unwrap_or(path),
        None => part,
    });
    let text = names.collect::<Vec<_>>().join("`");
    schema.insert("description".to_owned(), text.into());
}

#[test]
fn the_committed_schema_is_the_generated_one() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/bundle-manifest.schema.json");
    let generated = generated();
    if env::var_os(WRITE).is_some() {
        fs::write(&file, generated).expect("the schema can be written");
        return;
    }
    let committed = fs::read_to_string(&file).expect("the schema is there").replace("\r\n", "\n");
    assert!(
        committed == generated,
        "docs/bundle-manifest.schema.json differs from the Rust types; write it anew with\n  \
         {WRITE}=1 cargo test -p broadsheet-bundle --test schema"
    );
}

/// Every property of `value`, a JSON object, has to stand in the schema `name` (`None` for the
/// manifest's own).
fn described(value: &serde_json::Value, name: Option<&str>) {
    let schema: serde_json::Value = serde_json::from_str(&generated()).expect("JSON");
    let properties = match name {
        Some(name) => &schema["$defs"][name]["properties"],
        None => &schema["properties"],
    };
    for key in value.as_object().expect("an object").keys() {
        assert!(properties[key]["description"].is_string(), "{name:?}: {key} is not described");
    }
}

#[test]
fn every_field_that_is_written_is_described() {
    let mut row = Row { date: PostDate::parse("2021-09-15"), language: Some("en".into()), ..Row::default() };
    for facet in Facet::INDEXED {
        row.facets[facet].push("x".into());
    }
    let manifest = Manifest {
        format: FORMAT.into(),
        version: VERSION,
        title: "T".into(),
        description: Some("d".into()),
        language: Some("en".into()),
        home_page_url: Some("https://example.org/".into()),
        media_hosts: Some(Vec::new()),
        posts: 1,
        months: vec![MonthCount { month: Some("2021-09".into()), posts: 1 }],
        facets: vec![FacetSummary {
            name: Facet::Tag,
            values: 1,
            top: vec![ValueCount { value: "t".into(), posts: 1 }],
        }],
        newest: vec![row],
        chunks: vec![ChunkRef {
            rows: 1,
            file: "facets/0123456789abcdef.json".into(),
            pages: vec![PageRef { rows: 1, file: "rows/0123456789abcdef.json".into() }],
        }],
        directories: vec![DirectoryRef {
            from: "x".into(),
            file: "directories/0123456789abcdef.json".into(),
        }],
    };
    let json = serde_json::to_value(&manifest).expect("JSON");
    described(&json, None);
    described(&json["newest"][0], Some("Row"));
    described(&json["months"][0], Some("MonthCount"));
    described(&json["facets"][0], Some("FacetSummary"));
    described(&json["facets"][0]["top"][0], Some("ValueCount"));
    described(&json["chunks"][0], Some("ChunkRef"));
    described(&json["chunks"][0]["pages"][0], Some("PageRef"));
    described(&json["directories"][0], Some("DirectoryRef"));
}
