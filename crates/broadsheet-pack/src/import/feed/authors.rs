//! Authors, as feeds of XML name them.

use broadsheet_bundle::format::Author;

use super::element::Element;

/// Adds an author of Atom, who has elements, or of RSS, who is text.
pub(super) fn add_author(authors: &mut Vec<Author>, element: &Element) {
    let part = |name: &str| {
        let part = element.elements().find(|child| child.local == name)?;
        Some(part.text()).filter(|text| !text.is_empty())
    };
    let (name, url) = if element.elements().next().is_some() {
        let address = part("uri").or_else(|| part("url"));
        (part("name").or_else(|| part("email")), address.map(|address| element.resolve(&address)))
    } else {
        let (name, url) = person(&element.text());
        (Some(name), url)
    };
    authors.extend(name.filter(|name| !name.is_empty()).map(|name| Author { name, url }));
}

/// The name in `name@example.org (A Name)`, `A Name <name@example.org>` and the like; the address
/// where there is no name.
pub(super) fn person(text: &str) -> (String, Option<String>) {
    let text = text.trim();
    let brackets = ['(', ')', '<', '>', '（', '）', '[', ']'];
    let parts: Vec<_> = text.split(brackets).map(str::trim).filter(|part| !part.is_empty()).collect();
    let is_mail = |part: &str| part.contains('@') && !part.contains(char::is_whitespace);
    match parts.as_slice() {
        [mail, name] | [name, mail] if is_mail(mail) && !is_mail(name) => ((*name).to_owned(), None),
        _ => (text.to_owned(), None),
    }
}
