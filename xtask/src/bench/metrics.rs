//! The metrics of the tables, with their units and limits.

use crate::budget;

/// The unit of a figure, which decides how it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Seconds,
    Milliseconds,
    Bytes,
    Count,
    /// A part of a whole, written in percent.
    Part,
    /// 1 for yes, 0 for no.
    YesNo,
}

/// The limit of a figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum MetricLimit {
    /// No limit.
    None,
    /// At most so much, for archives of any size.
    AtMost(f64),
    /// At most so much, for archives of up to a hundred thousand posts.
    AtMostUpTo(f64),
    /// At most so much is the target; more is no regression.
    Target(f64),
    /// It has to be yes.
    Yes,
    /// At most so many times the smallest archive's at the largest.
    Growth(f64),
}

/// The largest archive that [`MetricLimit::AtMostUpTo`] speaks of.
pub(crate) const TYPICAL_MAX_POSTS: u64 = 100_000;

/// A line of the table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Metric {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) unit: Unit,
    pub(crate) limit: MetricLimit,
}

/// A part of the table; the names of its metrics come after `prefix` in the figures.
pub(crate) struct Section {
    pub(crate) title: &'static str,
    pub(crate) prefix: &'static str,
    pub(crate) metrics: &'static [Metric],
}

const fn metric(name: &'static str, label: &'static str, unit: Unit, limit: MetricLimit) -> Metric {
    Metric { name, label, unit, limit }
}

#[expect(clippy::cast_precision_loss, reason = "budgets of bytes are far below 2⁵³")]
const FIRST_VISIT: f64 = budget::FIRST_VISIT as f64;
#[expect(clippy::cast_precision_loss, reason = "budgets of bytes are far below 2⁵³")]
const FIRST_DATA: f64 = budget::FIRST_DATA as f64;

/// The whole table.
pub(crate) const SECTIONS: &[Section] = &[
    Section { title: "Packing", prefix: "pack.", metrics: PACKING },
    Section { title: "In the browser", prefix: "plain.", metrics: PLAIN },
    Section {
        title: "In the browser, CPU 4 times slower, 1.6 Mbit/s, 150 ms",
        prefix: "slow.",
        metrics: SLOW,
    },
];

const PACKING: &[Metric] = {
    use MetricLimit::{AtMost, AtMostUpTo, None, Yes};
    use Unit::{Bytes, Count, Part, Seconds, YesNo};
    const AGAIN: MetricLimit = AtMostUpTo(budget::PACK_AGAIN);
    const DIFFER: MetricLimit = AtMost(budget::FILES_THAT_DIFFER);
    &[
        metric("seconds", "build from nothing, wall clock", Seconds, None),
        metric("user", "the same, user CPU", Seconds, None),
        metric("system", "the same, system CPU", Seconds, None),
        metric("one_thread.seconds", "with one thread, wall clock", Seconds, None),
        metric("one_thread.user", "the same, user CPU", Seconds, None),
        metric("peak", "peak memory", Bytes, AtMostUpTo(budget::PACK_MEMORY)),
        metric("one_thread.peak", "peak memory with one thread", Bytes, None),
        metric("files", "files", Count, AtMostUpTo(budget::MAX_FILES)),
        metric("shard.largest", "largest shard", Bytes, AtMost(budget::SHARD_BYTES)),
        metric("shard.median", "median shard", Bytes, None),
        metric("shard.smallest", "smallest shard", Bytes, None),
        metric("shard.small", "shards under 16 KiB", Count, None),
        metric("same_bytes", "the same bytes with 1 and 2 threads, in another folder", YesNo, Yes),
        metric("unchanged.user", "again, nothing changed: user CPU", Seconds, None),
        metric("unchanged.part", "CPU, of building from nothing", Part, AGAIN),
        metric("unchanged.written", "files that differ", Count, AtMost(0.0)),
        metric("added.seconds", "again, one post added: wall clock", Seconds, None),
        metric("added.user", "user CPU", Seconds, None),
        metric("added.part", "CPU, of building from nothing", Part, AGAIN),
        metric("added.peak", "peak memory", Bytes, None),
        metric("added.written", "files that differ", Count, DIFFER),
        metric("changed.seconds", "again, one post changed: wall clock", Seconds, None),
        metric("changed.user", "user CPU", Seconds, None),
        metric("changed.part", "CPU, of building from nothing", Part, AGAIN),
        metric("changed.written", "files that differ", Count, DIFFER),
        metric("removed.seconds", "again, one post removed: wall clock", Seconds, None),
        metric("removed.user", "user CPU", Seconds, None),
        metric("removed.part", "CPU, of building from nothing", Part, AGAIN),
        metric("removed.written", "files that differ", Count, DIFFER),
        metric("again_is_anew", "the same bytes again as from nothing", YesNo, Yes),
    ]
};

/// Kinds of files come under this name, `pack.bytes.rows`, whatever kinds the format has.
pub(crate) const KINDS: &str = "bytes.";

const PLAIN: &[Metric] = {
    use MetricLimit::{AtMost, AtMostUpTo, Growth, None};
    use Unit::{Bytes, Count, Milliseconds};
    &[
        metric("list.bytes", "first list: bytes", Bytes, AtMost(FIRST_VISIT)),
        metric("list.bytes", "largest archive against smallest", Bytes, Growth(budget::FIRST_GROWTH)),
        metric("list.requests", "requests", Count, None),
        metric("list.data_bytes", "data in them, bytes", Bytes, AtMost(FIRST_DATA)),
        metric(
            "list.data_bytes",
            "data in them, largest archive against smallest",
            Bytes,
            Growth(budget::FIRST_GROWTH),
        ),
        metric("list.data_requests", "data in them, requests", Count, None),
        metric("list.ms.p50", "until it is drawn, median", Milliseconds, None),
        metric("list.ms.p95", "until it is drawn, 95th percentile", Milliseconds, None),
        metric("list.first_contentful.p50", "first contentful paint, median", Milliseconds, None),
        metric("post.data_bytes.p50", "a post by its address: bytes of data, median", Bytes, None),
        metric("post.data_bytes.most", "bytes of data, most", Bytes, AtMost(budget::POST_BYTES)),
        metric("post.data_requests.most", "requests of data, most", Count, AtMost(budget::POST_REQUESTS)),
        metric("post.place_bytes.most", "then, for its place in the list: bytes of data, most", Bytes, None),
        metric("post.place_requests.most", "requests of data, most", Count, AtMost(budget::PLACE_REQUESTS)),
        metric("post.ms.p50", "until its text is drawn, median", Milliseconds, None),
        metric(
            "filtered.data_bytes.p50",
            "a filtered list by its address: bytes of data, median",
            Bytes,
            None,
        ),
        metric("filtered.data_bytes.most", "bytes of data, most", Bytes, None),
        metric("filtered.data_requests.most", "requests of data, most", Count, None),
        metric("filtered.ms.p50", "until it is drawn, median", Milliseconds, None),
        metric(
            "facet.requests.most",
            "first choice in a facet: requests, most",
            Count,
            AtMost(budget::FACET_REQUESTS),
        ),
        metric("facet.bytes.most", "bytes of data, most", Bytes, None),
        metric("filter.main.p50", "a filter switched, data loaded: main thread, median", Milliseconds, None),
        metric(
            "filter.main.p95",
            "main thread, 95th percentile",
            Milliseconds,
            AtMostUpTo(budget::FILTER_MS),
        ),
        metric("filter.after.p50", "main thread in the 300 ms after that, median", Milliseconds, None),
        metric("filter.ms.p50", "from the click to the frame, median", Milliseconds, None),
        metric("filter.ms.p95", "from the click to the frame, 95th percentile", Milliseconds, None),
        metric(
            "open.ms.p50",
            "a post opened from the list: click to text, median",
            Milliseconds,
            AtMost(budget::OPEN_POST_MS),
        ),
        metric("open.ms.p95", "click to text, 95th percentile", Milliseconds, None),
        metric("open.main.p50", "main thread, median", Milliseconds, None),
        metric("scroll.reached", "scrolling: rows reached", Count, None),
        metric("scroll.frame.p50", "frame, median", Milliseconds, None),
        metric("scroll.frame.p95", "frame, 95th percentile", Milliseconds, None),
        metric("scroll.frame.most", "longest frame", Milliseconds, AtMostUpTo(budget::FRAME_MS)),
        metric("scroll.long_frames", "frames over 50 ms", Count, AtMostUpTo(0.0)),
        metric("scroll.long_tasks", "long frames as the browser counts them", Count, None),
        metric(
            "scroll.blank_ms",
            "longest time without a row in the middle, flung or reading on",
            Milliseconds,
            None,
        ),
        metric(
            "scroll.dragged_blank_ms",
            "the same while the scroll bar is drawn over all rows in 10 s",
            Milliseconds,
            None,
        ),
        metric("scroll.rows", "live rows, most", Count, AtMostUpTo(budget::LIVE_ROWS)),
        metric("memory.page", "memory of the page at the end", Bytes, AtMostUpTo(budget::PAGE_MEMORY)),
        metric("memory.script", "JavaScript heap in it", Bytes, None),
        metric("memory.wasm", "WebAssembly memory in it", Bytes, None),
        metric("memory.before", "memory of the page at the first list", Bytes, None),
        metric("failed", "views that could not be shown", Count, AtMost(0.0)),
        metric("counts.combinations", "combinations of filters whose counts were compared", Count, None),
        metric("counts.compared", "counts compared with a naive program's", Count, None),
        metric("counts.wrong", "of them wrong", Count, AtMost(0.0)),
    ]
};

const SLOW: &[Metric] = {
    use MetricLimit::{AtMost, None, Target};
    use Unit::{Count, Milliseconds};
    &[
        metric(
            "list.ms.p50",
            "first list until it is drawn, median",
            Milliseconds,
            Target(budget::FIRST_LIST_MS),
        ),
        metric("list.ms.p95", "until it is drawn, 95th percentile", Milliseconds, None),
        metric("list.first_contentful.p50", "first contentful paint, median", Milliseconds, None),
        metric("post.ms.p50", "a post by its address until its text is drawn, median", Milliseconds, None),
        metric(
            "filtered.ms.p50",
            "a filtered list by its address until it is drawn, median",
            Milliseconds,
            None,
        ),
        metric("filter.main.p50", "a filter switched, data loaded: main thread, median", Milliseconds, None),
        metric("filter.main.p95", "main thread, 95th percentile", Milliseconds, None),
        metric("filter.ms.p50", "from the click to the frame, median", Milliseconds, None),
        metric("filter.ms.p95", "from the click to the frame, 95th percentile", Milliseconds, None),
        metric("open.ms.p50", "a post opened from the list: click to text, median", Milliseconds, None),
        metric("open.ms.p95", "click to text, 95th percentile", Milliseconds, None),
        metric("scroll.frame.p50", "scrolling: frame, median", Milliseconds, None),
        metric("scroll.frame.p95", "frame, 95th percentile", Milliseconds, None),
        metric("scroll.frame.most", "longest frame", Milliseconds, None),
        metric("scroll.long_frames", "frames over 50 ms", Count, None),
        metric(
            "scroll.blank_ms",
            "longest time without a row in the middle, flung or reading on",
            Milliseconds,
            None,
        ),
        metric(
            "scroll.dragged_blank_ms",
            "the same while the scroll bar is drawn over all rows in 10 s",
            Milliseconds,
            None,
        ),
        metric("scroll.rows", "live rows, most", Count, None),
        metric("failed", "views that could not be shown", Count, AtMost(0.0)),
    ]
};
