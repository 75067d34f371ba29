//! Directions of text, where a page says them.

/// A direction of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineDirection {
    /// As Latin and Chinese.
    LeftToRight,
    /// As Arabic and Hebrew.
    RightToLeft,
}

impl LineDirection {
    /// The value of the attribute `dir`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

/// A direction of blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockDirection {
    /// A direction.
    Is(LineDirection),
    /// The direction of the first letter.
    Auto,
}

impl BlockDirection {
    /// The value of the attribute `dir`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Is(direction) => direction.as_str(),
            Self::Auto => "auto",
        }
    }
}
