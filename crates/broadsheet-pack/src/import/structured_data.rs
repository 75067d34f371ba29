//! The data that a page has for machines: JSON-LD with the terms of <https://schema.org/Article>.

use serde_json::{Map, Value};

/// Nodes that are looked at.
const MOST_NODES: usize = 2_000;

/// The node of an article among the structured data of a page, and all nodes by their ids.
#[derive(Debug, Default)]
pub(super) struct StructuredData {
    nodes: Vec<Map<String, Value>>,
    /// The index of the article's node.
    article: Option<usize>,
}

impl StructuredData {
    pub(super) fn new(documents: Vec<Value>) -> Self {
        let mut nodes = Vec::new();
        let mut waiting: Vec<Value> = documents.into_iter().rev().collect();
        while nodes.len() < MOST_NODES
            && let Some(value) = waiting.pop()
        {
            match value {
                Value::Array(values) => waiting.extend(values.into_iter().rev()),
                Value::Object(mut node) => {
                    if let Some(graph) = node.remove("@graph") {
                        waiting.push(graph);
                    }
                    nodes.push(node);
                }
                _ => {}
            }
        }
        let is = |node: &Map<String, Value>, endings: &[&str]| {
            let kinds = node.get("@type").map(texts_of).unwrap_or_default();
            kinds.iter().any(|kind| endings.iter().any(|ending| kind.ends_with(ending)))
        };
        let article =
            nodes.iter().position(|node| is(node, &["Article", "Posting", "Report", "BlogPost"])).or_else(
                || nodes.iter().position(|node| is(node, &["Page", "Object", "Recipe", "Review", "Work"])),
            );
        Self { nodes, article }
    }

    fn value(&self, key: &str) -> Option<&Value> {
        self.nodes.get(self.article?)?.get(key)
    }

    /// The text of a property of the article, if it has any.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.texts(key).into_iter().next()
    }

    /// The texts of a property of the article.
    pub(super) fn texts(&self, key: &str) -> Vec<String> {
        self.value(key).map(texts_of).unwrap_or_default()
    }

    /// The address that a property of the article is, or has as its id.
    pub(super) fn address(&self, key: &str) -> Option<String> {
        match self.value(key)? {
            Value::Object(node) => node.get("@id").or_else(|| node.get("url"))?.as_str().map(str::to_owned),
            value => value.as_str().map(str::to_owned),
        }
    }

    /// The names of the authors.
    pub(super) fn authors(&self) -> Vec<String> {
        ["author", "creator"]
            .iter()
            .find_map(|key| self.value(key))
            .map(|value| self.names(value))
            .unwrap_or_default()
    }

    /// The name of the publisher.
    pub(super) fn publisher(&self) -> Option<String> {
        self.names(self.value("publisher")?).into_iter().next()
    }

    /// The names of persons or organisations, which may stand in other nodes.
    fn names(&self, value: &Value) -> Vec<String> {
        match value {
            Value::String(name) => vec![name.clone()],
            Value::Array(values) => values.iter().flat_map(|value| self.names_of_one(value)).collect(),
            value => self.names_of_one(value),
        }
    }

    fn names_of_one(&self, value: &Value) -> Vec<String> {
        let Some(node) = value.as_object() else { return texts_of(value) };
        if let Some(name) = node.get("name") {
            return texts_of(name);
        }
        let same =
            |known: &&Map<String, Value>| known.get("@id").is_some() && known.get("@id") == node.get("@id");
        self.nodes.iter().find(same).and_then(|node| node.get("name")).map(texts_of).unwrap_or_default()
    }
}

/// The texts that a value is, or lists.
fn texts_of(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => vec![text.trim().to_owned()],
        Value::Array(values) => {
            let texts =
                values.iter().filter_map(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
            texts.map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn articles_are_found_among_other_nodes() {
        let data = StructuredData::new(vec![
            json!({"@type": "BreadcrumbList", "name": "no"}),
            json!({"@context": "https://schema.org", "@graph": [
                {"@type": "WebPage", "headline": "no"},
                {"@type": ["Article", "BlogPosting"], "headline": " A ", "author": [{"@id": "#p"}, {"name": "乙"}, "丙"],
                 "publisher": {"@id": "#o"}, "mainEntityOfPage": {"@id": "https://x.test/a"}, "keywords": ["k", "l"]},
                {"@type": "Person", "@id": "#p", "name": "甲"},
                {"@type": "Organization", "@id": "#o", "name": "S"}
            ]}),
        ]);
        assert_eq!(data.text("headline").as_deref(), Some("A"));
        assert_eq!(data.authors(), ["甲", "乙", "丙"]);
        assert_eq!(data.publisher().as_deref(), Some("S"));
        assert_eq!(data.address("mainEntityOfPage").as_deref(), Some("https://x.test/a"));
        assert_eq!(data.texts("keywords"), ["k", "l"]);
        assert_eq!(StructuredData::new(vec![json!([1, null, "x"])]).text("headline"), None);
    }
}
