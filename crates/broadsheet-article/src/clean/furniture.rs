//! The words that the furniture of a page consists of: labels of buttons, counters, slots.
//!
//! A box that is named as furniture and says nothing but such words is furniture. The words prove
//! nothing without such a name: "Print" may be a chapter.

use super::lengths::visible_text;
use super::rule::BoxCandidate;
use crate::build::{is_blank, is_wide};

/// The most visible characters of a label.
const MAX_LABEL: usize = 80;

/// Words of scripts with blanks between words, in lower case, between blanks.
const WORDS: &str = " accept ad add addthis ads also advertisement advertisements advertising all anmelden anzeige article \
    articles bluesky bookmark brought by close comment comments compartilhar compartir continue cookie cookies copied copy delen digg \
    donate email enter enviar evernote facebook feed find flipboard follow for friend friends get google here home \
    imprimer imprimir in instagram join kommentare like likes line link linkedin loading log login mail \
    mastodon may menu messenger might more navigation newsletter newsletters next now odnoklassniki ok on our page partager \
    pinterest plus pocket popular post posts powered presented prev previous print promoted publicidad publicidade publicité read recommend \
    recommended reddit register reklam reklama related rss save search see send share shares sharing show sign \
    skip sponsored sponsors stories story stumbleupon subscribe supported teilen telegram the this threads to top trending \
    tumblr tweet tweets twitter twittern up us via video videos view views vk vkontakte weibo wechat werbung whatsapp with x xing \
    you your youtube 공유 공유하기 광고 댓글 ";

/// Words of scripts without blanks between words, between blanks.
const WIDE_WORDS: &str = "阅读原文 閱讀原文 朋友圈 公众号 公眾號 二维码 二維碼 スポンサーリンク シェア ツイート \
    ブックマーク はてな コメント リンク コピー 広告 广告 廣告 推广 推廣 赞助 贊助 分享 共享 转发 轉發 轉貼 收藏 点赞 點讚 按讚 \
    评论 評論 留言 打印 列印 印刷 邮件 郵件 微信 微博 新浪 腾讯 騰訊 空间 空間 好友 朋友 复制 複製 链接 連結 关注 關注 订阅 \
    訂閱 扫码 掃碼 扫一扫 豆瓣 人人网 脸书 臉書 推特 知乎 更多 文章 相关 相關 推荐 推薦 阅读 閱讀 在看 喜欢 喜歡 赞 讚 到 至 次 \
    条 條 打赏 原创 收起 展开 返回 顶部 登录 登錄 登入 注册 註冊 赞过 正在加载 加载中 载入中 載入中";

/// `true` if a box says nothing but such words and numbers.
pub(super) fn says_only_furniture(candidate: &BoxCandidate<'_>) -> bool {
    candidate.text <= MAX_LABEL && visible_text(candidate.document, candidate.id).all(is_furniture)
}

/// `true` for a text of nothing but such words and numbers.
pub(super) fn is_furniture(text: &str) -> bool {
    text.split(|c: char| is_blank(c) || !c.is_alphanumeric()).all(|word| {
        let word = word.trim_matches(|c: char| c.is_ascii_digit());
        word.is_empty() || is_word(word) || is_wide_furniture(word)
    })
}

/// `true` for a word of a script with blanks between words.
fn is_word(word: &str) -> bool {
    let lower: String = word.chars().flat_map(char::to_lowercase).collect();
    WORDS.contains(&[" ", &lower, " "].concat())
}

/// `true` if a word can be divided into words of scripts without blanks and others, from the left,
/// the longest first.
fn is_wide_furniture(mut word: &str) -> bool {
    if !word.chars().any(is_wide) {
        return false;
    }
    while !word.is_empty() {
        let known = WIDE_WORDS.split_ascii_whitespace().filter(|known| word.starts_with(known));
        let latin = word.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(word.len());
        let name = word[..latin].trim_matches(|c: char| c.is_ascii_digit());
        match known.map(str::len).max() {
            Some(length) => word = &word[length..],
            None if latin > 0 && (name.is_empty() || name.eq_ignore_ascii_case("qq") || is_word(name)) => {
                word = &word[latin..];
            }
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::is_furniture;

    #[test]
    fn labels_and_words() {
        for text in [
            "Share on Facebook",
            "分享到微信朋友圈",
            "- Advertisement -",
            "广告",
            "阅读原文 阅读 10 在看",
            "12 Comments",
            "Publicité",
            "分享到QQ空间",
            "",
        ] {
            assert!(is_furniture(text), "{text}");
        }
        for text in ["分给每个人的那一份", "Equal shares", "河边路", "Related work", "前人有两本书"]
        {
            assert!(!is_furniture(text), "{text}");
        }
    }
}
