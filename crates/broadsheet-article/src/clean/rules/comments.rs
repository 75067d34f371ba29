//! Comments below an article.

use crate::clean::evidence::is_furniture_box;
use crate::clean::rule::{BoxCandidate, RemovalLimit, Rule};
use crate::vocabulary::Tag;

/// Comments, and the form for them.
pub(super) const COMMENTS: Rule = Rule {
    name: "comments",
    reason: "what others wrote below the article, and the form for it",
    class_words: &[
        "comment-add",
        "comment-form",
        "comment-list",
        "comment-respond",
        "comment-wrapper",
        "commentlist",
        "comments",
        "comments-area",
        "comments-link",
        "comments-title",
        "comments-wrapper",
        "disqus_thread",
        "respond",
    ],
    evidence: Some(holds_comments),
    exact_texts: &[
        "add a comment",
        "cancel reply",
        "comments are closed",
        "comments powered by disqus",
        "leave a comment",
        "leave a reply",
        "no comments",
        "no comments yet",
        "please enable javascript to view the comments powered by disqus",
        "post a comment",
        "required fields are marked",
        "view comments",
        "write a comment",
        "your email address will not be published",
        "your email address will not be published required fields are marked",
        "发表回复",
        "发表评论",
        "取消回复",
        "取消回覆",
        "我要评论",
        "暂无评论",
        "查看评论",
        "發表回覆",
        "發表評論",
        "發表迴響",
        "评论已关闭",
    ],
    except_if: Some(is_conversation),
    limit: RemovalLimit::AllButArticle,
    #[cfg(test)]
    removes: &[
        "<div id=comments><h2>Comments</h2><div class=comment-body><p>I saw it, too. It was blue.</p></div></div>",
        "<ol class='commentlist'><li>x</li></ol>",
        "<h2 class='title comment-form'>12 comments</h2>",
        "<h3>Leave a Reply</h3>",
        "<p>Your email address will not be published. Required fields are marked *</p>",
        "<div>发表评论</div>",
    ],
    #[cfg(test)]
    keeps: &[
        "<p>She had to leave a reply unsent</p>",
        "<div id=comments><div class='comment comment-by-node-author'>x</div></div>",
        "<div class='commentary'>x</div>",
        "<div class='comments'><p>The third line was added by another hand. The fourth is lost.</p></div>",
    ],
    ..Rule::NEW
};

/// `true` if comments are a part of the article: written by its author, or most of the text, and
/// without a form.
fn is_conversation(candidate: &BoxCandidate<'_>) -> bool {
    let mut by_author = false;
    for element in
        candidate.document.descendants(candidate.id).filter_map(|id| candidate.document.element(id))
    {
        if matches!(element.tag, Some(Tag::Form | Tag::Textarea))
            || element.classes().any(|word| word.contains("reply"))
        {
            return false;
        }
        by_author |= element.classes().any(|word| matches!(word, "comment-by-node-author" | "bypostauthor"));
    }
    by_author || candidate.text * 2 > candidate.total
}

/// `true` for furniture, and for a list or boxes of comments or a form for them. An editor's
/// comments are paragraphs.
fn holds_comments(candidate: &BoxCandidate<'_>) -> bool {
    let document = candidate.document;
    is_furniture_box(candidate)
        || document.descendants(candidate.id).filter_map(|id| document.element(id)).any(|element| {
            matches!(element.tag, Some(Tag::Form | Tag::Textarea | Tag::Li | Tag::Time))
                || element.classes().any(|word| word.contains("comment") || word.contains("reply"))
        })
}
