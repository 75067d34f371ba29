//! Numbers of the format.

/// `count` as the format's 32-bit number; more than that does not fit into memory, and is
/// [`u32::MAX`].
pub fn saturating_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
