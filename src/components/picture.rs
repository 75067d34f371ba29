//! A picture of an article; a quiet box with its description and address where it is gone, or not asked for yet.

use broadsheet_article::tree::{Image, srcset};
use broadsheet_article::url::MediaUrl;
use yew::prelude::*;

use crate::settings::use_settings;

#[derive(Properties, PartialEq)]
#[allow(missing_docs, reason = "the comments say it")]
pub struct PictureProps {
    pub image: Image,
    /// The address of the bundle's folder, ending in `/`.
    pub base: AttrValue,
    /// Whether a link around the picture leads to its address already.
    #[prop_or_default]
    pub linked: bool,
}

/// The address of a picture, sound or film. What the bundle holds itself lies under `base`.
pub(super) fn address(url: &MediaUrl, base: &str) -> String {
    match url {
        MediaUrl::Remote(url) => url.as_str().to_owned(),
        MediaUrl::Bundled(file) => format!("{base}{}", file.as_str()),
        MediaUrl::Inline(data) => data.as_str().to_owned(),
    }
}

/// The picture.
#[component]
pub fn Picture(props: &PictureProps) -> Html {
    let texts = use_settings().texts();
    let gone = use_state_eq(|| false);
    let image = &props.image;
    if *gone {
        return stand_in(texts.image_unavailable, image, props.linked);
    }
    let has_candidates = !image.candidates.is_empty();
    let onerror = {
        let gone = gone.setter();
        Callback::from(move |_: Event| gone.set(true))
    };
    html! {
        <img referrerpolicy="no-referrer" loading="lazy" decoding="async" src={address(&image.source, &props.base)}
            srcset={has_candidates.then(|| srcset(&image.candidates, |url| address(url, &props.base)))}
            sizes={has_candidates.then_some("(min-width: 46rem) 42rem, 94vw")}
            alt={image.alt.clone()} title={image.title.clone()}
            width={image.width.map(|width| width.to_string())} height={image.height.map(|height| height.to_string())} {onerror} />
    }
}

/// What stands in the place of a picture and is as large: `why`, what the picture shows, and a link to one of elsewhere.
pub(super) fn stand_in(why: &str, image: &Image, linked: bool) -> Html {
    // Scaled down with its proportions kept, as a picture is; the page's policy permits no style here.
    let room = image.width.zip(image.height).map(|(width, height)| {
        html! { <canvas width={width.to_string()} height={height.to_string()} aria-hidden="true" /> }
    });
    let name = if image.alt.is_empty() { why.to_owned() } else { format!("{why}: {}", image.alt) };
    // What lies in a bundle is shown and never led to: a browser that opens a file runs what is in it, on this origin.
    let link = match &image.source {
        MediaUrl::Remote(url) if !linked => outside_link(url.as_str().to_owned(), html! { { name } }),
        _ => html! { <span>{ name }</span> },
    };
    html! { <span class={classes!("stand-in", room.is_some().then_some("sized"))}>{ for room }{ link }</span> }
}

/// A link out of the archive: it tells its target nothing, and is no recommendation.
pub fn outside_link(href: String, inside: Html) -> Html {
    html! { <a {href} target="_blank" rel="noopener noreferrer nofollow">{ inside }</a> }
}
