//! Repetitions of an article's metadata.

use crate::clean::rule::{RemovalLimit, Rule};

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
        "submitted",
        "tag-links",
        "tags-links",
        "word-count",
    ],
    leading_texts: &["filed under", "posted in", "tagged", "tags", "标签", "標籤"],
    limit: RemovalLimit::Characters(300),
    #[cfg(test)]
    removes: &[
        "<div class='entry-meta'>By x, on <time>Monday</time></div>",
        "<span class='byline'>x</span>",
        "<footer class='entry-footer'>Tagged: x</footer>",
        "<p>Tags: <a href=https://x.test/t/1>harbour</a>, <a href=https://x.test/t/2>ships</a></p>",
    ],
    #[cfg(test)]
    keeps: &[
        "<p>标签是<a href=https://x.test/>他们</a>贴的，不是我们。</p>",
        "<div class='entry'>x</div>",
        "<div class='metadata-standards'>x</div>",
    ],
    ..Rule::NEW
};
