//! Pictures of formulas, which have their source in an attribute or in the address.

use super::elements::has_class;
use crate::document::Element;
use crate::percent::percent_decoded;
use crate::tex::{looks_like_tex, tex_source};
use crate::vocabulary::Attribute;

/// Parts of addresses of services that draw formulas, and the parameter with the source.
const SERVICES: [(&str, &str); 7] = [
    ("/equation?", "tex="),
    ("/latex.php?", "latex="),
    ("chart.googleapis.com/chart?", "chl="),
    ("chart.apis.google.com/chart?", "chl="),
    ("github.com/render/math?", "math="),
    ("math.now.sh/?", "from="),
    ("math.now.sh?", "from="),
];

/// Returns the source of the formula that a picture shows.
pub(super) fn picture_tex(image: &Element) -> Option<String> {
    let named = [Attribute::DataFormula, Attribute::DataTex, Attribute::DataLatex];
    if let Some(tex) = named.iter().find_map(|&name| image.get(name)).and_then(tex_source) {
        return Some(tex);
    }
    let addresses = [Attribute::Src, Attribute::DataSrc, Attribute::DataOriginal, Attribute::DataActualsrc];
    if let Some(tex) = addresses.iter().filter_map(|&name| image.get(name)).find_map(address_tex) {
        return Some(tex);
    }
    let is_formula = image.get(Attribute::Eeimg).is_some()
        || has_class(
            image,
            &[
                "ee_img",
                "equation*",
                "formula*",
                "inline-formula",
                "latex*",
                "math*",
                "mwe-math-fallback*",
                "ql-img-*",
                "tex",
                "tr_noresize",
                "ztext-math",
            ],
        )
        || image.get(Attribute::Alt).map(str::trim).is_some_and(is_delimited);
    let alt = image.get(Attribute::Alt).filter(|alt| is_formula && looks_like_tex(alt))?;
    tex_source(alt)
}

/// Returns the source in the address of a picture, if a known service draws it.
fn address_tex(address: &str) -> Option<String> {
    if !address.contains('?') {
        return None;
    }
    if let Some((_, tex)) = address.split_once("codecogs.com/").and_then(|(_, path)| path.split_once('?')) {
        return decoded(tex);
    }
    let query = SERVICES.iter().find_map(|(service, name)| {
        let (_, query) = address.split_once(service)?;
        query.split('&').find_map(|part| {
            part.strip_prefix(name).or_else(|| part.strip_prefix("amp;")?.strip_prefix(name))
        })
    })?;
    decoded(query)
}

fn decoded(tex: &str) -> Option<String> {
    let tex = tex.replace("&space;", " ").replace('+', " ");
    let tex = percent_decoded(&tex).unwrap_or(tex);
    // What says how to draw it.
    let mut tex = tex.trim();
    while let Some(rest) = ["\\inline", "\\dpi", "\\bg_white", "\\large", "\\small", "\\fn_jvn"]
        .iter()
        .find_map(|word| tex.strip_prefix(word))
    {
        let rest = rest.trim_start();
        tex = rest
            .strip_prefix('{')
            .and_then(|rest| rest.split_once('}'))
            .map_or(rest, |(_, rest)| rest)
            .trim_start();
    }
    tex_source(tex)
}

/// `true` for a description that is nothing but a formula with its delimiters.
fn is_delimited(alt: &str) -> bool {
    [("$", "$"), ("\\(", "\\)"), ("\\[", "\\]")].iter().any(|(open, close)| {
        let inner = alt.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        inner.is_some_and(|inner| inner.len() > open.len() && !inner.trim_matches('$').contains('$'))
    })
}
