//! Tags that show words in a form of their own: links and buttons, labels, boxes to check, in
//! Hexo's themes and plug-ins.

use broadsheet_article::{escape_attribute, escape_text};

use super::arguments::Arguments;
use super::looks::is_look;

/// Returns the HTML of a tag that shows words; `None` if it is none of them.
pub(super) fn of_tag(name: &str, arguments: &str) -> Option<String> {
    match name {
        "link" | "linkcard" | "btn" | "button" | "cell" | "site" | "asset_link" | "pdf" | "iframe" => {
            link(name, arguments)
        }
        "label" => {
            let words = match arguments.split_once('@') {
                Some((_, words)) => words.trim().to_owned(),
                None => without_look(arguments),
            };
            styled("mark", &words)
        }
        // The look comes before the words.
        "span" | "p" => {
            let words = arguments.split_once([',', '，']).map_or(arguments, |(_, words)| words);
            styled("span", words)
        }
        "u" | "del" | "kbd" | "s" => styled(name, arguments),
        "wavy" => styled("u", arguments),
        "emp" => styled("em", arguments),
        "psw" | "blur" => styled("span", arguments),
        "hideInline" => {
            let parts = list(arguments);
            let content = parts.first()?;
            let words = parts.get(1).filter(|words| !is_look(words));
            Some(match words {
                Some(words) => format!("{} ({})", escape_text(words), escape_text(content)),
                None => escape_text(content),
            })
        }
        "checkbox" | "radio" => {
            let parts = list(arguments);
            let words = parts.last()?;
            let is_checked = parts[..parts.len() - 1].iter().any(|part| part.contains("checked"));
            let sign = match (name, is_checked) {
                ("checkbox", true) => "☑",
                ("checkbox", false) => "☐",
                (_, true) => "◉",
                (_, false) => "○",
            };
            Some(format!("{sign} {}", escape_text(words)))
        }
        _ => None,
    }
}

/// A link: words and an address, in any order, parted by commas or blanks; whatever else there is
/// is a look or a picture beside it.
fn link(name: &str, arguments: &str) -> Option<String> {
    let parts = if arguments.contains([',', '，']) { list(arguments) } else { Vec::new() };
    let (address, words) = if parts.len() > 1 {
        let named = |part: &&String| part.strip_prefix("url=").or(part.strip_prefix("link=")).is_some();
        let place = parts.iter().position(|part| is_address(part) || named(&part))?;
        let address = parts[place].trim_start_matches("url=").trim_start_matches("link=").to_owned();
        // A button without words has its title last.
        let others = parts.iter().enumerate().filter(|(other, part)| {
            *other != place && !part.is_empty() && !is_address(part) && !is_look(part) && !part.contains('=')
        });
        (address, others.map(|(_, part)| part.clone()).next().unwrap_or_default())
    } else {
        let arguments = Arguments::read(arguments);
        let is_file = matches!(name, "asset_link" | "pdf" | "iframe");
        let place = if is_file { 0 } else { arguments.unnamed.iter().position(|word| is_address(word))? };
        let address = arguments.unnamed.get(place)?.clone();
        let (before, after) = (&arguments.unnamed[..place], &arguments.unnamed[place + 1..]);
        let mut after: Vec<&str> = after.iter().map(String::as_str).collect();
        after.retain(|word| !is_look(word));
        let words = if before.is_empty() && name != "iframe" { after.join(" ") } else { before.join(" ") };
        (address, words)
    };
    let escaped = escape_attribute(&address);
    if name == "iframe" {
        return is_address(&address).then(|| format!("<iframe src=\"{escaped}\"></iframe>"));
    }
    let words = if words.is_empty() { &address } else { &words };
    Some(format!("<a href=\"{escaped}\">{}</a>", escape_text(words)))
}

fn is_address(text: &str) -> bool {
    text.contains("://") || text.starts_with(['/', '#']) && text.len() > 1 && !is_colour(text)
}

/// `true` for `#fff` and the like.
fn is_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| {
        matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// The parts of a list with commas, without quotes around them.
fn list(arguments: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quote = None;
    for c in arguments.chars() {
        let last = parts.len() - 1;
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') if parts[last].trim().is_empty() => quote = Some(c),
            (None, ',' | '，') => parts.push(String::new()),
            (_, c) => parts[last].push(c),
        }
    }
    parts.iter().map(|part| part.trim().to_owned()).collect()
}

/// The words of a label without its colour, which comes last.
fn without_look(arguments: &str) -> String {
    let words = Arguments::read(arguments).unnamed;
    match words.split_last() {
        Some((last, others)) if !others.is_empty() && is_look(last) => others.join(" "),
        _ => words.join(" "),
    }
}

fn styled(element: &str, words: &str) -> Option<String> {
    let words = words.trim().trim_matches(['"', '\'']);
    if words.is_empty() {
        return None;
    }
    let words = escape_text(words);
    Some(if element == "span" { words } else { format!("<{element}>{words}</{element}>") })
}

#[cfg(test)]
mod tests {
    use super::of_tag;

    #[test]
    fn words_stay() {
        for (name, arguments, expected) in [
            ("link", "站名, https://l.test, https://i.test/8.png", "<a href=\"https://l.test\">站名</a>"),
            ("link", "站 名 https://l.test true 题", "<a href=\"https://l.test\">站 名</a>"),
            ("link", "_posts/2017-05-02-to.md", "-"),
            ("btn", "'https://b.test',按钮,far fa-hand", "<a href=\"https://b.test\">按钮</a>"),
            ("btn", "/b, 按 钮, home fa-fw, 题", "<a href=\"/b\">按 钮</a>"),
            ("button", "https://b.test,", "<a href=\"https://b.test\">https://b.test</a>"),
            (
                "site",
                "名, url=https://s.test, screenshot=https://s.test/a.png",
                "<a href=\"https://s.test\">名</a>",
            ),
            ("asset_link", "a.pdf 报 告", "<a href=\"a.pdf\">报 告</a>"),
            ("pdf", "a.pdf", "<a href=\"a.pdf\">a.pdf</a>"),
            ("iframe", "https://f.test 100% 300", "<iframe src=\"https://f.test\"></iframe>"),
            ("label", "蓝字 blue", "<mark>蓝字</mark>"),
            ("label", "primary@蓝 字", "<mark>蓝 字</mark>"),
            ("span", "red center, 红 字", "红 字"),
            ("u", "下划 线", "<u>下划 线</u>"),
            ("kbd", "Ctrl", "<kbd>Ctrl</kbd>"),
            ("hideInline", "答案,点我", "点我 (答案)"),
            ("hideInline", "答案", "答案"),
            ("checkbox", "red checked, 买票", "☑ 买票"),
            ("checkbox", "买票", "☐ 买票"),
            ("radio", "checked, 甲", "◉ 甲"),
            ("if", "page.a", "-"),
        ] {
            assert_eq!(of_tag(name, arguments).as_deref().unwrap_or("-"), expected, "{name} {arguments}");
        }
    }
}
