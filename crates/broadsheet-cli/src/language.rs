//! Guessing the language of an archive from its titles.

/// Frequent characters of which the simplified and the traditional form are both found in one script only.
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

/// The language of most of the titles: `zh-Hans`, `zh-Hant`, or `en` for whatever is not Chinese.
pub fn of_titles<'a>(titles: impl Iterator<Item = &'a str>) -> &'static str {
    let (mut all, mut chinese, mut simplified, mut traditional) = (0_usize, 0_usize, 0_usize, 0_usize);
    for title in titles {
        all += 1;
        let han = title.chars().filter(|&c| is_han(c)).count();
        let letters = title.chars().filter(|c| c.is_alphabetic()).count();
        // A Chinese title may hold a name or two in Latin letters.
        chinese += usize::from(han > 0 && han * 4 >= letters);
        for c in title.chars().filter(|&c| is_han(c)) {
            simplified += usize::from(PAIRS.iter().any(|(forms, _)| forms.contains(c)));
            traditional += usize::from(PAIRS.iter().any(|(_, forms)| forms.contains(c)));
        }
    }
    if chinese * 2 <= all {
        "en"
    } else if traditional > simplified {
        "zh-Hant"
    } else {
        "zh-Hans"
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{323AF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn languages() {
        for (titles, language) in [
            (&["中韩外长在首尔举行会谈", "VPN 软件的变形记"][..], "zh-Hans"),
            (&["透過早晨改變你的人生", "寫在洪水之前：中國人向何處去？"], "zh-Hant"),
            (&["Turbulence", "Concert hall", "一"], "en"),
            (&["中文", "日文"], "zh-Hans"),
            (&[], "en"),
        ] {
            assert_eq!(of_titles(titles.iter().copied()), language, "{titles:?}");
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
