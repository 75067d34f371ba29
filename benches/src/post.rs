//! One post of a synthetic archive, and its file.

/// A post without its article, which [`SyntheticPost::source`] makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntheticPost {
    /// Its day: `2021-09-15`.
    pub day: String,
    /// Its date as front matter has it: with milliseconds, with an offset, or the day alone.
    pub date: String,
    /// Its title; no other post of the day has the same.
    pub title: String,
    /// Its author, if it names one.
    pub author: Option<String>,
    /// Address of the original, if it names one.
    pub from: Option<String>,
    /// One to six tags, all different.
    pub tags: Vec<String>,
    /// Its category.
    pub category: &'static str,
    /// The article, as the file has it.
    pub(crate) body: String,
}

impl SyntheticPost {
    /// The file's name without its extension, which makes the post's id: `2021-09-15-标题`.
    pub fn stem(&self) -> String {
        format!("{}-{}", self.day, self.title)
    }

    /// The path of the file in the archive's folder, which has a folder for each month:
    /// `2021-09/2021-09-15-标题.md`.
    pub fn path(&self) -> String {
        format!("{}/{}.md", &self.day[..7], self.stem())
    }

    /// The file's content.
    pub fn source(&self) -> String {
        let member = |name: &str, value: &Option<String>| {
            value.as_ref().map(|value| format!("{name}: {value}\n")).unwrap_or_default()
        };
        format!(
            "---\nlayout: post\ntitle: \"{}\"\ndate: {}\n{}{}tags: [ {} ]\ncategories: [ {} ]\n---\n{}",
            self.title,
            self.date,
            member("author", &self.author),
            member("from", &self.from),
            self.tags.join(", "),
            self.category,
            self.body
        )
    }
}
