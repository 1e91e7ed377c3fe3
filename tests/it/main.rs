//! Integration tests: one binary, cases as folders.

mod architecture;
mod article;
mod baselines;
mod basemap;
mod campaigns;
mod cli;
mod control;
mod data;
mod events;
mod gallery;
mod gazetteer;
mod layout;
mod projection;
mod situations;
mod stories;
mod style;
mod temporal;
mod toponym;
