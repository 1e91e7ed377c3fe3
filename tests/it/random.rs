//! How random tests run: from a fixed seed, so that a run is the same everywhere; from fresh seeds and longer on request.

use proptest::prelude::ProptestConfig;
use proptest::test_runner::RngSeed;

/// So many cases from the fixed seed, or `RANDOM_CASES` times as many from a new one.
pub(crate) fn config(cases: u32) -> ProptestConfig {
    let times = std::env::var("RANDOM_CASES").ok().map(|v| v.parse::<u32>().expect("RANDOM_CASES is a whole number"));
    ProptestConfig {
        cases: cases.saturating_mul(times.unwrap_or(1)),
        failure_persistence: None,
        rng_seed: if times.is_some() { RngSeed::Random } else { RngSeed::Fixed(1) },
        ..ProptestConfig::default()
    }
}
