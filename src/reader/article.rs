//! The component for the content of an article, and the media that the user has asked for in it.

use std::cell::Cell;
use std::rc::Rc;

use broadsheet_article::tree::Article;
use broadsheet_article::write_text;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::anchor_hold::use_anchor_hold;
use super::blocks::blocks;
use super::context::Context;
use super::layout_limits::LayoutLimits;
use crate::direction::{Direction, has_right_to_left};
use crate::intent::{Intent, Preference};
use crate::media_policy::RemoteMediaPolicy;
use crate::ptr_eq::PtrEq;
use crate::route::Route;
use crate::settings::use_settings;

/// The properties of [`ArticleContent`].
#[derive(Properties)]
pub struct ArticleContentProps {
    /// The tree.
    pub article: Rc<Article>,
    /// The URL of the bundle's folder, ending in `/`.
    pub base: AttrValue,
    /// The direction of its language.
    pub direction: Direction,
    /// The unfiltered list of the archive, to which addresses of its posts are added.
    pub home: Route,
    /// The hosts from which media load without consent; `None` allows any.
    pub hosts: Option<Vec<String>>,
    /// Receives user intents.
    pub dispatch: Callback<Intent>,
}

impl PartialEq for ArticleContentProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.article, &other.article)
            && self.direction == other.direction
            && (&self.base, &self.home, &self.hosts, &self.dispatch)
                == (&other.base, &other.home, &other.hosts, &other.dispatch)
    }
}

/// The content of an article.
#[component]
pub fn ArticleContent(props: &ArticleContentProps) -> Html {
    let settings = use_settings();
    let texts = settings.texts();
    // The URLs of the players that the user has asked for.
    let playing = use_state_eq(Vec::<String>::new);
    // `true` once the user has asked for the blocked media of this article.
    let loads_blocked = use_state_eq(|| false);
    let player = use_node_ref();
    use_anchor_hold(settings.outline.standalone);
    {
        let player = player.clone();
        use_effect_with((*playing).clone(), move |_| {
            // The button that had the focus is gone. What cannot take it leaves it where it is.
            if let Some(player) = player.cast::<HtmlElement>() {
                let _ = player.focus();
            }
        });
    }
    let is_mixed = props.direction == Direction::RightToLeft
        || *use_memo(PtrEq::from(Rc::clone(&props.article)), |article| {
            has_right_to_left(&write_text(article))
        });
    let has_blocked = Cell::new(false);
    let context = Context {
        base: &props.base,
        home: &props.home,
        hosts: props.hosts.as_deref(),
        loads_blocked: *loads_blocked,
        has_blocked: &has_blocked,
        playing: &playing,
        player: &player,
        texts,
        outline: settings.outline,
        is_in_link: false,
        dispatch: &props.dispatch,
        limits: &LayoutLimits::default(),
        is_ruby_flat: false,
        direction: if is_mixed { Some(props.direction) } else { None },
    };
    let content = blocks(&props.article.blocks, &context);
    html! {
        <>
            if has_blocked.get() {
                <div class="notice">
                    <p>{ texts.media_blocked }</p>
                    <button type="button" aria-pressed={loads_blocked.to_string()} onclick={
                        let loads_blocked = loads_blocked.clone();
                        move |_: MouseEvent| loads_blocked.set(!*loads_blocked)
                    }>{ texts.load_media }</button>
                    <button type="button" onclick={props.dispatch.reform(|_: MouseEvent| Intent::Set(Preference::RemoteMedia(RemoteMediaPolicy::Always)))}>
                        { texts.always_load_media }
                    </button>
                </div>
            }
            { content }
        </>
    }
}

/// Draws the article of the post `id`. What the user has asked for in that of another post does not
/// apply to it.
pub fn view_article(id: &str, props: ArticleContentProps) -> Html {
    html! { <ArticleContent key={id} ..props /> }
}
