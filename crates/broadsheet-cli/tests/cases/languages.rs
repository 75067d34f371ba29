//! Posts in another language or script than their archive's.

use crate::packed::Packed;

#[test]
fn posts_have_the_language_that_their_letters_show() {
    let posts = [
        ("2020-01-01-chinese.md", "旧城", "河边的房子都拆了，没有人说话。", None),
        ("2020-01-02-english.md", "The turbulence", "![](https://e.example/a.png)", Some("en")),
        ("2020-01-03-latin.md", "Der Hafen", "Ein Schiff kam.", Some("und-Latn")),
        (
            "2020-01-04-traditional.md",
            "舊城",
            "這個國家的人們都在等候消息，碼頭上沒有人說話。",
            Some("zh-Hant"),
        ),
        ("2020-01-05-arabic.md", "السفينة", "وصلت السفينة إلى الميناء.", Some("und-Arab")),
        ("2020-01-06-japanese.md", "港にて", "船は水曜日に港に着いたが、誰も話さなかった。", Some("ja")),
        ("2020-01-07-russian.md", "Гавань", "Корабль пришёл.", Some("und-Cyrl")),
        ("2020-01-08-mixed.md", "VPN 软件", "GitHub 与 iPhone 的变形记 in five parts", None),
    ];
    let text = |title: &str, body: &str| format!("---\ntitle: {title}\ndate: 2020-01-01\n---\n{body}\n");
    let files: Vec<_> = posts.iter().map(|(name, title, body, _)| (*name, text(title, body))).collect();
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let place = crate::common::Workspace::with_posts(&files);
    let packed = Packed::folder(&place, &["--language", "zh-Hans"]);
    for (name, .., expected) in posts {
        let id = name.trim_end_matches(".md");
        let language = packed.item(id)["language"].as_str();
        // The unsharded bundle names the archive's language with each post that has it.
        assert_eq!(language.filter(|language| *language != "zh-Hans"), expected, "{id}");
    }
}
