//! The address of a view: its query string, both ways. Pure.
//!
//! `?post=ID`, `?tag=A&tag=B` (both), `?tag=A,B` (either), `?tag=-C` (not), the same for `author`,
//! `source` and `category`; `view=everything` (the open article uncleaned); `from` and `to` (a day,
//! a month or a year), `q` (words of titles, authors' names and tags), `sort=new|old`,
//! `bundle=URL`. A comma or a backslash within a value, and a hyphen at its start, have a backslash
//! before them. Parameters of other names are kept as they are. An address can be of any length,
//! and every link of a page carries it on: what is beyond the limits is not read, of a search the
//! end. In a host page the viewer's names have a prefix; see [`RouteFormat`].

use std::rc::Rc;

use broadsheet_bundle::facet::Facet;
use broadsheet_bundle::filter::{Filter, PartialDate, Sort};
use broadsheet_bundle::format::limits::{MAX_FILTER_VALUES, MAX_ID_BYTES, MAX_QUERY_CHARS, MAX_URL_BYTES};
use broadsheet_bundle::format::truncate_values;

/// The value of `view` that asks for [`Route::uncleaned`].
const EVERYTHING: &str = "everything";

/// The form in which the addresses of views are written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RouteFormat {
    /// The part before the query; empty if it is the page's own address.
    pub base: Rc<str>,
    /// Prefix of the names of the viewer's parameters.
    pub prefix: Rc<str>,
}

/// The view that an address stands for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Route {
    /// Id of the open post.
    pub post: Option<String>,
    /// `true` if the open article is shown uncleaned. Another one is shown cleaned again.
    pub uncleaned: bool,
    /// The filter of the list.
    pub filter: Filter,
    /// A bundle other than the page's own.
    pub bundle: Option<String>,
    /// Parameters that are not the viewer's, in their order.
    pub other_params: Vec<(String, String)>,
    /// The form of its address.
    pub format: RouteFormat,
}

impl Route {
    /// Parses a query string, with or without its `?`. Invalid values (a day that does not exist)
    /// are ignored, and so are filter values beyond [`MAX_FILTER_VALUES`] and other parameters
    /// beyond [`MAX_URL_BYTES`] bytes.
    pub fn parse(query: &str, format: &RouteFormat) -> Self {
        Self::parse_with(query, format, |_, value| value.to_owned())
    }

    /// Parses a query string as [`Self::parse`] does, and gives each value of a facet the form that
    /// `form` returns; one without anything in it is left out.
    pub fn parse_with(query: &str, format: &RouteFormat, form: fn(Facet, &str) -> String) -> Self {
        let query = query.strip_prefix('?').unwrap_or(query);
        let mut route = Self { format: format.clone(), ..Self::default() };
        let (mut choices, mut other_params) = (MAX_FILTER_VALUES, MAX_URL_BYTES);
        let mut keep = |route: &mut Self, name: &str, value: &str| {
            if let Some(left) = other_params.checked_sub(name.len() + value.len() + 2) {
                other_params = left;
                route.other_params.push((name.to_owned(), value.to_owned()));
            }
        };
        for (full_name, value) in form_urlencoded::parse(query.as_bytes()) {
            let Some(name) = full_name.strip_prefix(&*format.prefix) else {
                keep(&mut route, &full_name, &value);
                continue;
            };
            if let Some(facet) = Facet::from_name(name) {
                let values = parse_values(&value, &mut choices, |value| form(facet, value));
                let selection = &mut route.filter.facets[facet];
                if value.starts_with('-') {
                    selection.excluded.extend(values);
                } else if !values.is_empty() {
                    selection.groups.push(values);
                }
                continue;
            }
            let filled = |most| (1..=most).contains(&value.len()).then(|| value.to_string());
            match name {
                "post" => route.post = filled(MAX_ID_BYTES),
                "view" if value == EVERYTHING => route.uncleaned = true,
                "bundle" => route.bundle = filled(MAX_URL_BYTES),
                // Apps add a `from` of their own to the links that they pass on: what is no day
                // leaves the day that is there.
                "from" => route.filter.from = PartialDate::parse(&value).or(route.filter.from),
                "to" => route.filter.to = PartialDate::parse(&value).or(route.filter.to),
                "q" => route.filter.query = value.chars().take(MAX_QUERY_CHARS).collect(),
                "sort" => route.filter.sort = if value == "old" { Sort::Old } else { Sort::New },
                _ => keep(&mut route, &full_name, &value),
            }
        }
        route
    }

    /// Returns the address: the query string with its `?`, or `?` alone for the plain list, since
    /// an empty link leads to the address that it stands on.
    pub fn to_query(&self) -> String {
        let RouteFormat { base, prefix } = &self.format;
        let start = [base, "?"].concat();
        let before = start.len();
        let mut query = form_urlencoded::Serializer::for_suffix(start, before);
        let name = |name: &str| [prefix, name].concat();
        for (name, value) in &self.other_params {
            query.append_pair(name, value);
        }
        let single = [
            ("bundle", self.bundle.as_deref()),
            ("from", self.filter.from.as_ref().map(PartialDate::as_str)),
            ("to", self.filter.to.as_ref().map(PartialDate::as_str)),
            ("q", Some(self.filter.query.as_str()).filter(|query| !query.is_empty())),
            ("sort", (self.filter.sort == Sort::Old).then_some("old")),
            ("post", self.post.as_deref()),
            ("view", self.uncleaned.then_some(EVERYTHING)),
        ];
        for (facet, selection) in self.filter.facets.iter() {
            for group in &selection.groups {
                let values: Vec<_> = group.iter().map(|value| escape(value)).collect();
                query.append_pair(&name(facet.name()), &values.join(","));
            }
            for value in &selection.excluded {
                query.append_pair(&name(facet.name()), &format!("-{}", escape(value)));
            }
        }
        for (key, value) in single {
            if let Some(value) = value {
                query.append_pair(&name(key), value);
            }
        }
        query.finish()
    }

    /// Returns the unfiltered list of the same bundle.
    #[must_use]
    pub fn home(&self) -> Self {
        self.without_post().with_filter(Filter::default())
    }

    /// Returns the same view with the post `id` open.
    #[must_use]
    pub fn with_post(&self, id: &str) -> Self {
        Self { post: Some(id.to_owned()), uncleaned: false, ..self.clone() }
    }

    /// Returns the same view with no post open.
    #[must_use]
    pub fn without_post(&self) -> Self {
        Self { post: None, uncleaned: false, ..self.clone() }
    }

    /// Returns the same view with the open article cleaned or not.
    #[must_use]
    pub fn with_uncleaned(&self, uncleaned: bool) -> Self {
        Self { uncleaned, ..self.clone() }
    }

    /// Returns the list with another filter, and the open post if it is to stay open.
    #[must_use]
    pub fn narrowed(&self, filter: Filter, post_stays: bool) -> Self {
        if post_stays { self.with_filter(filter) } else { self.without_post().with_filter(filter) }
    }

    /// Returns the same view with another filter.
    #[must_use]
    pub fn with_filter(&self, filter: Filter) -> Self {
        Self { filter, ..self.clone() }
    }
}

/// Reads the choices of one parameter, as many as there is `room` for, in the form that `form`
/// gives them.
fn parse_values(text: &str, room: &mut usize, form: impl Fn(&str) -> String) -> Vec<String> {
    let mut values = split(text.strip_prefix('-').unwrap_or(text));
    values.truncate(*room);
    *room -= values.len();
    // As the bundle's own are.
    truncate_values(&mut values);
    for value in &mut values {
        *value = form(value);
    }
    drop_empty(&mut values);
    values
}

/// Returns the values between bare commas, without their escapes; empty ones are left out.
fn split(text: &str) -> Vec<String> {
    let mut values = vec![String::new()];
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, values.last_mut()) {
            (',', _) => values.push(String::new()),
            ('\\', Some(last)) => last.extend(chars.next()),
            (c, Some(last)) => last.push(c),
            (_, None) => {}
        }
    }
    drop_empty(&mut values);
    values
}

fn drop_empty(values: &mut Vec<String>) {
    values.retain(|value| !value.is_empty());
}

fn escape(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for (at, c) in value.char_indices() {
        if matches!(c, ',' | '\\') || (c == '-' && at == 0) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

// proptest needs a source of randomness that a bare wasm module lacks.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use broadsheet_bundle::facet::PerFacet;
    use broadsheet_bundle::filter::Selection;
    use proptest::prelude::*;

    use super::*;

    fn groups(route: &Route, facet: Facet) -> Vec<Vec<String>> {
        route.filter.facets[facet].groups.clone()
    }

    fn parse(query: &str) -> Route {
        Route::parse(query, &RouteFormat::default())
    }

    #[test]
    fn the_documented_forms() {
        let route = parse(
            "?tag=A&tag=B%2CC&tag=-D&author=%E6%9D%8E&from=2019-01&to=2021-09-15&q=x+y&sort=old&post=2021-09-15-%E6%A0%87%E9%A2%98&utm=1",
        );
        assert_eq!(groups(&route, Facet::Tag), [vec!["A"], vec!["B", "C"]]);
        assert_eq!(route.filter.facets[Facet::Tag].excluded, ["D"]);
        assert_eq!(groups(&route, Facet::Author), [["李"]]);
        assert_eq!(route.filter.from.as_ref().map(PartialDate::as_str), Some("2019-01"));
        assert_eq!((route.filter.query.as_str(), route.filter.sort), ("x y", Sort::Old));
        assert_eq!(route.post.as_deref(), Some("2021-09-15-标题"));
        assert_eq!(route.other_params, [("utm".to_owned(), "1".to_owned())]);
    }

    #[test]
    fn only_one_post_is_shown_whole() {
        let route = parse("?post=a&view=everything&tag=x");
        assert!(route.uncleaned && route.other_params.is_empty());
        assert_eq!(route.to_query(), "?tag=x&post=a&view=everything");
        for next in [route.with_post("b"), route.without_post(), route.with_uncleaned(false)] {
            assert!(!next.uncleaned);
        }
        assert_eq!(parse("?view=grid").to_query(), "?view=grid");
    }

    #[test]
    fn nonsense_is_ignored() {
        let route = parse("?from=soon&to=2021-99&tag=&tag=-&post=&%ff=%fe&&=");
        assert!(route.filter.is_empty());
        assert_eq!(route.post, None);
        let route = parse("?from=2021-02&from=timeline&to=2021&to=2022&to=");
        assert_eq!(route.to_query(), "?from=2021-02&to=2022", "the last that makes sense counts");
    }

    #[test]
    fn the_longest_address_is_read_as_far_as_the_limits_go() {
        let list = |of: &dyn Fn(usize) -> String| (0..10_000).map(of).collect::<Vec<_>>();
        let alternatives = format!("?tag={}", list(&|at| format!("t{at}")).join(","));
        let all = list(&|at| format!("tag=t{at}&year={at}&month=-m{at}&author=-a{at}")).join("&");
        let strange = list(&|at| format!("x{at}=y")).join("&");
        let long = "甲".repeat(1_000_000);
        let long = format!("?q={long}&post={long}&bundle={long}&{long}=1&tag={long}&from=2020");
        for query in [alternatives, all, strange, long] {
            let route = parse(&query);
            assert!(route.filter.choices() <= MAX_FILTER_VALUES);
            assert!(
                route.filter.query.chars().count() <= MAX_QUERY_CHARS
                    && route.post.is_none()
                    && route.bundle.is_none()
            );
            let written = route.to_query();
            assert!(written.len() < 40_000, "{}", written.len());
            assert_eq!(parse(&written), route);
        }
        assert_eq!(
            parse(&format!("?tag={}", list(&|at| format!("t{at}")).join(","))).filter.choices(),
            MAX_FILTER_VALUES
        );
        assert_eq!(groups(&parse("?tag=A,B&tag=C"), Facet::Tag), [vec!["A", "B"], vec!["C"]]);
    }

    #[test]
    fn the_plain_list_is_a_lone_question_mark() {
        assert_eq!(Route::default().to_query(), "?");
        assert_eq!(Route::default().with_post("a b").to_query(), "?post=a+b");
    }

    #[test]
    fn in_a_host_page_the_parameters_have_a_prefix() {
        let format = RouteFormat { base: "https://archive.example/".into(), prefix: "news-".into() };
        let route = Route::parse("?tag=theirs&news-tag=A&post=theirs&news-x=1", &format);
        assert_eq!((groups(&route, Facet::Tag), &route.post), (vec![vec!["A".to_owned()]], &None));
        assert_eq!(
            route.with_post("p").to_query(),
            "https://archive.example/?tag=theirs&post=theirs&news-x=1&news-tag=A&news-post=p"
        );
    }

    fn text() -> impl Strategy<Value = String> {
        "[-,\\\\ab甲&=#+% ]{1,6}"
    }

    fn selection() -> impl Strategy<Value = Selection> {
        let values = || prop::collection::vec(text(), 1..3);
        (prop::collection::vec(values(), 0..3), prop::collection::vec(text(), 0..3)).prop_filter_map(
            "empty",
            |(groups, excluded)| {
                let selection = Selection { groups, excluded };
                (!selection.is_empty()).then_some(selection)
            },
        )
    }

    proptest! {
        #[test]
        fn round_trip(
            post in prop::option::of(text()),
            selections in prop::collection::vec((prop::sample::select(Facet::ALL.to_vec()), selection()), 0..4),
            from in prop::option::of(prop::sample::select(vec!["2019", "2019-02", "2019-02-28"])),
            query in "[a甲 &+]{0,5}",
            uncleaned in any::<bool>(),
            old in any::<bool>(),
            other_params in prop::collection::vec(("x[a-z]{1,3}", text()), 0..2),
            prefix in prop::sample::select(vec!["", "news-"]),
        ) {
            let sort = if old { Sort::Old } else { Sort::New };
            let from = from.and_then(PartialDate::parse);
            let mut facets = PerFacet::default();
            for (facet, selection) in selections {
                facets[facet] = selection;
            }
            let filter = Filter { facets, from, to: None, query, sort };
            let format = RouteFormat { base: Rc::default(), prefix: prefix.into() };
            let route = Route { post, uncleaned, filter, bundle: None, other_params, format };
            prop_assert_eq!(Route::parse(&route.to_query(), &route.format), route);
        }

        #[test]
        fn any_query_can_be_read(query in "\\PC{0,40}") {
            let route = parse(&query);
            prop_assert_eq!(parse(&route.to_query()), route);
        }
    }
}
