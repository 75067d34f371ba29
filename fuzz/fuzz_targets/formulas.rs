//! The fuzz target `formulas`: a program for libFuzzer.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| broadsheet_fuzz::formulas::run(data));
