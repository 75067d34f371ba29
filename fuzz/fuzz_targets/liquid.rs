//! The fuzz target `liquid`: a program for libFuzzer.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| broadsheet_fuzz::liquid::run(data));
