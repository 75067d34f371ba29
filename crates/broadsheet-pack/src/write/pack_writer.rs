//! The packs of articles, and the directories that lead to them.

use std::collections::VecDeque;
use std::ops::Range;

use broadsheet_bundle::format::paths::{DIRECTORIES_FOLDER, PACKS_FOLDER};
use broadsheet_bundle::format::{
    DirectoryRef, InboundLinksRef, PackRef, PostDirectory, StandalonePost, shortest_separator,
};
use broadsheet_bundle::num::saturating_u32;
use rayon::prelude::*;

use super::content_chunking::{self, Candidate};
use super::item_source::ItemSource;
use super::pack_form::{END, START};
use super::previous_packs::{PreviousPack, PreviousPacks};
use crate::cache::StoredItem;
use crate::json::to_json;
use crate::output::{Output, OutputError};

/// Least bytes of a pack, and half of what it has on average: enough to compress well, little
/// enough to load on a slow line.
const WINDOW: u64 = 32 * 1024;
/// Items of more bytes have a pack of their own, so that their neighbours load no more than they
/// need.
const LARGE: usize = 64 * 1024;
/// Least packs of a directory, and half of what it has on average: a million posts have some fifty
/// directories.
const DIRECTORY_WINDOW: u64 = 512;

/// A post on its way into a pack.
struct Item {
    id: String,
    source: ItemSource,
    number: usize,
    place: Candidate,
}

/// Something that a directory leads to: a pack of many posts or of one large one.
struct Entry {
    first: String,
    last: String,
    /// The numbers of its first and its last post.
    numbers: (usize, usize),
    file: String,
    single: bool,
}

/// Writes packs of posts that are given in the order of their ids. Of the articles, no more than
/// two windows are in memory beside those just given.
pub(super) struct PackWriter<'o> {
    output: &'o Output,
    earlier: &'o PreviousPacks<'o>,
    /// Number of the posts given.
    count: usize,
    /// Bytes of the small posts given.
    end: u64,
    /// Places that were decided on and still matter for others.
    decided: VecDeque<Candidate>,
    /// Places that are not.
    open: VecDeque<Candidate>,
    /// Small posts whose pack is not written.
    pending: VecDeque<Item>,
    entries: Vec<Entry>,
    /// Names of the packs.
    names: Vec<String>,
    /// The places of items, with the numbers of their posts.
    stored: Vec<(u32, StoredItem)>,
}

/// A pack that was written: its name, how directories lead to it, and the numbers of its posts with
/// where their items start and how long they are.
type WrittenPack = (String, Option<Entry>, Vec<(u32, u32, u32)>);

/// Writes the inbound links of posts, given by the range of their numbers.
pub(super) type WriteInboundLinks<'w> =
    dyn Fn(Range<usize>) -> Result<Vec<InboundLinksRef>, OutputError> + Sync + 'w;

/// The packs and directories of the posts that were given.
pub(super) struct Finished {
    pub(super) directories: Vec<DirectoryRef>,
    /// Names of the packs.
    pub(super) names: Vec<String>,
    /// The places of items, in the order in which they were given. An item that starts or ends
    /// beyond 4 GB of its pack is not among them.
    pub(super) stored: Vec<(u32, StoredItem)>,
}

impl<'o> PackWriter<'o> {
    pub(super) fn new(output: &'o Output, earlier: &'o PreviousPacks<'o>, posts: usize) -> Self {
        Self {
            output,
            earlier,
            names: Vec::new(),
            stored: Vec::with_capacity(posts),
            count: 0,
            end: 0,
            decided: VecDeque::new(),
            open: VecDeque::new(),
            pending: VecDeque::new(),
            entries: Vec::new(),
        }
    }

    /// Adds the items of the next posts.
    pub(super) fn add(&mut self, items: Vec<(String, ItemSource)>) -> Result<(), OutputError> {
        let mut full = Vec::new();
        for (id, source) in items {
            let number = self.count;
            self.count += 1;
            let large = source.length() > LARGE;
            let hash = content_chunking::hash(&id);
            if large {
                full.push(vec![Item { id, source, number, place: Candidate { at: 0, hash } }]);
                continue;
            }
            self.end += source.length() as u64;
            let place = Candidate { at: self.end, hash };
            self.open.push_back(place);
            self.pending.push_back(Item { id, source, number, place });
            while let Some(&place) = self.open.front().filter(|place| place.at + WINDOW <= self.end) {
                self.open.pop_front();
                let is_cut = place.at >= WINDOW
                    && content_chunking::is_local_maximum(place, WINDOW, self.decided.iter().rev().copied())
                    && content_chunking::is_local_maximum(place, WINDOW, self.open.iter().copied());
                self.decided.push_back(place);
                while self.decided.front().is_some_and(|other| other.at + WINDOW <= place.at) {
                    self.decided.pop_front();
                }
                if is_cut {
                    full.push(self.take_pending(place.at));
                }
            }
        }
        self.write(full)
    }

    fn take_pending(&mut self, end: u64) -> Vec<Item> {
        let count = self.pending.partition_point(|item| item.place.at <= end);
        self.pending.drain(..count).collect()
    }

    fn write(&mut self, packs: Vec<Vec<Item>>) -> Result<(), OutputError> {
        let packs = packs.into_par_iter().filter(|items| !items.is_empty());
        let written: Vec<_> = packs.map(|items| self.write_pack(items)).collect();
        for written in written {
            let (name, entry, items) = written?;
            let pack = saturating_u32(self.names.len());
            self.names.push(name);
            self.entries.extend(entry);
            let stored = |(number, start, length)| (number, StoredItem { pack, start, length });
            self.stored.extend(items.into_iter().map(stored));
        }
        Ok(())
    }

    fn write_pack(&self, items: Vec<Item>) -> Result<WrittenPack, OutputError> {
        let file = match self.unchanged(&items) {
            Some(pack) => {
                self.output.mark_used(pack.name, pack.length as u64, pack.hash);
                pack.name.to_owned()
            }
            None => self.output.write_hashed(PACKS_FOLDER, &self.assemble(&items)?)?,
        };
        let mut start = START.len();
        let stored = items.iter().filter_map(|item| {
            let length = item.source.length();
            let place = (item.number.try_into(), start.try_into(), length.try_into());
            start += length + 1;
            let (Ok(number), Ok(start), Ok(length)) = place else { return None };
            Some((number, start, length))
        });
        let stored = stored.collect();
        let single = items.len() == 1 && items.iter().all(|item| item.source.length() > LARGE);
        Ok((file.clone(), entry(items, file, single), stored))
    }

    /// The pack of the earlier output that has these items and no others.
    fn unchanged(&self, items: &[Item]) -> Option<PreviousPack<'o>> {
        let mut end = START.len() - 1;
        let mut pack: Option<u32> = None;
        for item in items {
            let ItemSource::Reused(stored) = &item.source else { return None };
            if stored.start as usize != end + 1 || pack.is_some_and(|pack| pack != stored.pack) {
                return None;
            }
            end = stored.start as usize + stored.length as usize;
            pack = Some(stored.pack);
        }
        self.earlier.pack(pack?).filter(|pack| pack.length == end + END.len())
    }

    fn assemble(&self, items: &[Item]) -> Result<Vec<u8>, OutputError> {
        let mut json = START.to_vec();
        let mut open: Option<(u32, Vec<u8>)> = None;
        for (item, place) in items.iter().zip(0..) {
            if place > 0 {
                json.push(b',');
            }
            match &item.source {
                ItemSource::New(item) => json.extend(item),
                ItemSource::Reused(stored) => {
                    if open.as_ref().is_none_or(|(pack, _)| *pack != stored.pack) {
                        let name = self.earlier.pack(stored.pack).map_or("", |pack| pack.name);
                        open = Some((stored.pack, self.output.read(name)?));
                    }
                    let bytes = open.as_ref().map_or(&[][..], |(_, bytes)| bytes);
                    let item = bytes
                        .get(stored.start as usize..)
                        .and_then(|rest| rest.get(..stored.length as usize));
                    json.extend(item.unwrap_or_default());
                }
            }
        }
        json.extend(END);
        Ok(json)
    }

    /// Writes what is left, and the directories. `write_inbound_links` writes the inbound links of
    /// posts, given by the range of their numbers.
    pub(super) fn finish(
        mut self,
        write_inbound_links: &WriteInboundLinks<'_>,
    ) -> Result<Finished, OutputError> {
        let last = self.take_pending(u64::MAX);
        self.write(vec![last])?;
        let Self { output, mut entries, names, mut stored, .. } = self;
        stored.sort_unstable_by_key(|(number, _)| *number);
        entries.sort_unstable_by_key(|entry| entry.numbers.1);
        let starts = directory_starts(&entries);
        let ends = starts.iter().skip(1).copied().chain([entries.len()]);
        let directories: Vec<_> = starts.iter().copied().zip(ends).collect();
        let write = |(start, end): (usize, usize)| {
            let entries_of = entries.get(start..end).unwrap_or_default();
            let first = entries_of.iter().map(|entry| entry.numbers.0).min().unwrap_or_default();
            let last = entries_of.iter().map(|entry| entry.numbers.1 + 1).max().unwrap_or_default();
            let inbound_links = write_inbound_links(first..last)?;
            let json = to_json(&PostDirectory { inbound_links, ..directory(entries_of) });
            let last = start.checked_sub(1).and_then(|before| entries.get(before));
            // A pack may begin before the large posts that lie between its posts.
            let first = entries.iter().skip(start).map(|entry| entry.first.as_str()).min();
            let from = last
                .zip(first)
                .map_or_else(String::new, |(last, first)| shortest_separator(&last.last, first));
            Ok(DirectoryRef { from, file: output.write_hashed(DIRECTORIES_FOLDER, &json)? })
        };
        let directories: Result<_, _> = directories.into_par_iter().map(write).collect();
        Ok(Finished { directories: directories?, names, stored })
    }
}

fn entry(items: Vec<Item>, file: String, single: bool) -> Option<Entry> {
    let numbers = (items.first()?.number, items.last()?.number);
    let first = items.first()?.id.clone();
    let last = items.into_iter().next_back()?.id;
    Some(Entry { first, last, numbers, file, single })
}

/// The indices at which directories start, given all entries by their last posts.
fn directory_starts(entries: &[Entry]) -> Vec<usize> {
    // No directory ends within a pack: a large post between two posts of a pack is in the pack's
    // directory.
    let mut first_of_later = usize::MAX;
    let mut ends: Vec<usize> = Vec::new();
    for (at, entry) in entries.iter().enumerate().rev() {
        if entry.numbers.1 < first_of_later {
            ends.push(at);
        }
        first_of_later = first_of_later.min(entry.numbers.0);
    }
    ends.reverse();
    let place = |&at: &usize| Candidate {
        at: at as u64 + 1,
        hash: entries.get(at).map_or(0, |entry| content_chunking::hash(&entry.last)),
    };
    let places: Vec<_> = ends.iter().map(place).collect();
    let cuts = content_chunking::boundaries(&places, entries.len() as u64, DIRECTORY_WINDOW);
    let after = cuts.into_iter().filter_map(|cut| ends.get(cut)).map(|end| end + 1);
    (!entries.is_empty()).then_some(0).into_iter().chain(after).collect()
}

fn directory(entries: &[Entry]) -> PostDirectory {
    let mut directory = PostDirectory::default();
    let mut last: Option<&str> = None;
    for entry in entries {
        let file = entry.file.clone();
        if entry.single {
            directory.standalone.push(StandalonePost { id: entry.first.clone(), file });
        } else {
            let from = last.map_or_else(String::new, |last| shortest_separator(last, &entry.first));
            directory.packs.push(PackRef { from, file });
            last = Some(&entry.last);
        }
    }
    directory
}
