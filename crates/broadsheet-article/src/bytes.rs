//! Search for bytes, a block at a time: most texts have few of those that matter.

/// The index of the first of some ASCII characters in a text.
///
/// A block is looked at without a way out in the middle, which the compiler turns into a few
/// instructions for all of it.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "a way out in the middle would keep the compiler from blocks"
)]
pub(crate) fn find_ascii<const N: usize>(text: &str, wanted: [u8; N]) -> Option<usize> {
    const BLOCK: usize = 32;
    let is_wanted = |byte: u8| wanted.iter().fold(false, |found, &other| found | (byte == other));
    let (blocks, rest) = text.as_bytes().as_chunks::<BLOCK>();
    for (number, block) in blocks.iter().enumerate() {
        if block.iter().fold(false, |found, &byte| found | is_wanted(byte)) {
            let place = block.iter().position(|&byte| is_wanted(byte))?;
            return Some(number * BLOCK + place);
        }
    }
    Some(blocks.len() * BLOCK + rest.iter().position(|&byte| is_wanted(byte))?)
}

#[cfg(test)]
mod tests {
    use super::find_ascii;

    #[test]
    fn the_first_is_found_wherever_it_is() {
        for before in [0, 1, 31, 32, 33, 95, 96] {
            let text = ["x".repeat(before), "<下&".to_owned()].concat();
            assert_eq!(find_ascii(&text, [b'&', b'<']), Some(before));
            assert_eq!(find_ascii(&text, [b'&']), Some(before + 4));
            assert_eq!(find_ascii(&text, [b'*']), None);
        }
    }
}
