//! Emphasis.

use crate::packed::{Packed, article};

#[test]
fn emphasis_between_blanks() {
    assert_eq!(article("One **two** three."), "<p>One <strong>two</strong> three.</p>");
}

#[test]
fn emphasis_beside_chinese() {
    let packed =
        Packed::of(&[("a.md", "---\ntitle: T\n---\n**下雨了。**因为她说**“不去”**了，~~删去，~~留下。\n")]);
    assert_eq!(
        packed.html("a"),
        "<p><strong>下雨了。</strong>因为她说<strong>“不去”</strong>了，<del>删去，</del>留下。</p>"
    );
    assert_eq!(packed.item("a")["summary"], "下雨了。因为她说“不去”了，删去，留下。");
}

#[test]
fn emphasis_beside_other_letters() {
    assert_eq!(
        article("**Да.**нет и слово**(скобки)**слово. **مرحبا.**بعد **end.**End a_b_c"),
        "<p><strong>Да.</strong>нет и слово<strong>(скобки)</strong>слово. <strong>مرحبا.</strong>بعد <strong>end.</strong>End a_b_c</p>"
    );
}
