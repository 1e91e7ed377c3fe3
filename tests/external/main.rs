//! Checks of the outputs with other people's programs: GDAL, Chromium, strace.
//!
//! These tests fail when a program is missing; `.ci/run` installs them.
