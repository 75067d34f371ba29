//! Links to other articles of the original site.

use crate::clean::evidence::{is_furniture_box, is_prose};
use crate::clean::rule::{BoxCandidate, RemovalLimit, Rule};
use crate::clean::teasers::is_teasers;

/// Boxes of links to other articles. [`related_links`](crate::clean::related_links) removes the
/// strips without a box.
pub(in crate::clean) const RELATED: Rule = Rule {
    name: "related",
    reason: "other articles of the original site",
    class_words: &[
        "jp-relatedposts",
        "more-stories",
        "most-popular",
        "most-read",
        "most-shared",
        "most-viewed",
        "popular-posts",
        "post-sidebar",
        "read-next",
        "sidebar",
        "trending",
        "yarpp",
    ],
    class_parts: &[
        "recommend",
        "recommendation",
        "recommendations",
        "recommended",
        "related",
        "relatedposts",
    ],
    evidence: Some(is_other_articles),
    limit: RemovalLimit::Half,
    #[cfg(test)]
    removes: &[
        "<div id='jp-relatedposts' class='jp-relatedposts'><h3>Related</h3></div>",
        "<div class='recommended'><a href=https://x.test/1>another article of the same site, and its long title</a></div>",
        "<div class='related-posts'><h3>Read on</h3><div><h4><a href=https://x.test/1>The mill</a></h4><p>It stood there for years.</p></div><div><h4><a href=https://x.test/2>The pilot</a></h4><p>She knew the way.</p></div><div><h4><a href=https://x.test/3>The quay</a></h4><p>It is long.</p></div></div>",
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

/// `true` for links without sentences, and for teasers.
fn is_other_articles(candidate: &BoxCandidate<'_>) -> bool {
    let is_links = candidate.text <= 40 || candidate.lengths.links(candidate.id) * 2 >= candidate.text;
    (is_links && !is_prose(candidate) && is_furniture_box(candidate)) || is_teasers(candidate)
}
