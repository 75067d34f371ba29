//! The fuzz target `embeds`: a program for libFuzzer.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| broadsheet_fuzz::embeds::run(data));
