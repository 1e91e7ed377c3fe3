//! Integration tests: one binary, cases as folders.

mod basemap;
mod cli;
mod control;
mod gazetteer;
mod layout;
mod situations;
