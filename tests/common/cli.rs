//! Runs the program inside the test, with what it prints kept.

use std::cell::RefCell;
use std::ffi::OsString;
use std::io::Write;
use std::rc::Rc;
use yishi::cli::{Exit, Terminal};

/// What a command printed and how it ended.
#[derive(Debug)]
pub(crate) struct Output {
    /// How it ended.
    pub(crate) exit: Exit,
    /// Data, on standard output.
    pub(crate) out: String,
    /// Talk, on standard error.
    pub(crate) err: String,
}

impl Output {
    /// It must have ended like this.
    #[track_caller]
    pub(crate) fn assert(self, exit: Exit) -> Self {
        assert_eq!(self.exit, exit, "\n{}\n{}", self.out, self.err);
        self
    }

    /// It must have been done.
    #[track_caller]
    pub(crate) fn done(self) -> Self {
        self.assert(Exit::Done)
    }

    /// The data as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }
}

#[derive(Clone, Default)]
struct Kept(Rc<RefCell<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Kept {
    fn text(&self) -> String {
        String::from_utf8(self.0.borrow().clone()).unwrap()
    }
}

/// Runs the program with these arguments.
pub(crate) fn run(arguments: &[&str]) -> Output {
    let (out, err) = (Kept::default(), Kept::default());
    let mut terminal = Terminal::new(Box::new(out.clone()), Box::new(err.clone()));
    let arguments = ["yishi"].iter().chain(arguments).map(OsString::from);
    let exit = yishi::cli::run(arguments, &mut terminal);
    Output { exit, out: out.text(), err: err.text() }
}
