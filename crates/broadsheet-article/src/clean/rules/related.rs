//! Links to other articles of the original site.

use crate::clean::rule::{RemovalLimit, Rule};

/// Boxes of links to other articles. [`related_links`](crate::clean::related_links) removes the
/// strips without a box.
pub(in crate::clean) const RELATED: Rule = Rule {
    name: "related",
    reason: "other articles of the original site",
    class_words: &["jp-relatedposts", "more-stories", "post-sidebar", "read-next", "sidebar", "yarpp"],
    class_parts: &[
        "recommend",
        "recommendation",
        "recommendations",
        "recommended",
        "related",
        "relatedposts",
    ],
    limit: RemovalLimit::MostlyLinks,
    #[cfg(test)]
    removes: &[
        "<div id='jp-relatedposts' class='jp-relatedposts'><h3>Related</h3></div>",
        "<div class='recommended'><a href=https://x.test/1>another article of the same site, and its long title</a></div>",
        "<div><h3>Related:</h3></div> <section><a href=https://x.test/1>one more article</a>, 1 May</section><ul><li><a href=https://x.test/2>two</a></ul>",
    ],
    #[cfg(test)]
    keeps: &[
        "<h2 id='related-work'>x</h2>",
        "<aside class='sidebar'><p>旁注：米行在河的对岸。</p></aside>",
        "<div class='related-work'>前人写过这件事的，有两本</div>",
        "<div class='related-work'><p>Two books tell of it: <a href=https://x.test/1>The Mill on the River</a> and <a href=https://x.test/2>The Miller</a>.</p></div>",
        "<div class='relatedness'>x</div>",
        "<h3>Related</h3><p>text without a link</p>",
    ],
    ..Rule::NEW
};
