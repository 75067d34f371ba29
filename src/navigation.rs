//! The current view, how the user came to it, and where they were scrolled to. Pure data.

use std::rc::Rc;

use crate::route::Route;

/// Scroll offsets of a view, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ScrollPositions {
    /// Offset of the list.
    pub list: i32,
    /// Offset of the article.
    pub reader: i32,
}

impl ScrollPositions {
    /// The form in which a history entry holds them.
    pub fn to_text(self) -> String {
        format!("{} {}", self.list, self.reader)
    }

    /// Reads [`Self::to_text`]; `None` if `text` is something else.
    pub fn from_text(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        Some(Self { list: parts.next()?.parse().ok()?, reader: parts.next()?.parse().ok()? })
    }
}

/// The way the user came to a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NavigationKind {
    /// By loading the page, or by going back or forward: with the saved scroll positions, if there
    /// are any.
    Traverse(Option<ScrollPositions>),
    /// By following a link: a new history entry.
    Push,
    /// By typing: the current history entry with another view.
    Replace,
}

/// A view and the way the user came to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Navigation {
    /// The view.
    pub route: Rc<Route>,
    /// The way the user came to it.
    pub kind: NavigationKind,
}

/// A navigation that the host page requested through the element's API.
#[derive(Debug, Clone, PartialEq)]
pub struct HostNavigation {
    /// The requested view.
    pub route: Rc<Route>,
    /// Number of requests so far.
    pub revision: u32,
    /// `true` if Back returns to the view before.
    pub push: bool,
}

/// A direction in a sequence of articles or rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Towards the end.
    Next,
    /// Towards the start.
    Previous,
}

#[cfg(test)]
mod tests {
    use super::ScrollPositions;

    #[test]
    fn scroll_positions_round_trip() {
        let positions = ScrollPositions { list: 1234, reader: 0 };
        assert_eq!(ScrollPositions::from_text(&positions.to_text()), Some(positions));
        assert_eq!(ScrollPositions::from_text("a host page's state"), None);
    }
}
