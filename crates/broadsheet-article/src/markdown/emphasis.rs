//! Emphasis beside letters that `CommonMark` does not expect there.
//!
//! `CommonMark` lets a run of `*` open or close emphasis by the blanks and punctuation beside it,
//! which supposes blanks between words: in `**下雨了。**因为` the second run closes none. Beside text
//! of Chinese, Japanese and Korean, [`mark`] puts a sign of punctuation between the run and the
//! letter that is in the way, and the renderer removes it.
//!
//! In other scripts it does so, as kramdown would read it, where the emphasis is open already
//! (`**Да.**нет`), or where a word runs into brackets or quotation marks (`слово**(скобки)**`).
//! Everything else is read as ever.
//!
//! The rule is that of the amendment "CJK-friendly emphasis"
//! (<https://github.com/tats-u/markdown-cjk-friendly/blob/main/specification.md>). As kramdown
//! does, quotation marks and dashes that Chinese shares with other languages count as Chinese
//! there, and `**` and `~~` may stand beside any punctuation in a line of such text.

use std::ops::Range;

use super::code::CodeFinder;
use crate::bytes::find_ascii;

/// Punctuation of scripts that hardly any text has: of shorthands, and of Sutton's sign writing.
const MARKERS: [char; 3] = ['\u{1BC9F}', '\u{1DA87}', '\u{1DA8B}'];

/// A text whose emphasis a Markdown parser finds.
pub(super) struct Marked {
    /// The text with markers; `None` if it needs none.
    pub(super) text: Option<String>,
    /// The marker, which the text itself does not have.
    pub(super) marker: char,
}

/// Characters on either side of a run in which letters of these scripts are looked for.
const NEAR: usize = 12;

/// Puts markers beside runs of `*` and `~~` that would not open or close emphasis without. Takes
/// linear time.
pub(super) fn mark(text: &str) -> Marked {
    let mut marked = Marked { text: None, marker: char::default() };
    let bytes = text.as_bytes();
    let mut written = String::new();
    let mut copied = 0;
    let mut at = 0;
    let mut last_length = 0;
    let mut open = OpenRuns::new(text);
    while let Some(found) = find_ascii(&text[at..], *b"*~") {
        let mut start = at + found;
        let mark = bytes[start];
        let end = start + bytes[start..].iter().take_while(|&&byte| byte == mark).count();
        at = end;
        let escapes = bytes[..start].iter().rev().take_while(|&&byte| byte == b'\\').count();
        start += escapes % 2;
        let length = end - start;
        let is_seam = mark == b'*' && length == 4 && last_length == 2;
        last_length = length;
        if start < end && (mark == b'*' || length == 2) {
            let near = side(&text[..start], &text[end..], length, is_seam);
            let place = match open.pass(start..end, near) {
                Some(Side::Before) => start,
                Some(Side::Within) => start + 2,
                Some(Side::After) => end,
                None => continue,
            };
            if copied == 0 {
                match MARKERS.into_iter().find(|&marker| !text.contains(marker)) {
                    Some(unused) => marked.marker = unused,
                    None => return marked,
                }
            }
            written.push_str(&text[copied..place]);
            written.push(marked.marker);
            copied = place;
        }
    }
    if copied > 0 {
        written.push_str(&text[copied..]);
        marked.text = Some(written);
    }
    marked
}

/// A side of a run of delimiters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    Within,
    After,
}

/// Runs that are open at a time; more are no emphasis.
const MAX_OPEN: usize = 32;

/// The way through the runs of a text, with those that are open.
struct OpenRuns<'a> {
    text: &'a str,
    code: CodeFinder<'a>,
    /// The index up to which runs have been looked at.
    at: usize,
    /// The open runs of the paragraph: their character, their length, and whether no letter or
    /// digit stands before them and a letter, bracket or quotation mark after them.
    open: Vec<(u8, usize, bool)>,
}

impl<'a> OpenRuns<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, code: CodeFinder::markdown(text), at: 0, open: Vec::new() }
    }

    /// The side on which a run needs a marker. `near` is the side that Chinese, Japanese or Korean
    /// text beside it asks for.
    fn pass(&mut self, run: Range<usize>, near: Option<Side>) -> Option<Side> {
        if has_blank_line(&self.text[self.at..run.start]) {
            self.open.clear();
        }
        self.at = run.end;
        if near == Some(Side::Within) || self.code.code_at(run.start).is_some() {
            return near;
        }
        let (before, after) = (&self.text[..run.start], &self.text[run.end..]);
        let previous = before.chars().next_back().filter(|c| !c.is_whitespace());
        let next = after.chars().next().filter(|c| !c.is_whitespace());
        let is_sign = |c: Option<char>| c.is_none_or(is_punctuation);
        let kind = (self.text.as_bytes()[run.start], run.len());
        let place = self.open.iter().rposition(|&(mark, length, _)| (mark, length) == kind);
        let mut opens = next.is_some() && (!is_sign(next) || is_sign(previous));
        let mut closes = previous.is_some() && (!is_sign(previous) || is_sign(next));
        let mut side = near;
        match (near, place) {
            (Some(Side::After), _) => closes = true,
            (Some(_), _) => opens = true,
            (None, Some(place)) if opens && !closes && self.ends_words(place, previous, next) => {
                closes = true;
                side = Some(Side::After);
            }
            (None, None)
                if kind.1 == 2 && !opens && next.is_some_and(is_bracket) && ends_with_word(before) =>
            {
                opens = true;
                side = Some(Side::Before);
            }
            _ => {}
        }
        match place {
            Some(place) if closes => self.open.truncate(place),
            _ if opens && self.open.len() < MAX_OPEN => {
                let is_plain = is_sign(previous)
                    && next.is_some_and(|c| c.is_alphabetic() || is_bracket(c) || matches!(c, '"' | '\''));
                self.open.push((kind.0, kind.1, is_plain));
            }
            _ => {}
        }
        side
    }

    /// `true` if a run between a sign and a letter closes the open one at `place`.
    fn ends_words(&self, place: usize, previous: Option<char>, next: Option<char>) -> bool {
        let (Some(previous), Some(next)) = (previous, next) else { return false };
        let (_, length, is_plain) = self.open[place];
        if is_opening(previous) || !is_punctuation(previous) || is_punctuation(next) {
            return false;
        }
        // A single star also stands for other things.
        length > 1
            || is_plain
                && next.is_alphabetic()
                && (is_closing(previous) && previous != '%'
                    || matches!(previous, '"' | '\'' | '»' | '؟' | '،' | '؛'))
    }
}

/// `true` if there is an empty line in a text.
fn has_blank_line(text: &str) -> bool {
    let lines = text.split_once('\n').and_then(|(_, rest)| rest.rsplit_once('\n'));
    lines.is_some_and(|(lines, _)| lines.split('\n').any(|line| line.trim().is_empty()))
}

/// `true` for the signs with which words in brackets and quotation marks begin.
fn is_bracket(c: char) -> bool {
    is_opening(c) && c != '<' || matches!(c, '«' | '„' | '‚' | '‹' | '¿' | '¡')
}

/// `true` if a text ends with a word: two letters of the ASCII letters, one of others.
fn ends_with_word(text: &str) -> bool {
    let mut last = text.chars().rev();
    last.next()
        .is_some_and(|c| c.is_alphabetic() && (!c.is_ascii() || last.next().is_some_and(char::is_alphabetic)))
}

/// The side on which a run of this length needs a marker to open or close the emphasis that it is
/// to open or close. `is_seam` says that it may close one and open the next.
fn side(before: &str, after: &str, length: usize, is_seam: bool) -> Option<Side> {
    let previous = before.chars().next_back().filter(|c| !c.is_whitespace())?;
    let next = after.chars().next().filter(|c| !c.is_whitespace())?;
    let is_near = || {
        let is_in = |c: &char| *c != '\n';
        before.chars().rev().take(NEAR).take_while(is_in).any(is_cjk)
            || after.chars().take(NEAR).take_while(is_in).any(is_cjk)
    };
    if is_seam && is_near() {
        return Some(Side::Within);
    }
    match (is_punctuation(previous), is_punctuation(next)) {
        (false, true) => {
            let opens = is_cjk(previous)
                || is_cjk(next)
                || is_shared(next) && is_cjk_beyond(after.chars())
                || length > 1 && !is_closing(next) && is_near();
            opens.then_some(Side::Before)
        }
        (true, false) => {
            let closes = is_cjk(next)
                || is_cjk(previous)
                || is_shared(previous) && is_cjk_beyond(before.chars().rev())
                || length > 1 && !is_opening(previous) && is_near();
            closes.then_some(Side::After)
        }
        _ => None,
    }
}

/// `true` if the first character that Chinese does not share with other languages is Chinese,
/// Japanese or Korean.
fn is_cjk_beyond(characters: impl Iterator<Item = char>) -> bool {
    characters.take(NEAR).find(|&c| !is_shared(c)).is_some_and(is_cjk)
}

/// `true` for punctuation of both Chinese and Western text.
fn is_shared(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '·')
}

fn is_opening(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '<' | '“' | '‘')
}

fn is_closing(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '>' | '”' | '’' | ',' | '.' | ':' | ';' | '!' | '?' | '%')
}

/// `true` for the letters of Chinese, Japanese and Korean, and the punctuation that only they have.
fn is_cjk(c: char) -> bool {
    matches!(
        c,
        '\u{1100}'..='\u{11FF}'
            | '\u{2E80}'..='\u{2FFF}'
            | '\u{3001}'..='\u{A4CF}'
            | '\u{A960}'..='\u{A97F}'
            | '\u{AC00}'..='\u{D7FF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{FE10}'..='\u{FE1F}'
            | '\u{FE30}'..='\u{FE6F}'
            | '\u{FF01}'..='\u{FFEE}'
            | '\u{16FE0}'..='\u{18DFF}'
            | '\u{1AFF0}'..='\u{1B2FF}'
            | '\u{20000}'..='\u{3FFFF}'
            | '\u{E0100}'..='\u{E01EF}'
    )
}

/// `true` for what Markdown calls punctuation: signs and symbols, but not marks upon letters and
/// invisible characters.
fn is_punctuation(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    !c.is_alphanumeric()
        && !c.is_control()
        && !matches!(
            c,
            '\u{300}'..='\u{36F}'
                | '\u{200B}'..='\u{200F}'
                | '\u{2060}'..='\u{206F}'
                | '\u{302A}'..='\u{302F}'
                | '\u{3099}'
                | '\u{309A}'
                | '\u{E000}'..='\u{F8FF}'
                | '\u{FE00}'..='\u{FE0F}'
                | '\u{FEFF}'
                | '\u{1FBCB}'..
        )
}

#[cfg(test)]
mod tests {
    use super::{MARKERS, mark};
    use crate::markdown::to_html;

    /// The text of a paragraph with `<b>`, `<i>` and `<s>` for its emphasis.
    fn paragraph(markdown: &str) -> String {
        let html = to_html(markdown);
        let html = html.trim_end().trim_start_matches("<p>").trim_end_matches("</p>");
        html.replace("strong>", "b>").replace("em>", "i>").replace("del>", "s>")
    }

    #[test]
    fn emphasis_beside_chinese_japanese_and_korean() {
        for (markdown, expected) in [
            ("**下雨了。**因为", "<b>下雨了。</b>因为"),
            ("她说**“不去”**了", "她说<b>“不去”</b>了"),
            ("她说**“不去。”**2020 年", "她说<b>“不去。”</b>2020 年"),
            ("读**《雨夜札记》**三遍", "读<b>《雨夜札记》</b>三遍"),
            ("**（旧版）**已绝版", "<b>（旧版）</b>已绝版"),
            ("**注：**see below", "<b>注：</b>see below"),
            ("一共**100%**的人", "一共<b>100%</b>的人"),
            ("价格**¥35**起", "价格<b>¥35</b>起"),
            ("他**(旧)**2020 年", "他<b>(旧)</b>2020 年"),
            ("见**[链](https://a.test/)**后", "见<b><a href=\"https://a.test/\">链</a></b>后"),
            ("用**`码`**写", "用<b><code>码</code></b>写"),
            ("*斜体，*后文", "<i>斜体，</i>后文"),
            ("***又粗又斜。***后文", "<i><b>又粗又斜。</b></i>后文"),
            ("~~删去的话，~~留下", "<s>删去的话，</s>留下"),
            ("**~~删去，~~**留下", "<b><s>删去，</s></b>留下"),
            ("前**_斜体。_**后", "前<b><i>斜体。</i></b>后"),
            ("**真的……**她没说", "<b>真的……</b>她没说"),
            ("前文**中间——**后文", "前文<b>中间——</b>后文"),
            ("**ひらがな。**つぎ。**한국어(韓國語)**는", "<b>ひらがな。</b>つぎ。<b>한국어(韓國語)</b>는"),
            ("**好👍**后文", "<b>好👍</b>后文"),
            ("**第一句。****第二句。**", "<b>第一句。</b><b>第二句。</b>"),
            ("**第一****第二句**", "<b>第一</b><b>第二句</b>"),
            ("前****粗。****后", "前<b><b>粗。</b></b>后"),
            ("**甲。**乙**丙。**丁**“戊”**己", "<b>甲。</b>乙<b>丙。</b>丁<b>“戊”</b>己"),
            ("两行\n**下雨了。**因为", "两行\n<b>下雨了。</b>因为"),
        ] {
            assert_eq!(paragraph(markdown), expected, "{markdown}");
        }
    }

    #[test]
    fn other_marks_stay() {
        for same in [
            "二乘三写作 2 * 3 * 4。",
            "评级：★★★ 和 *** 三颗星。",
            "a_b_c 与 前_中_后 里，_“不”_了。",
            "密码是 ** 四位 ** 数。",
            r"\*\*不。\*\*了",
            "上午 9~12 点，~好~，真的~是的~。",
            "H~2~O",
        ] {
            assert_eq!(paragraph(same), same.replace('\\', ""), "{same}");
        }
    }

    #[test]
    fn text_of_other_scripts_gets_no_markers() {
        for text in [
            "An **English sentence.** Another.",
            "a*“b”*c",
            "*$*α, 5*(2+3)*4",
            "2**(3+4)**5",
            "*.txt and a.*b",
            "a**\"b\"**",
            "**(**a)",
            "`**a` b.**c",
            "**a\n\nb.**c",
        ] {
            assert_eq!(mark(text).text, None, "{text}");
        }
    }

    #[test]
    fn emphasis_beside_other_scripts() {
        for (markdown, expected) in [
            ("**Да.**нет и **(скобки)**слово", "<b>Да.</b>нет и <b>(скобки)</b>слово"),
            ("**مرحبا.**بعد **end.**End", "<b>مرحبا.</b>بعد <b>end.</b>End"),
            ("**שלום!**עולם ו**(סוגריים)**כאן", "<b>שלום!</b>עולם ו<b>(סוגריים)</b>כאן"),
            ("**Ναι;**όχι, λέξη**«λόγος»**μετά", "<b>Ναι;</b>όχι, λέξη<b>«λόγος»</b>μετά"),
            ("**Note:**the rest. **«Non»**dit-il", "<b>Note:</b>the rest. <b>«Non»</b>dit-il"),
            (
                "The **`class`**es of **[a](b)**s",
                "The <b><code>class</code></b>es of <b><a href=\"b\">a</a></b>s",
            ),
            ("word**(brackets)** and word**(more)**word", "word<b>(brackets)</b> and word<b>(more)</b>word"),
            ("*Да.*нет, *(a)*b", "<i>Да.</i>нет, <i>(a)</i>b"),
            ("***Да!***нет ~~старое,~~новое", "<i><b>Да!</b></i>нет <s>старое,</s>новое"),
            ("**one *two.*three.**four", "<b>one <i>two.</i>three.</b>four"),
            ("snake_case_name, _(a)_b, __init__.py", "snake_case_name, _(a)_b, <b>init</b>.py"),
        ] {
            assert_eq!(paragraph(markdown), expected, "{markdown}");
        }
    }

    #[test]
    fn time_is_linear() {
        for piece in ["**a.**b", "*a.", "**(", "a**(", "**`", "***a.", "~~a,~~b\n\n", "*a\n"] {
            to_html(&piece.repeat(20_000));
        }
    }

    #[test]
    fn markers_are_never_seen() {
        let marked = "说**“a”**。说";
        let text = format!(
            "`{marked}`\n\n    {marked}\n\n```{marked}\n{marked}\n```\n\n<div title=\"{marked}\">{marked}</div>\n\n\
             [a](<https://a.test/{marked}> \"{marked}\") ![{marked}][{marked}] <b title=\"{marked}\">\n\n\
             # {marked}\n\n[{marked}]: <https://b.test/{marked}>\n[^{marked}]: {marked}\n\n|{marked}|\n|-|\n"
        );
        assert!(mark(marked).text.is_some_and(|text| text.contains(MARKERS[0])));
        let html = to_html(&text);
        assert!(!html.contains(MARKERS) && !html.contains("%F0%9B"), "{html}");
        assert!(html.contains("<code>说**“a”**。说</code>"), "{html}");
        assert!(html.contains("src=\"https://b.test/"), "{html}");
    }

    #[test]
    fn no_text_loses_a_character() {
        for marker in MARKERS {
            assert_eq!(paragraph(&format!("{marker}**下。**雨")), format!("{marker}<b>下。</b>雨"));
        }
        let all: String = MARKERS.iter().collect();
        assert_eq!(paragraph(&format!("{all}**下。**雨")), format!("{all}**下。**雨"));
    }
}
