//! Guessing the language of an archive from its titles, and of a post from its text.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// Frequent characters of which the simplified and the traditional form are both found in one
/// script only.
const PAIRS: &[(&str, &str)] = &[
    ("们这国时说对为发过还动现", "們這國時說對為發過還動現"),
    ("点经长开问关见话实头东车", "點經長開問關見話實頭東車"),
    ("书边听马门电业产应从两进", "書邊聽馬門電業產應從兩進"),
    ("义议让认论记设访证评识译", "義議讓認論記設訪證評識譯"),
    ("试诉该谈谁请调费资质贵买", "試訴該談誰請調費資質貴買"),
    ("卖贸赛轮软转载达运远违连", "賣貿賽輪軟轉載達運遠違連"),
    ("选遗邮钱铁银错镇闻队阳阴", "選遺郵錢鐵銀錯鎮聞隊陽陰"),
    ("际陆陈险难页项预领频题额", "際陸陳險難頁項預領頻題額"),
    ("风飞饭馆驱验鱼鸟龙战变学", "風飛飯館驅驗魚鳥龍戰變學"),
];

/// The language that the characters of a title show: whether it is Chinese, and how many of them
/// are found in simplified and in traditional script only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TitleScript(bool, u16, u16);

impl TitleScript {
    /// That of `title`.
    pub fn of(title: &str) -> Self {
        let (mut han, mut letters, mut simplified, mut traditional) = (0, 0, 0_u16, 0_u16);
        for c in title.chars() {
            letters += usize::from(c.is_alphabetic());
            if is_han(c) {
                han += 1;
                match script_of(c) {
                    Some(Script::Simplified) => simplified = simplified.saturating_add(1),
                    Some(Script::Traditional) => traditional = traditional.saturating_add(1),
                    None => {}
                }
            }
        }
        // A Chinese title may hold a name or two in Latin letters.
        Self(han > 0 && han * 4 >= letters, simplified, traditional)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Simplified,
    Traditional,
}

/// The block in which all characters of [`PAIRS`] are.
const UNIFIED: std::ops::RangeInclusive<char> = '\u{4E00}'..='\u{9FFF}';

/// The script in which alone a character of [`PAIRS`] is found. A table, since every character of
/// every article is looked up.
fn script_of(c: char) -> Option<Script> {
    static SCRIPTS: LazyLock<Vec<Option<Script>>> = LazyLock::new(|| {
        let mut scripts = vec![None; UNIFIED.count()];
        for (simplified, traditional) in PAIRS {
            for (forms, script) in [(simplified, Script::Simplified), (traditional, Script::Traditional)] {
                for place in forms.chars().filter_map(place_of) {
                    scripts[place] = Some(script);
                }
            }
        }
        scripts
    });
    SCRIPTS.get(place_of(c)?).copied().flatten()
}

fn place_of(c: char) -> Option<usize> {
    if UNIFIED.contains(&c) { Some(c as usize - *UNIFIED.start() as usize) } else { None }
}

/// A language that a text shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Guess {
    /// English.
    #[serde(rename = "en")]
    English,
    /// Another language in Latin letters.
    #[serde(rename = "und-Latn")]
    Latin,
    /// Korean.
    #[serde(rename = "ko")]
    Korean,
    /// Japanese.
    #[serde(rename = "ja")]
    Japanese,
    /// Chinese in simplified script.
    #[serde(rename = "zh-Hans")]
    Simplified,
    /// Chinese in traditional script.
    #[serde(rename = "zh-Hant")]
    Traditional,
}

impl Guess {
    /// Its BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Latin => "und-Latn",
            Self::Korean => "ko",
            Self::Japanese => "ja",
            Self::Simplified => "zh-Hans",
            Self::Traditional => "zh-Hant",
        }
    }
}

/// The language of most titles, given the script of each: `zh-Hans`, `zh-Hant`, or `en` for
/// whatever is not Chinese.
pub fn of_titles(titles: impl Iterator<Item = TitleScript>) -> &'static str {
    let (mut all, mut chinese, mut simplified, mut traditional) = (0_usize, 0_usize, 0_usize, 0_usize);
    for title in titles {
        all += 1;
        chinese += usize::from(title.0);
        simplified += usize::from(title.1);
        traditional += usize::from(title.2);
    }
    if chinese * 2 <= all {
        "en"
    } else if traditional > simplified {
        "zh-Hant"
    } else {
        "zh-Hans"
    }
}

/// Letters from which the script of a text says something.
const LETTERS: usize = 200;

/// Characters of one script alone that show in which script a Chinese text is, if hardly any are of
/// the other.
const DISTINCT: usize = 6;

/// The language of a text where its script alone shows that it is not `archive`'s: Chinese,
/// Japanese or Korean in an archive of another language, Chinese in the other script, or Latin
/// letters in an archive of one of those. Nine of ten letters have to be of the one kind. `None`
/// for short and for mixed texts, and where the script says nothing.
pub fn of_text(text: &str, archive: &str) -> Option<Guess> {
    let (mut han, mut kana, mut hangul, mut latin, mut all) = (0, 0, 0, 0, 0_usize);
    let (mut simplified, mut traditional) = (0_usize, 0_usize);
    for c in text.chars() {
        match c {
            '\u{4E00}'..='\u{9FFF}' => {
                han += 1;
                match script_of(c) {
                    Some(Script::Simplified) => simplified += 1,
                    Some(Script::Traditional) => traditional += 1,
                    None => {}
                }
            }
            c if !c.is_alphabetic() => continue,
            c if is_han(c) => han += 1,
            '\u{3040}'..='\u{30FF}' => kana += 1,
            '\u{AC00}'..='\u{D7AF}' => hangul += 1,
            '\u{41}'..='\u{24F}' => latin += 1,
            _ => {}
        }
        all += 1;
    }
    let most = |count: usize| count * 10 >= all * 9;
    let chinese = || if traditional > simplified { Guess::Traditional } else { Guess::Simplified };
    let ArchiveInfo { is_eastern, script } = ArchiveInfo::of(archive);
    if let Some(script) = script
        && most(han)
    {
        // A quotation or a name in the other script is not enough.
        let is_other = |own: usize, other: usize| other >= DISTINCT && other >= own * 9;
        return match script {
            Script::Simplified if is_other(simplified, traditional) => Some(Guess::Traditional),
            Script::Traditional if is_other(traditional, simplified) => Some(Guess::Simplified),
            _ => None,
        };
    }
    if all < LETTERS {
        None
    } else if is_eastern && most(latin) {
        Some(if is_english(text) { Guess::English } else { Guess::Latin })
    } else if is_eastern {
        None
    } else if hangul * 2 > all {
        Some(Guess::Korean)
    } else if kana * 10 > all && most(han + kana) {
        Some(Guess::Japanese)
    } else if most(han) {
        Some(chinese())
    } else {
        None
    }
}

/// Returns the script of an archive's language.
struct ArchiveInfo {
    /// `true` if it is Chinese, Japanese or Korean.
    is_eastern: bool,
    /// Of Chinese, its script: simplified unless its tag says otherwise.
    script: Option<Script>,
}

impl ArchiveInfo {
    fn of(tag: &str) -> Self {
        let mut parts = tag.split('-');
        let primary = parts.next().unwrap_or_default().to_ascii_lowercase();
        let is = |part: &str, known: &[&str]| known.iter().any(|known| known.eq_ignore_ascii_case(part));
        let named = parts.find_map(|part| {
            if is(part, &["Hant", "TW", "HK", "MO"]) {
                Some(Script::Traditional)
            } else if is(part, &["Hans", "CN", "SG", "MY"]) {
                Some(Script::Simplified)
            } else {
                None
            }
        });
        let is_eastern = matches!(primary.as_str(), "zh" | "ja" | "ko" | "yue");
        let script = match primary.as_str() {
            "zh" => Some(named.unwrap_or(Script::Simplified)),
            "yue" => Some(named.unwrap_or(Script::Traditional)),
            _ => None,
        };
        Self { is_eastern, script }
    }
}

/// `true` if one word in twelve is among the commonest of English; in other languages of these
/// letters they are rare.
fn is_english(text: &str) -> bool {
    const COMMON: [&str; 8] = ["and", "for", "of", "that", "the", "to", "was", "with"];
    let (mut common, mut all) = (0, 0);
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        all += 1;
        common += usize::from(COMMON.iter().any(|known| known.eq_ignore_ascii_case(word)));
    }
    common * 12 >= all
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{323AF}')
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn languages() {
        for (titles, language) in [
            (&["中韩外长在首尔举行会谈", "VPN 软件的变形记"][..], "zh-Hans"),
            (&["透過早晨改變你的人生", "寫在洪水之前：中國人向何處去？"], "zh-Hant"),
            (&["Turbulence", "Concert hall", "一"], "en"),
            (&["中文", "日文"], "zh-Hans"),
            (&[], "en"),
        ] {
            assert_eq!(of_titles(titles.iter().copied().map(TitleScript::of)), language, "{titles:?}");
        }
    }

    #[test]
    fn texts() {
        let english =
            "The harbour was quiet, and nobody spoke of the ship that came with the tide. ".repeat(5);
        let german =
            "Der Hafen war still, und niemand sprach von dem Schiff, das mit der Flut kam. ".repeat(5);
        let simplified = "船在周三抵达港口，码头上没有人说话，这个国家的人们都在等候消息。".repeat(9);
        let traditional = "船在週三抵達港口，碼頭上沒有人說話，這個國家的人們都在等候消息。".repeat(9);
        let japanese = "船は水曜日に港に着いたが、埠頭では誰も話さなかった。".repeat(12);
        let korean = "배는 수요일에 항구에 도착했지만 부두에서는 아무도 말하지 않았다. ".repeat(12);
        for (text, archive, language) in [
            (&english, "zh-Hans", Some("en")),
            (&german, "zh-Hant", Some("und-Latn")),
            (&english, "en", None),
            (&english, "de", None),
            (&simplified, "zh-Hant", Some("zh-Hans")),
            (&simplified, "zh-TW", Some("zh-Hans")),
            (&simplified, "zh-Hans", None),
            (&simplified, "zh", None),
            (&simplified, "ja", None),
            (&traditional, "zh-Hans", Some("zh-Hant")),
            (&traditional, "ZH-cn", Some("zh-Hant")),
            (&traditional, "zh-HK", None),
            (&traditional, "yue", None),
            (&traditional, "ja", None),
            (&[traditional.as_str(), &simplified].concat(), "zh-Hans", None),
            (
                &"船在週三抵達港口，碼頭上沒有人說話，這個國家的人們都在等候消息。".to_owned(),
                "zh-Hans",
                Some("zh-Hant"),
            ),
            (&"船在週三抵達港口。".to_owned(), "zh-Hans", None),
            (&simplified, "en-GB", Some("zh-Hans")),
            (&traditional, "en", Some("zh-Hant")),
            (&japanese, "en", Some("ja")),
            (&korean, "en", Some("ko")),
            (&"The ship".to_owned(), "zh", None),
            (&[english.as_str(), &simplified].concat(), "zh", None),
            (&[english.as_str(), &simplified].concat(), "en", None),
        ] {
            assert_eq!(of_text(text, archive).map(Guess::tag), language, "{archive}: {text}");
        }
    }

    #[test]
    fn the_pairs_match() {
        let mut seen = HashSet::new();
        for (simplified, traditional) in PAIRS {
            assert_eq!(simplified.chars().count(), traditional.chars().count());
            for c in simplified.chars().chain(traditional.chars()) {
                assert!(is_han(c) && seen.insert(c), "{c}");
            }
        }
    }
}
