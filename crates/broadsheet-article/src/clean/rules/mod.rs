//! The rules that remove boxes of the page around an article, by theme.
//!
//! A rule stands in the file of its theme, with its cases in it; [`RULES`] lists all of them.

mod ads;
mod byline;
mod code;
mod comments;
mod controls;
mod cookies;
mod helpers;
mod hidden;
mod main_content;
mod marks;
mod navigation;
mod paywall;
mod related;
mod sharing;

pub(super) use related::RELATED;

use super::rule::Rule;

/// Every rule for boxes; the first that applies wins.
pub(super) const RULES: &[Rule] = &[
    hidden::HIDDEN,
    ads::TRACKER,
    ads::ADVERT,
    controls::CONTROL,
    controls::NOTICE,
    paywall::PAYWALL,
    sharing::SHARE,
    navigation::NAVIGATION,
    comments::COMMENTS,
    related::RELATED,
    byline::BYLINE,
    cookies::COOKIES,
    code::LINE_NUMBER,
    code::CODE_CONTROL,
    marks::HEADING_MARK,
    helpers::IMAGE_HELPER,
    main_content::SURROUNDINGS,
];
