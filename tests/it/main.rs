//! Integration tests: one binary, cases as folders.

mod basemap;
mod control;
mod gazetteer;
mod layout;
mod situations;
