//! Repetitions of an article's metadata.

use crate::clean::evidence::{is_furniture_box, is_prose};
use crate::clean::lengths::visible_text;
use crate::clean::rule::{BoxCandidate, RemovalLimit, Rule};
use crate::vocabulary::Tag;

/// Author, date, categories and tags.
pub(super) const BYLINE: Rule = Rule {
    name: "byline",
    reason: "repeats author, date, categories and tags, which stand above every article",
    class_words: &[
        "article-meta",
        "author-box",
        "author-info",
        "author-wrap",
        "byline",
        "cat-links",
        "column-link",
        "edit-link",
        "entry-author-wrapper",
        "entry-date",
        "entry-footer",
        "entry-meta",
        "entry-tags",
        "entry-utility",
        "field-name-author",
        "post-categories",
        "post-info",
        "post-meta",
        "post-tags",
        "posted-on",
        "postmetadata",
        "published-on",
        "rich_media_meta_list",
        "submitted",
        "tag-links",
        "tags-links",
        "word-count",
    ],
    evidence: Some(is_byline),
    leading_texts: &["filed under", "posted in", "tagged", "tags", "标签", "標籤"],
    limit: RemovalLimit::Characters(300),
    #[cfg(test)]
    removes: &[
        "<div class='entry-meta'>By x, on <time>Monday</time></div>",
        "<span class='byline'>x</span>",
        "<footer class='entry-footer'>Tagged: x</footer>",
        "<p class='submitted'>由 x 在 12/23/2014 提交</p>",
        "<p class='byline'>By A. B. Jones, Harbour Correspondent</p>",
        "<div class='rich_media_meta_list'><span>原创</span> <span>河边笔记</span></div>",
        "<div class='author-box'><img src=https://x.test/a.png><p>A. writes about harbours. <a href=https://x.test/1>More by A.</a></p></div>",
        "<p>Tags: <a href=https://x.test/t/1>harbour</a>, <a href=https://x.test/t/2>ships</a></p>",
    ],
    #[cfg(test)]
    keeps: &[
        "<p>标签是<a href=https://x.test/>他们</a>贴的，不是我们。</p>",
        "<div class='entry'>x</div>",
        "<div class='metadata-standards'>x</div>",
        "<div class='author-info'><p>他年轻时在码头上写信，替人写，一封两角。</p></div>",
        "<p class='submitted'>To the king the town submitted</p>",
        "<p class='post-info'>Nothing of the post was left but its wall.</p>",
    ],
    ..Rule::NEW
};

/// The beginnings of bylines, in lower case.
const BEGINNINGS: [&str; 27] = [
    "author",
    "by ",
    "filed",
    "last updated",
    "par ",
    "por ",
    "posted",
    "publicado",
    "published",
    "publié",
    "tagged",
    "updated",
    "veröffentlicht",
    "von ",
    "written",
    "作者",
    "原创",
    "发布",
    "发表",
    "文/",
    "文／",
    "来源",
    "發布",
    "發表",
    "編輯",
    "编辑",
    "记者",
];

/// `true` for the words of furniture, a name, a date, a line that begins as bylines do; and for a
/// box about the author with a portrait.
fn is_byline(candidate: &BoxCandidate<'_>) -> bool {
    let BoxCandidate { document, lengths, id, .. } = *candidate;
    if is_furniture_box(candidate) || (lengths.pictures(id) > 0 && lengths.links(id) > 0) {
        return true;
    }
    let text: String = visible_text(document, id).flat_map(str::chars).flat_map(char::to_lowercase).collect();
    let text = text.trim_start();
    BEGINNINGS.iter().any(|beginning| text.starts_with(beginning) && !is_prose(candidate))
        || (lengths.prose(id) == 0
            && (text.contains(|c: char| c.is_ascii_digit())
                || (candidate.element.tag != Some(Tag::P) && candidate.text <= 40)))
}
