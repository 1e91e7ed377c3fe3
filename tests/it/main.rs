//! Integration tests: one binary, cases as folders.

mod basemap;
mod gazetteer;
mod layout;
mod situations;
