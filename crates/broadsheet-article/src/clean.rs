//! What does not belong to an article.

use crate::Options;
use crate::source::Source;
use crate::url::Judge;

/// Something that a rule took out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    /// The rule's name.
    pub rule: &'static str,
    /// The beginning of the text that went, or what else it was.
    pub summary: String,
}

/// Takes out what the rules name, and says what.
pub(crate) fn clean(_source: &mut Source, _options: &Options, _judge: &Judge<'_>) -> Vec<Removal> {
    Vec::new()
}
