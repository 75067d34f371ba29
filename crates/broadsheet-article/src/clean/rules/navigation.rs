//! Navigation of the original site.

use crate::clean::rule::{BoxCandidate, RemovalLimit, Rule};
use crate::vocabulary::{Attribute, Tag};

/// Menus, breadcrumbs, links to the next article.
pub(super) const NAVIGATION: Rule = Rule {
    name: "navigation",
    reason: "leads around the original site",
    class_words: &[
        "menu",
        "nav",
        "nav-links",
        "nav-next",
        "nav-previous",
        "navbar",
        "navigation",
        "page-links",
        "pager",
        "post-nav",
        "post-navigation",
        "site-header",
        "site-navigation",
        "skip-link",
    ],
    class_parts: &["breadcrumb", "breadcrumbs", "pagination"],
    exact_texts: &[
        "back to top",
        "jump to navigation",
        "skip to content",
        "skip to main content",
        "toggle navigation",
        "回到頂部",
        "回到顶部",
        "返回顶部",
        "跳到主要内容",
        "跳到主要內容",
    ],
    leading_texts: &["next article", "next post", "previous article", "previous post", "上一篇", "下一篇"],
    matches: Some(is_navigation),
    limit: RemovalLimit::MostlyLinks,
    #[cfg(test)]
    removes: &[
        "<nav><a href=https://x.test/1>x</a></nav>",
        "<div role=navigation><a href=https://x.test/1>x</a></div>",
        "<div class='post-navigation'><a href=https://x.test/1>Older</a></div>",
        "<ol class='breadcrumbs'><li><a href=https://x.test/1>Home</a></li></ol>",
        "<p>Back to top ↑</p>",
        "<div>上一篇：<a href=https://x.test/1>另一篇文章的标题</a></div>",
    ],
    #[cfg(test)]
    keeps: &[
        "<p>上一篇说到哪里了？</p>",
        "<nav><a href='#one'>Contents</a></nav><h2 id=one>x</h2>",
        "<div class='navigationist'>x</div>",
        "<nav><p>The fleet sailed at dawn.</p></nav>",
        "<div class='navigation'>北极星不动</div>",
    ],
    ..Rule::NEW
};

/// `true` for navigation by element or role; a table of contents is none, since it leads around the
/// article.
fn is_navigation(candidate: &BoxCandidate<'_>) -> bool {
    let navigation = candidate.element.tag == Some(Tag::Nav)
        || candidate.element.get(Attribute::Role) == Some("navigation");
    navigation
        && !candidate
            .document
            .descendants(candidate.id)
            .filter_map(|id| candidate.document.element(id)?.get(Attribute::Href))
            .any(|href| href.len() > 1 && href.starts_with('#'))
}
