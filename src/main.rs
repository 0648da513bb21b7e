//! The program; the only place that exits.
fn main() {}
