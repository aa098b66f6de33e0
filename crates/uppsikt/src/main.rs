//! The program: reads its arguments and does one thing.

use std::process::ExitCode;

fn main() -> ExitCode {
    uppsikt::cli::main()
}
