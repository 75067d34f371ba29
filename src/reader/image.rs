//! An article image, or a placeholder if it failed or is blocked.

use broadsheet_article::tree::{Image, srcset};
use broadsheet_article::url::MediaUrl;
use yew::prelude::*;

use super::media::media_url;
use crate::components::external_link::external_link;
use crate::settings::use_settings;

/// The properties of [`ArticleImage`].
#[derive(Properties, PartialEq)]
pub(super) struct ArticleImageProps {
    pub(super) image: Image,
    /// The URL of the bundle's folder, ending in `/`.
    pub(super) base: AttrValue,
    /// `true` if the image is in a link already.
    pub(super) is_in_link: bool,
}

/// An image.
#[component]
pub(super) fn ArticleImage(props: &ArticleImageProps) -> Html {
    let texts = use_settings().texts();
    let failed = use_state_eq(|| false);
    let image = &props.image;
    if *failed {
        return placeholder(texts.image_unavailable, image, props.is_in_link);
    }
    let srcset = srcset(&image.candidates, |url| media_url(url, &props.base));
    let (srcset, sizes) =
        if srcset.is_empty() { (None, None) } else { (Some(srcset), Some("(min-width: 46rem) 42rem, 94vw")) };
    let onerror = {
        let failed = failed.setter();
        Callback::from(move |_: Event| failed.set(true))
    };
    let class = if image.is_emoji { Some("emoji") } else { None };
    html! {
        <img {class} referrerpolicy="no-referrer" loading="lazy" decoding="async" src={media_url(&image.source, &props.base)}
            {srcset} {sizes} alt={image.alt.clone()} title={image.title.clone()}
            width={image.width.map(|width| width.to_string())} height={image.height.map(|height| height.to_string())} {onerror} />
    }
}

/// Draws a placeholder of the image's size with the `reason`, the description of the image, and a
/// link to it if it is of another site.
pub(super) fn placeholder(reason: &str, image: &Image, is_in_link: bool) -> Html {
    // Scaled down with its proportions kept, as an image is; the page's policy permits no style
    // here.
    let spacer = image.width.zip(image.height).map(|(width, height)| {
        html! { <canvas width={width.to_string()} height={height.to_string()} aria-hidden="true" /> }
    });
    let name = if image.alt.is_empty() { reason.to_owned() } else { format!("{reason}: {}", image.alt) };
    // A character in a sentence: its place is no larger than one.
    if image.is_emoji {
        let text = if image.alt.is_empty() { "\u{25a1}".to_owned() } else { image.alt.clone() };
        return html! { <span title={name}>{ text }</span> };
    }
    // There is never a link to a file of a bundle: a browser that opens it runs what is in it, on
    // this origin.
    let link = match &image.source {
        MediaUrl::Remote(url) if !is_in_link => external_link(url.as_str().to_owned(), html! { { name } }),
        _ => html! { <span>{ name }</span> },
    };
    let class = classes!("stand-in", if spacer.is_some() { Some("sized") } else { None });
    html! { <span {class}>{ for spacer }{ link }</span> }
}
