//! The `frontline` command.

fn main() {}
