//! The program; the only place that exits.

use std::process::ExitCode;
use yishi::cli::{Terminal, run};

fn main() -> ExitCode {
    run(std::env::args_os(), &mut Terminal::stdio()).into()
}
