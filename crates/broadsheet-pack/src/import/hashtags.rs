//! Hashtags among the tags of front matter, which are a comment in YAML: `tags: #city, #river`.

use super::key_names;
use super::yaml::{Entry, YamlWarning};
use super::yaml_value::Yaml;

/// Gives entries their hashtags where those are a comment, as the `warnings` say by key.
pub(super) fn take(entries: &mut [Entry], warnings: &[(YamlWarning, String, usize)]) {
    let has_comment = |entry: &Entry| {
        let is = |(warning, key, _): &(YamlWarning, String, usize)| {
            *warning == YamlWarning::TrailingComment && *key == entry.key
        };
        warnings.iter().any(is)
    };
    for entry in entries.iter_mut().filter(|entry| has_comment(entry)) {
        if let Some(hashtags) = of(entry) {
            entry.value = Yaml::Plain(hashtags.to_owned());
        }
    }
}

/// The text of an entry of tags or categories with hashtags in it, which are a comment in YAML.
pub(super) fn of(entry: &Entry) -> Option<&str> {
    let names = ["tags", "tag", "keywords", "categories", "category"];
    let key = key_names::english(&entry.key).unwrap_or(&entry.key);
    let text = entry.written.split(" # ").next()?;
    let mut hashtags = text.split([' ', '\t']).filter_map(|word| word.strip_prefix('#'));
    let is_meant = names.iter().any(|name| key.eq_ignore_ascii_case(name))
        && hashtags.next().is_some_and(|word| word.starts_with(char::is_alphanumeric));
    is_meant.then_some(text)
}
