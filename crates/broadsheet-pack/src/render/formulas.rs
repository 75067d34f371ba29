//! Formulas from TeX to `MathML`, by the library `math-core`.
//!
//! The article's parser reads its output like the `MathML` of any page, so that nothing gets into a
//! bundle that a page could not have brought. A formula that it does not know stays as
//! its source.

use std::collections::HashMap;
use std::thread;

use broadsheet_article::tree::{MathElement, for_each_formula};
use broadsheet_article::{Article, native};
use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

use crate::fault;

/// Bytes of a source that is set. The longest of real posts have some 2,000.
const MAX_TEX_BYTES: usize = 4_000;

/// Braces within braces of a source that is set.
const MAX_BRACES: usize = 60;

/// Bytes of `MathML` of one formula.
const MAX_MARKUP_BYTES: usize = 400_000;

/// Formulas of an article that are set; others stay as their source. The most of a real post are
/// some 1,000.
const MAX_FORMULAS: usize = 20_000;

/// Bytes of stack. The library recurses for each level of a formula, with up to 40 KB in a build
/// without optimisation and one level for two bytes: `_{`.
const STACK_BYTES: usize = 192 * 1024 * 1024;

/// Sources, each with `true` for one on a line of its own, and their elements.
type Formulas = HashMap<(String, bool), Vec<MathElement>>;

/// Sets the formulas of articles of which there is only the source.
pub(super) fn set_formulas<'a>(articles: impl Iterator<Item = &'a mut Article>) {
    let mut articles: Vec<&mut Article> = articles.collect();
    let mut formulas = Formulas::new();
    for article in &mut articles {
        for_each_formula(&mut article.blocks, &mut |math| {
            if math.elements.is_empty()
                && formulas.len() < MAX_FORMULAS
                && let Some(tex) = &math.tex
            {
                formulas.insert((tex.clone(), math.is_block), Vec::new());
            }
        });
    }
    if formulas.is_empty() {
        return;
    }
    // The stack is memory only as far as it is used.
    let set = thread::scope(|scope| {
        let worker = thread::Builder::new().stack_size(STACK_BYTES);
        let formulas = &mut formulas;
        let set = worker.spawn_scoped(scope, || set_all(formulas));
        set.is_ok_and(|set| set.join().is_ok())
    });
    if !set {
        return;
    }
    for article in &mut articles {
        for_each_formula(&mut article.blocks, &mut |math| {
            if math.elements.is_empty()
                && let Some(tex) = &math.tex
                && let Some(elements) = formulas.get(&(tex.clone(), math.is_block))
            {
                math.elements.clone_from(elements);
            }
        });
    }
}

fn set_all(formulas: &mut Formulas) {
    // There are no macros that it could refuse.
    let Ok(library) = LatexToMathML::new(MathCoreConfig::default()) else { return };
    for ((tex, is_block), elements) in formulas {
        // A fault of the library costs the one formula.
        *elements = fault::caught(|| set(&library, tex, *is_block)).ok().flatten().unwrap_or_default();
    }
}

fn set(library: &LatexToMathML, tex: &str, is_block: bool) -> Option<Vec<MathElement>> {
    if tex.len() > MAX_TEX_BYTES || braces(tex) > MAX_BRACES {
        return None;
    }
    let display = if is_block { MathDisplay::Block } else { MathDisplay::Inline };
    let prepared = prepared(tex);
    let convert = |tex: &str| library.convert_with_local_state(tex, display).ok().map(|done| done.mathml);
    let markup = convert(&prepared).or_else(|| {
        // Lines and columns without an environment, as `MathJax` takes them.
        let is_table = prepared.contains("\\\\") || prepared.contains('&');
        let table = is_table.then(|| ["\\begin{aligned}", &prepared, "\\end{aligned}"].concat())?;
        convert(&table)
    })?;
    let elements = if markup.len() > MAX_MARKUP_BYTES { Vec::new() } else { native::parse_formula(&markup) };
    (!elements.is_empty()).then_some(elements)
}

/// The most braces that are open at once.
fn braces(tex: &str) -> usize {
    let (mut open, mut most) = (0_usize, 0);
    for byte in tex.bytes() {
        match byte {
            b'{' => open += 1,
            b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        most = most.max(open);
    }
    most
}

/// Words that the library does not know, and those that it does for nearly the same. Environments
/// that number their lines would all begin with 1.
const REPLACED: [(&str, &str); 24] = [
    ("\\begin{align}", "\\begin{align*}"),
    ("\\end{align}", "\\end{align*}"),
    ("\\begin{eqnarray}", "\\begin{align*}"),
    ("\\end{eqnarray}", "\\end{align*}"),
    ("\\begin{eqnarray*}", "\\begin{align*}"),
    ("\\end{eqnarray*}", "\\end{align*}"),
    ("\\begin{equation}", "\\begin{equation*}"),
    ("\\end{equation}", "\\end{equation*}"),
    ("\\begin{displaymath}", "\\begin{equation*}"),
    ("\\end{displaymath}", "\\end{equation*}"),
    ("\\begin{gather}", "\\begin{gather*}"),
    ("\\end{gather}", "\\end{gather*}"),
    ("\\begin{multline}", "\\begin{gather*}"),
    ("\\end{multline}", "\\end{gather*}"),
    ("\\begin{split}", "\\begin{aligned}"),
    ("\\end{split}", "\\end{aligned}"),
    ("\\begin{smallmatrix}", "\\begin{matrix}"),
    ("\\end{smallmatrix}", "\\end{matrix}"),
    ("\\nonumber", ""),
    ("\\notag", ""),
    ("\\mbox", "\\text"),
    ("\\boxed", ""),
    ("\\lt", "<"),
    ("\\gt", ">"),
];

/// A source in the words of the library, without labels, and with the numbers of equations beside
/// them.
fn prepared(tex: &str) -> String {
    let mut done = String::with_capacity(tex.len() + 16);
    let mut rest = tex;
    while let Some(place) = rest.find('\\') {
        done.push_str(&rest[..place]);
        rest = &rest[place..];
        let is_word = |text: &str| text.starts_with(|c: char| c.is_ascii_alphabetic());
        let replaced = REPLACED.iter().find_map(|(known, other)| {
            let after = rest.strip_prefix(known)?;
            (known.ends_with('}') || !is_word(after)).then_some((*other, after))
        });
        if let Some((other, after)) = replaced {
            done.push_str(other);
            rest = after;
        } else if let Some((_, after)) = rest.strip_prefix("\\label{").and_then(|label| label.split_once('}'))
        {
            rest = after;
        } else if let Some((number, after)) = rest.strip_prefix("\\tag{").and_then(|tag| tag.split_once('}'))
        {
            done.push_str("\\qquad (\\text{");
            done.push_str(number);
            done.push_str("})");
            rest = after;
        } else {
            // A command of one sign, such as `\\`, ends with it.
            let end = rest[1..].chars().next().map_or(1, |sign| 1 + sign.len_utf8());
            done.push_str(&rest[..end]);
            rest = &rest[end..];
        }
    }
    done.push_str(rest);
    done
}

#[cfg(test)]
mod tests {
    use broadsheet_article::{Options, write_html};

    use super::*;

    fn set_html(html: &str) -> String {
        let mut article = native::parse(html, &Options::default());
        set_formulas([&mut article].into_iter());
        write_html(&article)
    }

    #[test]
    fn formulas_are_set_and_keep_their_source() {
        assert_eq!(
            set_html("<p>\\(x^2\\)</p>"),
            "<p><math><semantics><msup><mi>x</mi><mn>2</mn></msup><annotation encoding=\"application/x-tex\">x^2</annotation></semantics></math></p>"
        );
        // What was packed is read as the same.
        let once = set_html("<p>\\[\\begin{align} a &= b \\\\ c &= \\sqrt{d} \\end{align}\\]</p>");
        assert_eq!(set_html(&once), once);
        assert!(
            once.contains("<math display=\"block\">") && once.contains("columnalign=\"right\""),
            "{once}"
        );
    }

    #[test]
    fn what_is_not_known_stays_as_its_source() {
        for tex in
            ["\\ce{H2O}", "\\href{javascript:alert(1)}{x}", "x^", "\\newcommand{\\a}{b} \\a", "\\frac{a"]
        {
            let html = set_html(&format!("<p>a \\({tex}\\) b</p>"));
            assert_eq!(html, format!("<p>a <code class=\"language-math math-inline\">{tex}</code> b</p>"));
        }
    }

    #[test]
    fn formulas_of_every_day() {
        let known = include_str!("formulas.txt");
        let unset: Vec<&str> = known
            .lines()
            .filter(|tex| {
                !set_html(&format!("<p>\\[{}\\]</p>", tex.replace('&', "&amp;").replace('<', "&lt;")))
                    .contains("</math>")
            })
            .collect();
        assert_eq!(unset, Vec::<&str>::new());
    }

    #[test]
    fn hostile_sources_cost_only_themselves() {
        for piece in [
            "{",
            "_{",
            "x^{",
            "\\sqrt ",
            "\\sqrt{",
            "\\frac",
            "\\left(",
            "\\begin{matrix}",
            "\\hat ",
            "\\text{",
            "^",
            "'",
            "\\not",
            "\\mathrm{",
            "\\overset{",
            "&",
            "\\\\",
            "\\substack{",
            "\\big",
        ] {
            let html = set_html(&format!(
                "<p>\\(x^2\\) and \\(x^2{}\\)</p>",
                piece.repeat(4_000 / piece.len()).replace('&', "&amp;")
            ));
            assert!(html.contains("<msup>"), "{piece}");
        }
    }
}
