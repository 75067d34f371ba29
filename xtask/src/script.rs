//! Makes the scripts of `static/` smaller without reading them as a program does. Their format is prettier's.

/// The ends of a line after which, and the beginnings before which, a statement goes on or another begins anyhow.
const BEFORE_BREAK: &[&str] = &["{", "(", "[", ",", ";", "=", "=>", "?", ":", "&&", "||", "??"];
const AFTER_BREAK: &[&str] = &["}", ")", "]", ".", "?", ":", "&&", "||", "??"];

/// Returns a script without lines that are comments, without JSDoc, indentation, trailing commas and line breaks that no
/// statement ends at. No string of ours has a line break or a `/**` in it, and no line of code a comment behind it.
pub(crate) fn compact(script: &str) -> String {
    let code = without_jsdoc(script);
    let lines = code.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    let mut compact = String::with_capacity(script.len());
    for line in lines {
        let goes_on = |ends: &[&str]| ends.iter().any(|end| compact.ends_with(end));
        if !(goes_on(BEFORE_BREAK) || AFTER_BREAK.iter().any(|start| line.starts_with(start))) {
            compact.push('\n');
        }
        if line.starts_with([')', ']', '}']) && compact.ends_with(',') {
            compact.pop();
        }
        compact.push_str(line);
    }
    compact.trim_start().to_owned() + "\n"
}

fn without_jsdoc(script: &str) -> String {
    let mut code = String::with_capacity(script.len());
    let mut rest = script;
    while let Some((before, comment)) = rest.split_once("/**") {
        code.push_str(before);
        let (_, after) = comment.split_once("*/").unwrap_or_default();
        // Of a comment within a line, the blank behind it goes as well.
        rest = after.strip_prefix(' ').unwrap_or(after);
    }
    code + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_addresses_stay() {
        let script = "// a\n/** @type {string} */\nconst b = \"http://c\";\n/**\n * d\n */\nf(/** @type {any} */ (b));\n";
        assert_eq!(compact(script), "const b = \"http://c\";f((b));\n");
    }

    #[test]
    fn statements_stay_apart() {
        let script = "a()\n  .then(\n    (b) => [\n      1,\n      2,\n    ],\n  )\n  .catch(c)\nlet d\n++d\nif (d) return\nelse e({\n  f,\n})\n";
        assert_eq!(
            compact(script),
            "a().then((b) => [1,2]).catch(c)\nlet d\n++d\nif (d) return\nelse e({f})\n"
        );
    }
}
