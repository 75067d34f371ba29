//! The words of tags that say a look: kinds, colours, icons.

/// `true` for the words with which themes say a kind, a colour or an icon.
pub(super) fn is_look(word: &str) -> bool {
    const LOOKS: [&str; 40] = [
        "abstract",
        "blue",
        "bug",
        "center",
        "close",
        "cyan",
        "danger",
        "default",
        "disabled",
        "error",
        "example",
        "failure",
        "false",
        "flat",
        "gray",
        "green",
        "grey",
        "info",
        "left",
        "modern",
        "no-icon",
        "note",
        "open",
        "orange",
        "pink",
        "primary",
        "purple",
        "question",
        "quote",
        "red",
        "right",
        "simple",
        "success",
        "tip",
        "true",
        "warn",
        "warning",
        "white",
        "yellow",
        "important",
    ];
    let is_icon = ["fa", "fas", "fab", "far", "fal"].contains(&word) || word.starts_with("fa-");
    is_icon
        || LOOKS.contains(&word)
        || word.starts_with('#')
        || ["fas ", "fab ", "far ", "fa "].iter().any(|start| word.starts_with(start))
}
