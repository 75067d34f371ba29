//! The snippets that put the current view into a host page, for copying.

use broadsheet_article::escape_attribute;
use yew::prelude::*;

use crate::i18n::Texts;
use crate::route::{Route, RouteFormat};

/// The view that the snippets are for.
#[derive(Debug, Clone, Copy)]
pub struct EmbedSnippets<'a> {
    /// The URL of the folder of the viewer's page, ending in `/`.
    pub page: &'a str,
    /// The bundle's URL.
    pub bundle: &'a str,
    /// The archive's title.
    pub title: &'a str,
    /// The route of the view.
    pub route: &'a Route,
}

impl EmbedSnippets<'_> {
    /// Draws both snippets.
    pub fn draw(self, texts: &Texts) -> Html {
        let snippet = |label: &'static str, value: String| {
            html! { <label><span>{ label }</span><textarea readonly=true rows="4" spellcheck="false" {value} /></label> }
        };
        html! {
            <details class="share">
                <summary>{ texts.embed_view }</summary>
                { snippet(texts.embed_element, self.element()) }
                { snippet(texts.embed_frame, self.frame()) }
            </details>
        }
    }

    /// The element with its script.
    fn element(self) -> String {
        let Self { page, bundle, .. } = self;
        let mut attributes: Vec<(String, String)> = Vec::new();
        for (name, value) in form_urlencoded::parse(self.query(None).trim_start_matches('?').as_bytes()) {
            let name = if name == "q" { "query".to_owned() } else { name.into_owned() };
            // An attribute cannot be repeated: there, this sign separates conditions.
            let value = if name == "query" || name == "post" {
                value.into_owned()
            } else {
                value.replace('&', "\\&")
            };
            match attributes.last_mut() {
                Some((last, values)) if *last == name => *values = format!("{values}&{value}"),
                _ => attributes.push((name, value)),
            }
        }
        let attributes: Vec<_> = attributes
            .iter()
            .map(|(name, value)| format!(" {name}=\"{}\"", escape_attribute(value)))
            .collect();
        let attributes = attributes.concat();
        let (page, bundle) = (escape_attribute(page), escape_attribute(bundle));
        format!(
            "<script type=\"module\" src=\"{page}embed.js\"></script>\n<broadsheet-viewer src=\"{bundle}\"{attributes} \
             style=\"display: block; height: 40rem\"></broadsheet-viewer>"
        )
    }

    /// The frame.
    fn frame(self) -> String {
        let address =
            escape_attribute(&format!("{}embed.html{}", self.page, self.query(self.route.bundle.clone())));
        let title = escape_attribute(self.title);
        format!(
            "<iframe title=\"{title}\" src=\"{address}\" width=\"100%\" height=\"640\" loading=\"lazy\" style=\"border: 0\"></iframe>"
        )
    }

    fn query(self, bundle: Option<String>) -> String {
        Route { format: RouteFormat::default(), other_params: Vec::new(), bundle, ..self.route.clone() }
            .to_query()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snippets_say_what_the_address_says() {
        let route = Route::parse("?tag=a,b&tag=-c%26%22&q=x&utm=1&bundle=o.json", &RouteFormat::default());
        let snippets = EmbedSnippets {
            page: "https://a.example/",
            bundle: "https://a.example/o.json",
            title: "A",
            route: &route,
        };
        assert_eq!(
            snippets.element(),
            "<script type=\"module\" src=\"https://a.example/embed.js\"></script>\n<broadsheet-viewer \
             src=\"https://a.example/o.json\" tag=\"a,b&amp;-c\\&amp;&quot;\" query=\"x\" \
             style=\"display: block; height: 40rem\"></broadsheet-viewer>"
        );
        let query = "?tag=a%2Cb&amp;tag=-c%26%22&amp;bundle=o.json&amp;q=x";
        assert!(
            snippets.frame().contains(&format!("\"https://a.example/embed.html{query}\"")),
            "{}",
            snippets.frame()
        );
    }
}
