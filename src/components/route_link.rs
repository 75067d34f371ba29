//! A link to another view: a real one, so that it can be copied and opened in a new tab, and followed without loading the page.

use yew::prelude::*;

use crate::intent::Intent;
use crate::route::Route;

#[derive(Properties, PartialEq)]
#[allow(missing_docs, reason = "as in HTML")]
pub struct RouteLinkProps {
    /// Where it leads.
    pub to: Route,
    /// Told when it is followed in this page.
    pub on: Callback<Intent>,
    #[prop_or_default]
    pub class: Classes,
    #[prop_or_default]
    pub id: Option<AttrValue>,
    #[prop_or_default]
    pub label: Option<AttrValue>,
    #[prop_or_default]
    pub rel: Option<AttrValue>,
    #[prop_or_default]
    pub lang: Option<AttrValue>,
    /// Whether it leads to what is open now.
    #[prop_or_default]
    pub current: bool,
    pub children: Html,
}

/// The link.
#[component]
pub fn RouteLink(props: &RouteLinkProps) -> Html {
    let onclick = {
        let (on, to) = (props.on.clone(), props.to.clone());
        Callback::from(move |event: MouseEvent| {
            let elsewhere = event.ctrl_key()
                || event.meta_key()
                || event.shift_key()
                || event.alt_key()
                || event.button() != 0;
            if !elsewhere {
                event.prevent_default();
                on.emit(Intent::Go(to.clone()));
            }
        })
    };
    html! {
        <a href={props.to.to_query()} class={props.class.clone()} id={props.id.clone()} aria-label={props.label.clone()}
            rel={props.rel.clone()} lang={props.lang.clone()} aria-current={props.current.then_some("true")} {onclick}>
            { props.children.clone() }
        </a>
    }
}
