//! Integration tests: one binary, cases as folders.

mod basemap;
mod situations;
mod gazetteer;
