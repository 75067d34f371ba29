//! The root component: turns the URL and the archive into a page, and handles intents.
//!
//! - [`archive_view`]: the component of one archive, which joins the parts below;
//! - [`view_model`]: the archive as the current view shows it; [`page`]: the layout of the page,
//!   and [`reader_pane`]: the open article in it;
//! - [`intents`]: what intents and shortcuts mean (pure); [`commands`]: carries that out;
//! - [`navigation`]: the owner of history and pending route;
//! - [`host_events`]: what the host page is told (pure, but for its hook);
//! - [`facet_pane`]: what of the facets the user has asked to see.

use web_sys::{Url, window};
use yew::prelude::*;

use self::archive_view::ArchiveView;
use crate::browser::host::HostContext;
use crate::config::Config;
use crate::hooks::{use_navigation, use_preferences};
use crate::navigation::HostNavigation;
use crate::settings::UiSettings;

mod archive_view;
mod commands;
mod facet_pane;
mod host_events;
mod intents;
mod navigation;
pub mod page;
mod reader_pane;
pub mod view_model;

#[derive(Debug, Clone, Properties, PartialEq)]
#[allow(missing_docs, reason = "the documentation of the component says it")]
pub struct AppProps {
    pub host: HostContext,
    pub config: Config,
    /// The navigation that the host page requested last.
    #[prop_or_default]
    pub requested: Option<HostNavigation>,
    /// `true` if nothing is drawn until the container is needed again.
    #[prop_or_default]
    pub suspended: bool,
}

/// The viewer, with `config` from the page that holds it.
#[component]
pub fn App(props: &AppProps) -> Html {
    let AppProps { host, config, .. } = props;
    let (navigation, set_navigation) = use_navigation(host, props.requested.as_ref());
    let (settings, set_preference) = use_preferences(host, config);
    if props.suspended {
        return Html::default();
    }
    let page_url = window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    let resolve = |url: &str| Url::new_with_base(url, &page_url).ok();
    let origin = |url: &str| resolve(url).map(|url| url.origin());
    let chosen = config.bundle_for(navigation.route.bundle.as_deref(), origin);
    let bundle = AttrValue::from(resolve(chosen).map_or_else(|| chosen.to_owned(), |url| url.href()));
    let page = AttrValue::from(resolve(".").map_or_else(String::new, |url| url.href()));
    // Another bundle begins with a new state.
    let key = format!("{} {bundle}", host.generation);
    html! {
        <ContextProvider<UiSettings> context={settings}>
            <ArchiveView {key} {host} config={config.clone()} {bundle} {page} {navigation} {set_navigation} {set_preference} />
        </ContextProvider<UiSettings>>
    }
}
