//! The fuzz target `front_matter`: a program for libFuzzer.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| broadsheet_fuzz::front_matter::run(data));
