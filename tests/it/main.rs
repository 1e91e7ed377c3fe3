//! Integration tests: one binary, cases as folders.

mod architecture;
mod article;
mod baselines;
mod campaigns;
mod gallery;
mod basemap;
mod cli;
mod control;
mod data;
mod gazetteer;
mod layout;
mod projection;
mod situations;
mod style;
mod temporal;
