//! Content markup: `MathML` that says what a formula means and not what it looks like, as TeX.
//!
//! Source: <https://www.w3.org/TR/MathML3/chapter4.html>.

use crate::document::{Document, NodeId, NodeKind};
use crate::limits::{MAX_MATH_DEPTH, MAX_MATH_ELEMENTS};
use crate::tex::tex_source;

/// Operators that stand between what they join.
const BETWEEN: [(&str, &str); 26] = [
    ("and", "\\land "),
    ("approx", "\\approx "),
    ("cartesianproduct", "\\times "),
    ("compose", "\\circ "),
    ("eq", "="),
    ("equivalent", "\\equiv "),
    ("geq", "\\geq "),
    ("gt", ">"),
    ("implies", "\\Rightarrow "),
    ("in", "\\in "),
    ("intersect", "\\cap "),
    ("leq", "\\leq "),
    ("lt", "<"),
    ("neq", "\\neq "),
    ("notin", "\\notin "),
    ("or", "\\lor "),
    ("outerproduct", "\\otimes "),
    ("plus", "+"),
    ("prsubset", "\\subset "),
    ("scalarproduct", "\\cdot "),
    ("setdiff", "\\setminus "),
    ("subset", "\\subseteq "),
    ("tendsto", "\\to "),
    ("times", "\\,"),
    ("union", "\\cup "),
    ("vectorproduct", "\\times "),
];

/// Signs and names.
const SIGNS: [(&str, &str); 14] = [
    ("complexes", "\\mathbb{C}"),
    ("emptyset", "\\emptyset "),
    ("exponentiale", "e"),
    ("false", "\\text{false}"),
    ("imaginaryi", "i"),
    ("infinity", "\\infty "),
    ("integers", "\\mathbb{Z}"),
    ("naturalnumbers", "\\mathbb{N}"),
    ("partialdiff", "\\partial "),
    ("pi", "\\pi "),
    ("primes", "\\mathbb{P}"),
    ("rationals", "\\mathbb{Q}"),
    ("reals", "\\mathbb{R}"),
    ("true", "\\text{true}"),
];

/// Functions that TeX knows by the same name.
const FUNCTIONS: [&str; 18] = [
    "arccos", "arcsin", "arctan", "cos", "cosh", "cot", "coth", "csc", "det", "exp", "gcd", "ln", "log",
    "max", "min", "sec", "sin", "tan",
];

/// Returns the source of a formula that has nothing but content markup.
pub(super) fn source(document: &Document, math: NodeId) -> Option<String> {
    let root = root(document, math)?;
    let mut reader = Reader { document, count: 0 };
    tex_source(&reader.node(root, 0)?)
}

/// The outermost element of content in a `math`; `None` if it has other markup.
fn root(document: &Document, math: NodeId) -> Option<NodeId> {
    let foreign = |id: NodeId| document.children(id).filter(|&child| document.foreign(child).is_some());
    let named = |id: NodeId| document.foreign(id).map_or("", |foreign| foreign.name.as_str());
    let shows = |id: NodeId| {
        document.descendants(id).any(
            |inner| matches!(document.kind(inner), NodeKind::Text(text) if text.chars().any(|c| !c.is_whitespace())),
        )
    };
    let mut parts = foreign(math).collect::<Vec<_>>();
    if let [only] = *parts.as_slice()
        && named(only) == "semantics"
    {
        parts = foreign(only).collect();
    }
    for part in parts {
        match named(part) {
            "annotation-xml" => {
                let encoding = document.foreign(part)?.get("encoding").unwrap_or_default();
                let is_content = encoding.to_ascii_lowercase().contains("content");
                if is_content && let Some(inner) = foreign(part).next() {
                    return Some(inner);
                }
            }
            "annotation" => {}
            "apply" | "bind" | "ci" | "cn" | "csymbol" | "list" | "matrix" | "piecewise" | "set"
            | "vector" => {
                return Some(part);
            }
            _ if shows(part) => return None,
            _ => {}
        }
    }
    None
}

struct Reader<'a> {
    document: &'a Document,
    count: usize,
}

impl Reader<'_> {
    fn name(&self, id: NodeId) -> &str {
        self.document.foreign(id).map_or("", |foreign| foreign.name.as_str())
    }

    fn parts(&self, id: NodeId) -> Vec<NodeId> {
        self.document.children(id).filter(|&child| self.document.foreign(child).is_some()).collect()
    }

    fn words(&self, id: NodeId) -> String {
        let mut words = String::new();
        for inner in self.document.descendants(id).take(MAX_MATH_ELEMENTS) {
            if let NodeKind::Text(text) = self.document.kind(inner) {
                words.push_str(text.trim());
            }
        }
        words
    }

    /// TeX of one element; `None` if a formula is too large.
    fn node(&mut self, id: NodeId, depth: u16) -> Option<String> {
        self.count += 1;
        if depth >= MAX_MATH_DEPTH || self.count > MAX_MATH_ELEMENTS {
            return None;
        }
        let name = self.name(id).to_owned();
        Some(match name.as_str() {
            "cn" => self.words(id),
            "ci" | "csymbol" => {
                let words = self.words(id);
                match words.chars().count() {
                    0 | 1 => words,
                    _ if words.is_ascii() => ["\\mathrm{", &words, "}"].concat(),
                    _ => ["\\text{", &words, "}"].concat(),
                }
            }
            "apply" | "bind" | "reln" => self.apply(id, depth + 1)?,
            "condition"
            | "lowlimit"
            | "uplimit"
            | "degree"
            | "bvar"
            | "domainofapplication"
            | "otherwise" => self.list(&self.parts(id), ",", depth + 1)?,
            "vector" | "list" | "interval" => {
                ["(", &self.list(&self.parts(id), ",", depth + 1)?, ")"].concat()
            }
            "set" => ["\\{", &self.list(&self.parts(id), ",", depth + 1)?, "\\}"].concat(),
            "matrix" => {
                let rows = self.list(&self.parts(id), "\\\\", depth + 1)?;
                ["\\begin{pmatrix}", &rows, "\\end{pmatrix}"].concat()
            }
            "piecewise" => {
                let rows = self.list(&self.parts(id), "\\\\", depth + 1)?;
                ["\\begin{cases}", &rows, "\\end{cases}"].concat()
            }
            "matrixrow" | "piece" => self.list(&self.parts(id), "&", depth + 1)?,
            name => match SIGNS.iter().find(|(known, _)| *known == name) {
                Some((_, sign)) => (*sign).to_owned(),
                None if self.parts(id).is_empty() => self.words(id),
                None => self.list(&self.parts(id), "", depth + 1)?,
            },
        })
    }

    fn list(&mut self, parts: &[NodeId], between: &str, depth: u16) -> Option<String> {
        let mut texts = Vec::new();
        for &part in parts {
            texts.push(self.node(part, depth)?);
        }
        Some(texts.join(between))
    }

    /// TeX of a part of a product or a power, in parentheses if it is a sum or a relation.
    fn factor(&mut self, id: NodeId, depth: u16) -> Option<String> {
        let text = self.node(id, depth)?;
        let operator = self.parts(id).first().map_or("", |&first| self.name(first));
        let is_apart = self.name(id) == "apply"
            && (matches!(operator, "minus" | "power")
                || (operator != "times" && BETWEEN.iter().any(|(known, _)| *known == operator)));
        Some(if is_apart { ["(", &text, ")"].concat() } else { text })
    }

    fn factors(&mut self, parts: &[NodeId], between: &str, depth: u16) -> Option<String> {
        let mut texts = Vec::new();
        for &part in parts {
            texts.push(self.factor(part, depth)?);
        }
        Some(texts.join(between))
    }

    fn apply(&mut self, id: NodeId, depth: u16) -> Option<String> {
        let parts = self.parts(id);
        let Some((&operator, rest)) = parts.split_first() else { return Some(String::new()) };
        let name = self.name(operator).to_owned();
        let qualified =
            |reader: &Self, wanted: &str| rest.iter().copied().find(|&part| reader.name(part) == wanted);
        let is_plain = |part: &NodeId| {
            !matches!(
                self.name(*part),
                "bvar"
                    | "lowlimit"
                    | "uplimit"
                    | "degree"
                    | "condition"
                    | "logbase"
                    | "domainofapplication"
                    | "interval"
            )
        };
        let arguments: Vec<NodeId> = rest.iter().copied().filter(is_plain).collect();
        if let Some((_, sign)) = BETWEEN.iter().find(|(known, _)| *known == name) {
            return match *sign {
                "\\," => self.factors(&arguments, sign, depth),
                _ => self.list(&arguments, sign, depth),
            };
        }
        Some(match (name.as_str(), arguments.as_slice()) {
            ("minus", [one]) => ["-", &self.factor(*one, depth)?].concat(),
            ("minus", [first, others @ ..]) => {
                [&self.node(*first, depth)?, "-", &self.factors(others, "-", depth)?].concat()
            }
            ("divide", [above, below]) => {
                ["\\frac{", &self.node(*above, depth)?, "}{", &self.node(*below, depth)?, "}"].concat()
            }
            ("power", [base, exponent]) => {
                ["{", &self.factor(*base, depth)?, "}^{", &self.node(*exponent, depth)?, "}"].concat()
            }
            ("root", [inner]) => {
                let degree = match qualified(self, "degree") {
                    Some(degree) => ["[", &self.node(degree, depth)?, "]"].concat(),
                    None => String::new(),
                };
                ["\\sqrt", &degree, "{", &self.node(*inner, depth)?, "}"].concat()
            }
            ("abs", [inner]) => ["|", &self.node(*inner, depth)?, "|"].concat(),
            ("factorial", [inner]) => [&self.factor(*inner, depth)?, "!"].concat(),
            ("not", [inner]) => ["\\lnot ", &self.factor(*inner, depth)?].concat(),
            ("selector", [base, indices @ ..]) => {
                [&self.factor(*base, depth)?, "_{", &self.list(indices, ",", depth)?, "}"].concat()
            }
            ("sum" | "product" | "int" | "limit", _) => {
                let command = match name.as_str() {
                    "product" => "prod",
                    "limit" => "lim",
                    name => name,
                };
                self.limits(command, rest, &arguments, depth)?
            }
            ("diff" | "partialdiff", [inner]) => {
                let variable = match qualified(self, "bvar") {
                    Some(variable) => self.node(variable, depth)?,
                    None => String::new(),
                };
                let sign = if name == "diff" { "d" } else { "\\partial " };
                ["\\frac{", sign, "}{", sign, &variable, "}", &self.factor(*inner, depth)?].concat()
            }
            (name, arguments) => {
                let function = match name {
                    name if FUNCTIONS.contains(&name) => ["\\", name].concat(),
                    "ci" | "csymbol" | "apply" => self.node(operator, depth)?,
                    name => ["\\operatorname{", name, "}"].concat(),
                };
                [&function, "(", &self.list(arguments, ",", depth)?, ")"].concat()
            }
        })
    }

    /// A sum, a product, an integral or a limit over a range.
    fn limits(&mut self, command: &str, rest: &[NodeId], arguments: &[NodeId], depth: u16) -> Option<String> {
        let (mut variable, mut low, mut high) = (String::new(), String::new(), String::new());
        for &part in rest {
            match self.name(part) {
                "bvar" => variable = self.node(part, depth)?,
                "lowlimit" | "condition" | "domainofapplication" => low = self.node(part, depth)?,
                "uplimit" => high = self.node(part, depth)?,
                "interval" => {
                    if let [first, last] = *self.parts(part).as_slice() {
                        (low, high) = (self.node(first, depth)?, self.node(last, depth)?);
                    }
                }
                _ => {}
            }
        }
        let mut tex = ["\\", command].concat();
        let is_integral = command == "int";
        let between = if command == "lim" { "\\to " } else { "=" };
        if !is_integral && !variable.is_empty() && !low.contains(variable.as_str()) {
            let between = if low.is_empty() { "" } else { between };
            low = [variable.as_str(), between, low.as_str()].concat();
        }
        for (mark, limit) in [("_{", &low), ("^{", &high)] {
            if !limit.is_empty() {
                tex.extend([mark, limit, "}"]);
            }
        }
        tex.push(' ');
        tex.push_str(&self.factors(arguments, ",", depth)?);
        if is_integral && !variable.is_empty() {
            tex.extend(["\\,d", &variable]);
        }
        Some(tex)
    }
}
