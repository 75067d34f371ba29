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
    scripts().get(place_of(c)?).copied().flatten()
}

/// For every character of [`UNIFIED`], the script in which alone it is found.
fn scripts() -> &'static [Option<Script>] {
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
    &SCRIPTS
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
    /// A language in Cyrillic letters.
    #[serde(rename = "und-Cyrl")]
    Cyrillic,
    /// A language in Arabic letters.
    #[serde(rename = "und-Arab")]
    Arabic,
    /// A language in Hebrew letters.
    #[serde(rename = "und-Hebr")]
    Hebrew,
    /// Greek.
    #[serde(rename = "el")]
    Greek,
    /// Thai.
    #[serde(rename = "th")]
    Thai,
    /// A language in Devanagari.
    #[serde(rename = "und-Deva")]
    Devanagari,
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
            Self::Cyrillic => "und-Cyrl",
            Self::Arabic => "und-Arab",
            Self::Hebrew => "und-Hebr",
            Self::Greek => "el",
            Self::Thai => "th",
            Self::Devanagari => "und-Deva",
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

/// Letters from which on nine of ten decide what script a text is in.
const LETTERS: usize = 40;

/// The fewest letters that say something: of so short a text all have to be of one script.
const SHORT: usize = 6;

/// Characters of one script alone that show in which script a Chinese text is, if hardly any are of
/// the other.
const DISTINCT: usize = 6;

/// Returns the language of a post, given its title and its text, where its script alone shows that
/// it is not `archive`'s. Nine of ten letters have to be of that script, and all of them in short
/// posts. `None` for mixed ones, where the script says nothing, and for Chinese characters alone in
/// a Japanese archive.
pub fn of_post(title: &str, text: &str, archive: &str) -> Option<Guess> {
    let letters = Letters::of([title, text]);
    let most = |count: usize| {
        if letters.all < LETTERS { count == letters.all } else { count * 10 >= letters.all * 9 }
    };
    if letters.all < SHORT {
        return None;
    }
    let archive = ArchiveScript::of(archive);
    let (script, guess) = if most(letters.count(Alphabet::Han)) {
        // A quotation or a name in the other script is not enough.
        let is_other = |own: usize, other: usize| other >= DISTINCT && other >= own * 9;
        let Letters { simplified, traditional, .. } = letters;
        let guess = match archive.chinese {
            Some(Script::Simplified) if !is_other(simplified, traditional) => return None,
            Some(Script::Traditional) if !is_other(traditional, simplified) => return None,
            _ if archive.alphabet == Some(Alphabet::Kana) => return None,
            _ if traditional > simplified => Guess::Traditional,
            _ => Guess::Simplified,
        };
        return Some(guess);
    } else if letters.count(Alphabet::Kana) * 10 > letters.all
        && most(letters.count(Alphabet::Han) + letters.count(Alphabet::Kana))
    {
        (Alphabet::Kana, Guess::Japanese)
    } else if letters.count(Alphabet::Hangul) * 2 > letters.all {
        (Alphabet::Hangul, Guess::Korean)
    } else {
        let (script, guess) = *ALPHABETIC.iter().find(|(script, _)| most(letters.count(*script)))?;
        let is_latin = guess == Guess::Latin;
        (script, if is_latin && is_english([title, text]) { Guess::English } else { guess })
    };
    if archive.alphabet == Some(script) { None } else { Some(guess) }
}

/// A kind of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Alphabet {
    Han,
    Kana,
    Hangul,
    Latin,
    Cyrillic,
    Arabic,
    Hebrew,
    Greek,
    Thai,
    Devanagari,
}

impl Alphabet {
    /// The number of kinds.
    const COUNT: usize = 10;

    /// Returns the kind of a letter; `None` for letters of further scripts.
    fn of(letter: char) -> Option<Self> {
        Some(match letter {
            '\u{41}'..='\u{24F}' => Self::Latin,
            '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => Self::Greek,
            '\u{400}'..='\u{52F}' => Self::Cyrillic,
            '\u{590}'..='\u{5FF}' => Self::Hebrew,
            '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{8A0}'..='\u{8FF}' => Self::Arabic,
            '\u{900}'..='\u{97F}' => Self::Devanagari,
            '\u{E00}'..='\u{E7F}' => Self::Thai,
            '\u{3040}'..='\u{30FF}' => Self::Kana,
            '\u{AC00}'..='\u{D7AF}' => Self::Hangul,
            letter if is_han(letter) => Self::Han,
            _ => return None,
        })
    }
}

/// Scripts that say what to call the language of a text in them.
const ALPHABETIC: [(Alphabet, Guess); 7] = [
    (Alphabet::Latin, Guess::Latin),
    (Alphabet::Cyrillic, Guess::Cyrillic),
    (Alphabet::Arabic, Guess::Arabic),
    (Alphabet::Hebrew, Guess::Hebrew),
    (Alphabet::Greek, Guess::Greek),
    (Alphabet::Thai, Guess::Thai),
    (Alphabet::Devanagari, Guess::Devanagari),
];

/// Letters of a text, counted.
struct Letters {
    all: usize,
    counts: [usize; Alphabet::COUNT],
    /// Characters of simplified, and of traditional Chinese alone.
    simplified: usize,
    traditional: usize,
}

impl Letters {
    fn of(texts: [&str; 2]) -> Self {
        let mut letters = Self { all: 0, counts: [0; Alphabet::COUNT], simplified: 0, traditional: 0 };
        let scripts = scripts();
        for c in texts.into_iter().flat_map(str::chars) {
            // Most characters of most articles: what is below need not be asked.
            if let Some(place) = place_of(c) {
                letters.counts[Alphabet::Han as usize] += 1;
                match scripts.get(place).copied().flatten() {
                    Some(Script::Simplified) => letters.simplified += 1,
                    Some(Script::Traditional) => letters.traditional += 1,
                    None => {}
                }
            } else if is_sign(c) || !c.is_alphabetic() {
                continue;
            } else if let Some(alphabet) = Alphabet::of(c) {
                letters.counts[alphabet as usize] += 1;
            }
            letters.all += 1;
        }
        letters
    }

    fn count(&self, alphabet: Alphabet) -> usize {
        self.counts[alphabet as usize]
    }
}

/// `true` for the punctuation of Chinese text: that it is no letter takes long to look up.
fn is_sign(c: char) -> bool {
    matches!(
        c,
        '\u{2000}'..='\u{206F}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{FF00}'..='\u{FF20}'
    )
}

/// The script of an archive's language.
struct ArchiveScript {
    /// The letters of its own; `None` if they are not among those that are counted.
    alphabet: Option<Alphabet>,
    /// Of Chinese, its script: simplified unless its tag says otherwise.
    chinese: Option<Script>,
}

/// Languages by their letters, for those that are not written in Latin ones.
const LANGUAGES: &[(Option<Alphabet>, &[&str])] = &[
    (Some(Alphabet::Han), &["zh", "yue"]),
    (Some(Alphabet::Kana), &["ja"]),
    (Some(Alphabet::Hangul), &["ko"]),
    (Some(Alphabet::Cyrillic), &["ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "mn", "tg"]),
    (Some(Alphabet::Arabic), &["ar", "fa", "ur", "ps", "ug", "ckb", "sd"]),
    (Some(Alphabet::Hebrew), &["he", "yi"]),
    (Some(Alphabet::Greek), &["el"]),
    (Some(Alphabet::Thai), &["th"]),
    (Some(Alphabet::Devanagari), &["hi", "mr", "ne"]),
    (None, &["am", "bn", "bo", "gu", "hy", "ka", "km", "kn", "lo", "ml", "my", "pa", "si", "ta", "te"]),
];

/// Script subtags, which say in which letters a language is written.
const SCRIPTS: &[(Alphabet, &[&str])] = &[
    (Alphabet::Latin, &["Latn"]),
    (Alphabet::Cyrillic, &["Cyrl"]),
    (Alphabet::Arabic, &["Arab"]),
    (Alphabet::Hebrew, &["Hebr"]),
];

impl ArchiveScript {
    fn of(tag: &str) -> Self {
        let mut parts = tag.split('-');
        let primary = parts.next().unwrap_or_default();
        let is = |part: &str, known: &[&str]| known.iter().any(|known| known.eq_ignore_ascii_case(part));
        let (mut chinese, mut named) = (None, None);
        for part in parts {
            if is(part, &["Hant", "TW", "HK", "MO"]) {
                chinese = chinese.or(Some(Script::Traditional));
            } else if is(part, &["Hans", "CN", "SG", "MY"]) {
                chinese = chinese.or(Some(Script::Simplified));
            }
            let script = SCRIPTS.iter().find(|(_, known)| is(part, known));
            named = named.or(script.map(|(alphabet, _)| *alphabet));
        }
        let chinese = match primary {
            primary if is(primary, &["zh"]) => Some(chinese.unwrap_or(Script::Simplified)),
            primary if is(primary, &["yue"]) => Some(chinese.unwrap_or(Script::Traditional)),
            _ => None,
        };
        let usual = LANGUAGES.iter().find(|(_, known)| is(primary, known));
        let usual = usual.map_or(Some(Alphabet::Latin), |(alphabet, _)| *alphabet);
        Self { alphabet: named.or(usual), chinese }
    }
}

/// `true` if one word in twelve is among the commonest of English; in other languages of these
/// letters they are rare.
fn is_english(texts: [&str; 2]) -> bool {
    const COMMON: [&str; 8] = ["and", "for", "of", "that", "the", "to", "was", "with"];
    let (mut common, mut all) = (0, 0);
    let words = texts.into_iter().flat_map(|text| text.split(|c: char| !c.is_alphabetic()));
    for word in words.filter(|word| !word.is_empty()) {
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
        let russian = "Корабль пришёл в гавань в среду, и никто на причале не говорил. ".repeat(5);
        let arabic = "وصلت السفينة إلى الميناء يوم الأربعاء ولم يتكلم أحد. ".repeat(6);
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
            (&simplified, "ko", Some("zh-Hans")),
            (&japanese, "zh-Hans", Some("ja")),
            (&japanese, "ja", None),
            (&korean, "zh-Hant", Some("ko")),
            (&russian, "zh-Hans", Some("und-Cyrl")),
            (&russian, "uk", None),
            (&english, "ru", Some("en")),
            (&english, "sr-Latn", None),
            (&arabic, "zh-Hans", Some("und-Arab")),
            (&arabic, "en", Some("und-Arab")),
            (&arabic, "fa", None),
            (&english, "ta", Some("en")),
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
            (&"The ship".to_owned(), "zh", Some("en")),
            (&"Turbulenzen".to_owned(), "zh", Some("und-Latn")),
            (&"VPN".to_owned(), "zh", None),
            (&"VPN 软件的变形记".to_owned(), "en", None),
            (&"מזג האוויר".to_owned(), "zh", Some("und-Hebr")),
            (&[english.as_str(), &simplified].concat(), "zh", None),
            (&[english.as_str(), &simplified].concat(), "en", None),
        ] {
            assert_eq!(of_post("", text, archive).map(Guess::tag), language, "{archive}: {text}");
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
