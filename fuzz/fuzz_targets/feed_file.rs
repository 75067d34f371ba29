//! The fuzz target `feed_file`: a program for libFuzzer.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| broadsheet_fuzz::feed_file::run(data));
