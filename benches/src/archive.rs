//! A whole synthetic archive.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::vec::IntoIter;
use std::{fs, io};

use crate::calendar::{self, Date};
use crate::post::SyntheticPost;
use crate::random::{Random, Weighted};
use crate::words::{CATEGORIES, Words};

/// Source hosts of an archive of any size.
const HOSTS: u64 = 300;
/// Posts of a hundred with one tag, with two, and so on to six.
const TAGS_OF_A_POST: [u64; 6] = [26, 25, 21, 14, 8, 6];
/// Subjects that a month has: tags that come up more often for a while than in the whole archive.
const SUBJECTS_OF_A_MONTH: u64 = 12;

/// The parameters that an archive is generated from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recipe {
    /// The same seed gives the same archive.
    pub seed: u64,
    /// Number of posts.
    pub posts: u64,
    /// Bytes of an article, on average; each has between a third and twice as much.
    pub body_bytes: u64,
}

impl Recipe {
    /// An archive of `posts` posts with short articles, so that a million fit on a disk.
    pub fn of(posts: u64) -> Self {
        Self { seed: 2004, posts, body_bytes: 1_200 }
    }

    /// Number of tags that the archive draws from: as in real archives, they grow with the root of
    /// the posts. A thousand posts have some 800 of them, a hundred thousand some 9,000, most of
    /// them rare.
    pub fn tags(&self) -> u64 {
        30 * self.posts.isqrt()
    }

    /// Number of authors that the archive draws from.
    pub fn authors(&self) -> u64 {
        (4 * self.posts.isqrt()).max(1)
    }
}

/// The posts of an archive, in the order of their days; those of one day in the order of their
/// times.
#[derive(Debug)]
pub struct SyntheticArchive {
    recipe: Recipe,
    days: Vec<Date>,
    weights: Weighted,
    next_day: usize,
    of_day: IntoIter<SyntheticPost>,
    writer: Writer,
}

impl SyntheticArchive {
    /// The archive of a recipe.
    pub fn new(recipe: Recipe) -> Self {
        let (days, weights) = calendar::days(recipe.seed);
        Self {
            recipe,
            days,
            weights,
            next_day: 0,
            of_day: Vec::new().into_iter(),
            writer: Writer::new(recipe),
        }
    }

    /// Writes the posts that are left into `folder`, each under its [path](SyntheticPost::path),
    /// beside a `_config.yml` that names the archive and its language.
    pub fn write_to(self, folder: &Path) -> io::Result<()> {
        let mut month = PathBuf::new();
        fs::create_dir_all(folder)?;
        fs::write(folder.join("_config.yml"), "title: 合成文库\nlang: zh-Hans\n")?;
        for post in self {
            let path = folder.join(post.path());
            if let Some(parent) = path.parent().filter(|parent| *parent != month) {
                fs::create_dir_all(parent)?;
                parent.clone_into(&mut month);
            }
            fs::write(&path, post.source())?;
        }
        Ok(())
    }

    /// Posts before day `k`: in proportion to the weights, and all of them before the day after the
    /// last.
    fn posts_before(&self, k: usize) -> u64 {
        let share = u128::from(self.recipe.posts) * u128::from(self.weights.before(k));
        u64::try_from(share / u128::from(self.weights.total())).unwrap_or(u64::MAX)
    }
}

impl Iterator for SyntheticArchive {
    type Item = SyntheticPost;

    fn next(&mut self) -> Option<SyntheticPost> {
        loop {
            if let Some(post) = self.of_day.next() {
                return Some(post);
            }
            let k = self.next_day;
            let day = *self.days.get(k)?;
            let count = self.posts_before(k + 1) - self.posts_before(k);
            self.next_day += 1;
            self.of_day = self.writer.day(k as u64, day, count).into_iter();
        }
    }
}

/// Writes posts.
struct Writer {
    recipe: Recipe,
    words: Words,
    tags: Weighted,
    tag_counts: Weighted,
    authors: Weighted,
    hosts: Weighted,
    categories: Weighted,
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.recipe.fmt(formatter)
    }
}

impl Writer {
    fn new(recipe: Recipe) -> Self {
        Self {
            recipe,
            words: Words::new(),
            tags: Weighted::zipf(recipe.tags().max(TAGS_OF_A_POST.len() as u64)),
            tag_counts: Weighted::new(TAGS_OF_A_POST),
            authors: Weighted::zipf(recipe.authors()),
            hosts: Weighted::zipf(HOSTS),
            categories: Weighted::new((1..=CATEGORIES.len() as u64).map(|rank| 100 / (rank + 2))),
        }
    }

    /// The posts of a day, which is number `k` of the archive's days.
    fn day(&self, k: u64, day: Date, count: u64) -> Vec<SyntheticPost> {
        let random = &mut Random::new(self.recipe.seed, 1_000 + k);
        let mut seconds: Vec<u64> = (0..count).map(|_| second_of_day(random)).collect();
        seconds.sort_unstable();
        let mut titles = HashSet::new();
        let posts = seconds.into_iter().map(|second| self.post(day, second, &mut titles, random));
        posts.collect()
    }

    fn post(
        &self,
        day: Date,
        second: u64,
        titles: &mut HashSet<String>,
        random: &mut Random,
    ) -> SyntheticPost {
        let english = random.percent(10);
        let title = loop {
            let title = if english { self.words.english_title(random) } else { self.words.title(random) };
            // File names that differ by case alone are one file on some systems.
            if titles.insert(title.to_lowercase()) {
                break title;
            }
        };
        let author = (!random.percent(7)).then(|| self.words.author(self.authors.draw(random)));
        let from = (!random.percent(4)).then(|| {
            let host = self.words.host(self.hosts.draw(random));
            let Date { year, month, day } = day;
            format!("https://{host}/{year}/{month:02}{day:02}/{}", random.between(100_000, 99_999_999))
        });
        let category = CATEGORIES[if english { CATEGORIES.len() - 1 } else { self.categories.draw(random) }];
        let tags = self.tags_of(day, random);
        let body = self.body(&title, from.as_deref(), english, random);
        let (day, date) = dates(day, second, random);
        SyntheticPost { day, date, title, author, from, tags, category, body }
    }

    /// Distinct tags, one in three a subject of the month.
    fn tags_of(&self, day: Date, random: &mut Random) -> Vec<String> {
        let count = self.tag_counts.draw(random) + 1;
        let mut numbers: Vec<usize> = Vec::with_capacity(count);
        while numbers.len() < count {
            let number = if random.percent(33) {
                let subject = random.below(SUBJECTS_OF_A_MONTH);
                let month = day.year * 12 + day.month;
                // Drawn by the same law, and the same all month.
                self.tags.draw(&mut Random::new(self.recipe.seed ^ month, 100 + subject))
            } else {
                self.tags.draw(random)
            };
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        numbers.into_iter().map(|number| self.words.tag(number)).collect()
    }

    /// The article: most as scraped pages are, some in Markdown.
    fn body(&self, title: &str, from: Option<&str>, english: bool, random: &mut Random) -> String {
        let mean = self.recipe.body_bytes;
        // The mean of a third, two thirds … to five thirds is the whole.
        let mut left = usize::try_from(mean * random.between(1, 5) / 3).unwrap_or(usize::MAX);
        let mut paragraphs = Vec::new();
        while left > 0 {
            let bytes = left.min(usize::try_from(random.between(150, 600)).unwrap_or_default());
            paragraphs.push(if english {
                self.words.english_paragraph(bytes, random)
            } else {
                self.words.paragraph(bytes, random)
            });
            left -= bytes;
        }
        let heading = from.map(|from| format!("[{title}]({from})\n------\n\n")).unwrap_or_default();
        if random.percent(15) {
            return format!("\n{heading}{}\n", paragraphs.join("\n\n"));
        }
        let picture = if random.percent(20) {
            let number = random.below(1_000_000);
            format!(
                "<p><img data-src=\"https://images.example/{number}.jpg\" alt=\"\" style=\"width:100%\"></p>"
            )
        } else {
            String::new()
        };
        let paragraphs: String = paragraphs.iter().flat_map(|text| ["<p>", text, "</p>"]).collect();
        format!(
            "\n{heading}<div>\n{picture}{paragraphs}<div id=\"ad-{}\">   </div>\n</div>\n",
            random.below(10)
        )
    }
}

/// More by day than by night.
fn second_of_day(random: &mut Random) -> u64 {
    let hour = if random.percent(85) { random.between(7, 22) } else { random.below(24) };
    hour * 3600 + random.below(3600)
}

/// The day, and the date in one of the ways that front matter has it.
fn dates(Date { year, month, day }: Date, second: u64, random: &mut Random) -> (String, String) {
    let day = format!("{year}-{month:02}-{day:02}");
    let time = format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
    let date = match random.below(10) {
        0..6 => format!("{day}T{time}.{:03}Z", random.below(1_000)),
        6..9 => format!("{day}T{time}+08:00"),
        _ => day.clone(),
    };
    (day, date)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::hash::{DefaultHasher, Hash, Hasher};

    use super::*;

    fn posts(count: u64) -> Vec<SyntheticPost> {
        SyntheticArchive::new(Recipe::of(count)).collect()
    }

    fn fingerprint(posts: &[SyntheticPost]) -> u64 {
        let mut hasher = DefaultHasher::new();
        for post in posts {
            (post.path(), post.source()).hash(&mut hasher);
        }
        hasher.finish()
    }

    #[test]
    fn the_same_recipe_gives_the_same_bytes() {
        let one = posts(500);
        assert_eq!(fingerprint(&one), fingerprint(&posts(500)));
        let other = SyntheticArchive::new(Recipe { seed: 5, ..Recipe::of(500) }).collect::<Vec<_>>();
        assert_ne!(fingerprint(&one), fingerprint(&other));
    }

    #[test]
    fn there_are_as_many_posts_as_asked_for_each_with_a_path_of_its_own() {
        for count in [0, 1, 999, 20_000] {
            let posts = posts(count);
            assert_eq!(posts.len() as u64, count);
            let paths: HashSet<_> = posts.iter().map(|post| post.path().to_lowercase()).collect();
            assert_eq!(paths.len() as u64, count);
        }
    }

    #[test]
    fn posts_are_in_the_order_of_their_days_from_2004_to_2026() {
        let posts = posts(5_000);
        assert!(posts.is_sorted_by_key(|post| &post.day));
        assert!(posts[0].day.starts_with("2004") && posts.last().unwrap().day.starts_with("2026"));
        assert!(posts.iter().all(|post| post.date.starts_with(&post.day)));
        let mut years: HashMap<&str, u32> = HashMap::new();
        for post in &posts {
            *years.entry(&post.day[..4]).or_default() += 1;
        }
        assert_eq!(years.len(), 23);
        assert!(years["2015"] > 8 * years["2004"]);
    }

    /// The frequency of each value, highest first.
    fn frequencies<'a>(values: impl Iterator<Item = &'a String>) -> Vec<usize> {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        values.for_each(|value| *counts.entry(value).or_default() += 1);
        let mut counts: Vec<_> = counts.into_values().collect();
        counts.sort_unstable_by(|one, two| two.cmp(one));
        counts
    }

    #[test]
    fn tags_and_authors_are_few_at_the_top_and_many_at_the_end() {
        let posts = posts(100_000);
        let tags = frequencies(posts.iter().flat_map(|post| &post.tags));
        assert!((6_000..10_000).contains(&tags.len()), "{} tags", tags.len());
        // Zipf's law: the tenth is a tenth as frequent as the first, the hundredth a hundredth,
        // give or take the subjects of months.
        assert!((4..=14).contains(&(tags[0] / tags[9])), "{} {}", tags[0], tags[9]);
        assert!((40..=140).contains(&(tags[0] / tags[99])), "{} {}", tags[0], tags[99]);
        let authors = frequencies(posts.iter().filter_map(|post| post.author.as_ref()));
        assert!((1_000..1_300).contains(&authors.len()), "{} authors", authors.len());
        assert!((8..=12).contains(&(authors[0] / authors[9])));
    }

    #[test]
    fn every_post_has_one_to_six_different_tags_and_one_of_a_dozen_categories() {
        let posts = posts(3_000);
        for post in &posts {
            let distinct: HashSet<_> = post.tags.iter().collect();
            assert!((1..=6).contains(&post.tags.len()) && distinct.len() == post.tags.len());
        }
        assert!((1..=6).all(|count| posts.iter().any(|post| post.tags.len() == count)));
        let categories: HashSet<_> = posts.iter().map(|post| post.category).collect();
        assert_eq!(categories.len(), CATEGORIES.len());
        let hosts: HashSet<_> =
            posts.iter().filter_map(|post| post.from.as_ref()?.split('/').nth(2)).collect();
        assert!((200..=300).contains(&hosts.len()), "{} hosts", hosts.len());
    }

    #[test]
    fn articles_are_as_long_as_the_recipe_says() {
        for body_bytes in [600, 1_200, 12_000] {
            let recipe = Recipe { body_bytes, ..Recipe::of(2_000) };
            let total: u64 = SyntheticArchive::new(recipe).map(|post| post.source().len() as u64).sum();
            // Front matter, the heading and tags come on top.
            let mean = total / 2_000 - 500;
            assert!((body_bytes * 8 / 10..body_bytes * 14 / 10).contains(&mean), "{mean} for {body_bytes}");
        }
    }

    #[test]
    fn most_posts_are_chinese_and_some_are_english() {
        let posts = posts(2_000);
        let english = posts.iter().filter(|post| post.title.is_ascii()).count();
        assert!((140..260).contains(&english), "{english}");
    }
}
