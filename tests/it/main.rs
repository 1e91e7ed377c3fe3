//! Integration tests: one binary, cases as folders.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "tests stop at the first surprise and read their cases from files"
)]

mod architecture;
mod areas;
mod article;
mod baselines;
mod basemap;
mod campaigns;
mod cli;
mod control;
mod cost;
mod data;
mod dependencies;
mod drive;
mod events;
mod exchange;
mod exchange_random;
mod gallery;
mod gazetteer;
mod hostile;
mod insets;
mod language;
mod layout;
mod limits;
mod manners;
mod march;
mod mutations;
mod outlines;
mod overlay;
mod paraphrases;
mod pixels;
mod projection;
mod random;
mod reliability;
mod renderer;
mod scripting;
mod seeds;
mod sequel;
mod sequence;
mod situations;
mod stages;
mod stories;
mod style;
mod temporal;
mod toponym;
