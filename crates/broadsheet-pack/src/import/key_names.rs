//! Keys of front matter in other languages than English: programs for notes and people have them.

use super::yaml::Entry;

/// English keys, each with its names in Chinese, Japanese and Korean.
const NAMES: [(&str, &[&str]); 10] = [
    ("title", &["标题", "標題", "题目", "題目", "题名", "タイトル", "題名", "제목"]),
    (
        "date",
        &[
            "日期",
            "时间",
            "時間",
            "发布日期",
            "發布日期",
            "发布时间",
            "發布時間",
            "发表日期",
            "发表时间",
            "创建日期",
            "创建时间",
            "日付",
            "날짜",
        ],
    ),
    ("tags", &["标签", "標籤", "标籤", "关键词", "關鍵詞", "关键字", "タグ", "태그"]),
    ("author", &["作者", "著者", "저자", "글쓴이"]),
    ("categories", &["分类", "分類", "类别", "類別", "栏目", "カテゴリ", "カテゴリー", "카테고리"]),
    ("from", &["原文", "原文链接", "原文連結", "原文地址", "来源链接", "网址", "網址", "链接"]),
    ("summary", &["摘要", "概要", "简介", "簡介", "요약"]),
    ("updated", &["更新", "更新日期", "更新时间", "修改日期", "修改时间", "更新日"]),
    ("lang", &["语言", "語言", "言語", "언어"]),
    ("cover", &["封面", "题图", "題圖", "头图", "頭圖", "封面图"]),
];

/// The English key that `key` means; `None` for any other.
pub(super) fn english(key: &str) -> Option<&'static str> {
    if key.is_ascii() {
        return None;
    }
    let found = NAMES.iter().find(|(_, names)| names.contains(&key));
    found.map(|(english, _)| *english)
}

/// `true` if entries with names of these keys are front matter, and no talk between two rules: one
/// is a title's, or there are two of them.
pub(super) fn are_keys<'e>(entries: impl Iterator<Item = &'e Entry>) -> bool {
    let known: Vec<_> = entries.filter_map(|entry| english(&entry.key)).collect();
    known.len() > 1 || known.contains(&"title")
}

/// Gives entries their English keys, as far as no other entry has those.
pub(super) fn translate(entries: &mut [Entry]) {
    for place in 0..entries.len() {
        let Some(english) = entries.get(place).and_then(|entry| english(&entry.key)) else { continue };
        if !entries.iter().any(|entry| entry.key.eq_ignore_ascii_case(english))
            && let Some(entry) = entries.get_mut(place)
        {
            english.clone_into(&mut entry.key);
        }
    }
}
