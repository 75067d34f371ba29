//! The closed lists of what may stand in a picture: elements, attributes, properties. From SVG 2,
//! SVG 1.1 where browsers still follow it, and Filter Effects 1, without what runs, loads or
//! interacts.

/// The treatment of an element of the SVG namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Stands as it is.
    Kept(&'static str),
    /// Its content stands without it: a link.
    Unwrapped,
    /// Holds nothing that is shown, and goes with its content.
    Unseen,
    /// Goes with its content.
    Dropped,
}

const ELEMENTS: [&str; 56] = [
    "animate",
    "animateMotion",
    "animateTransform",
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "filter",
    "g",
    "image",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "mpath",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "set",
    "stop",
    "style",
    "svg",
    "switch",
    "symbol",
    "text",
    "textPath",
    "title",
    "tspan",
    "use",
];

/// Returns the treatment of the element `name` of the SVG namespace.
pub(super) fn element(name: &str) -> Kind {
    match name {
        "a" => Kind::Unwrapped,
        "metadata" => Kind::Unseen,
        _ => listed(&ELEMENTS, name).map_or(Kind::Dropped, Kind::Kept),
    }
}

/// Attributes whose value no browser loads, runs or reads as a style sheet.
const PLAIN: [&str; 115] = [
    "accumulate",
    "additive",
    "amplitude",
    "aria-hidden",
    "aria-label",
    "attributeType",
    "azimuth",
    "baseFrequency",
    "begin",
    "bias",
    "calcMode",
    "class",
    "clipPathUnits",
    "cx",
    "cy",
    "d",
    "diffuseConstant",
    "divisor",
    "dur",
    "dx",
    "dy",
    "edgeMode",
    "elevation",
    "end",
    "exponent",
    "filterUnits",
    "fr",
    "fx",
    "fy",
    "gradientTransform",
    "gradientUnits",
    "height",
    "id",
    "in",
    "in2",
    "intercept",
    "k1",
    "k2",
    "k3",
    "k4",
    "keyPoints",
    "keySplines",
    "keyTimes",
    "lang",
    "lengthAdjust",
    "limitingConeAngle",
    "markerHeight",
    "markerUnits",
    "markerWidth",
    "maskContentUnits",
    "maskUnits",
    "max",
    "method",
    "min",
    "mode",
    "numOctaves",
    "offset",
    "operator",
    "orient",
    "origin",
    "path",
    "pathLength",
    "patternContentUnits",
    "patternTransform",
    "patternUnits",
    "points",
    "pointsAtX",
    "pointsAtY",
    "pointsAtZ",
    "preserveAlpha",
    "preserveAspectRatio",
    "primitiveUnits",
    "r",
    "radius",
    "refX",
    "refY",
    "repeatCount",
    "repeatDur",
    "restart",
    "result",
    "role",
    "rotate",
    "rx",
    "ry",
    "scale",
    "seed",
    "side",
    "slope",
    "spacing",
    "specularConstant",
    "specularExponent",
    "spreadMethod",
    "startOffset",
    "stdDeviation",
    "stitchTiles",
    "surfaceScale",
    "systemLanguage",
    "tableValues",
    "textLength",
    "transform",
    "type",
    "version",
    "viewBox",
    "width",
    "x",
    "x1",
    "x2",
    "xChannelSelector",
    "xml:lang",
    "xml:space",
    "y",
    "y1",
    "y2",
    "yChannelSelector",
    "z",
];

/// Properties of a style; those of SVG are attributes, too.
const PROPERTIES: [&str; 70] = [
    "alignment-baseline",
    "baseline-shift",
    "clip",
    "clip-path",
    "clip-rule",
    "color",
    "color-interpolation",
    "color-interpolation-filters",
    "color-rendering",
    "direction",
    "display",
    "dominant-baseline",
    "fill",
    "fill-opacity",
    "fill-rule",
    "filter",
    "flood-color",
    "flood-opacity",
    "font",
    "font-family",
    "font-size",
    "font-size-adjust",
    "font-stretch",
    "font-style",
    "font-variant",
    "font-weight",
    "glyph-orientation-horizontal",
    "glyph-orientation-vertical",
    "image-rendering",
    "isolation",
    "letter-spacing",
    "lighting-color",
    "line-height",
    "marker",
    "marker-end",
    "marker-mid",
    "marker-start",
    "mask",
    "mask-type",
    "mix-blend-mode",
    "opacity",
    "overflow",
    "paint-order",
    "pointer-events",
    "shape-rendering",
    "stop-color",
    "stop-opacity",
    "stroke",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "stroke-width",
    "text-align",
    "text-anchor",
    "text-decoration",
    "text-indent",
    "text-rendering",
    "text-transform",
    "transform",
    "transform-box",
    "transform-origin",
    "unicode-bidi",
    "vector-effect",
    "visibility",
    "white-space",
    "word-spacing",
    "writing-mode",
];

/// Functions of a property's value, beside `url`.
const FUNCTIONS: [&str; 45] = [
    "blur",
    "brightness",
    "calc",
    "circle",
    "clamp",
    "color",
    "contrast",
    "cubic-bezier",
    "drop-shadow",
    "ellipse",
    "grayscale",
    "hsl",
    "hsla",
    "hue-rotate",
    "hwb",
    "inset",
    "invert",
    "lab",
    "lch",
    "matrix",
    "matrix3d",
    "max",
    "min",
    "oklab",
    "oklch",
    "opacity",
    "polygon",
    "rgb",
    "rgba",
    "rotate",
    "rotatex",
    "rotatey",
    "rotatez",
    "saturate",
    "scale",
    "scalex",
    "scaley",
    "sepia",
    "skew",
    "skewx",
    "skewy",
    "steps",
    "translate",
    "translatex",
    "translatey",
];

/// The kind of an attribute's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    /// Text that nothing is done with but drawing.
    Plain,
    /// A property's value.
    Property,
    /// Values of an animation, between semicolons.
    Values,
    /// Declarations.
    Style,
    /// The name of the animated attribute.
    AttributeName,
    /// An address.
    Address,
}

/// The attribute `name`, in the namespace of none or of `XLink`, and what its value is; `None` for
/// one that is dropped.
pub(super) fn attribute(name: &str) -> Option<(&'static str, Value)> {
    let special = match name {
        "href" => Some(("href", Value::Address)),
        "style" => Some(("style", Value::Style)),
        "attributeName" => Some(("attributeName", Value::AttributeName)),
        "from" => Some(("from", Value::Values)),
        "to" => Some(("to", Value::Values)),
        "by" => Some(("by", Value::Values)),
        "values" => Some(("values", Value::Values)),
        _ => None,
    };
    let plain = || listed(&PLAIN, name).map(|name| (name, Value::Plain));
    special.or_else(plain).or_else(|| property(name).map(|name| (name, Value::Property)))
}

/// The property `name`.
pub(super) fn property(name: &str) -> Option<&'static str> {
    listed(&PROPERTIES, name)
}

/// `true` if a value may call the function `name`, which is in lower case.
pub(super) fn is_function(name: &str) -> bool {
    listed(&FUNCTIONS, name).is_some()
}

/// `true` if an animation may change the attribute or property `name`: how something looks, and not
/// what it is called.
pub(super) fn is_animated(name: &str) -> bool {
    property(name).is_some()
        || (listed(&PLAIN, name).is_some()
            && !matches!(name, "id" | "class" | "type" | "in" | "in2" | "result"))
}

fn listed(list: &'static [&'static str], name: &str) -> Option<&'static str> {
    list.binary_search(&name).ok().and_then(|place| list.get(place).copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted_and_hold_nothing_that_acts() {
        for list in [&ELEMENTS[..], &PLAIN, &PROPERTIES, &FUNCTIONS] {
            assert!(list.is_sorted(), "{list:?}");
            for name in list {
                assert!(!name.starts_with("on"), "{name}");
            }
        }
        for name in
            ["script", "foreignObject", "handler", "iframe", "feImage", "cursor", "tref", "Script", "SVG"]
        {
            assert_eq!(element(name), Kind::Dropped, "{name}");
        }
        for name in
            ["onload", "onclick", "xlink:href", "src", "formaction", "xml:base", "externalResourcesRequired"]
        {
            assert_eq!(attribute(name), None, "{name}");
        }
        assert!(!is_animated("href") && !is_animated("style") && !is_animated("attributeName"));
    }
}
