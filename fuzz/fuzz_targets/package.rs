#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    frontline_fuzz::stages::package(bytes);
});
