//! Formulas: as TeX between delimiters, as `MathML`, as scripts of pages set them.

use crate::archive::{self, Body};
use crate::article;

/// The first byte chooses the form, the rest is TeX or `MathML`.
pub fn run(data: &[u8]) {
    let Some((choice, formula)) = data.split_first() else { return };
    let formula = String::from_utf8_lossy(formula);
    let escaped = formula.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    let html = match choice % 12 {
        0 => format!("<p>a \\({escaped}\\) b \\[{escaped}\\]</p>"),
        1 => format!("<p>a ${escaped}$ b</p><p>$${escaped}$$</p>"),
        2 => format!("<p>a <math><mrow>{formula}</mrow></math> b</p>"),
        3 => format!("<math display=block><mtable><mtr><mtd>{formula}</mtd></mtr></mtable></math>"),
        4 => format!(
            "<p>a <span class=katex><span class=katex-mathml><math><semantics><mrow>{formula}</mrow><annotation \
             encoding=\"application/x-tex\">{escaped}</annotation></semantics></math></span><span class=katex-html \
             aria-hidden=true>{escaped}</span></span> b</p>"
        ),
        5 => format!(
            "<p>a <span class=MathJax_Preview>{escaped}</span><script type=\"math/tex; \
             mode=display\">{formula}</script> b</p>"
        ),
        6 => format!(
            "<p>a <span class=mwe-math-element><img class=mwe-math-fallback-image-inline src=https://x.test/a.svg \
             alt=\"{escaped}\"></span> <img class=ee_img data-tex=\"{escaped}\" alt=\"{escaped}\"> b</p>"
        ),
        7 => format!(
            "<p>a <mjx-container><mjx-math></mjx-math><mjx-assistive-mml>{formula}</mjx-assistive-mml></mjx-container></p>"
        ),
        8 => format!("<svg viewBox='0 0 9 9'><title>{escaped}</title><text>{escaped}</text>{formula}</svg>"),
        9 => {
            return archive::check(&Body::Markdown(&format!("a ${formula}$ b\n\n$$\n{formula}\n$$\n")), None);
        }
        10 => {
            return archive::check(
                &Body::Markdown(&format!("a \\\\({formula}\\\\)\n\n\\\\[{formula}\\\\]")),
                None,
            );
        }
        _ => return archive::check(&Body::Html(&format!("<p>\\({escaped}\\)</p>\\[{escaped}\\]")), None),
    };
    article::check(&html, &article::options(choice / 12));
}
