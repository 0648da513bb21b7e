//! The terminal: data to standard output, talk to standard error.
//!
//! A reader that has gone away (`yishi journal | head`) is no fault: what is left is not printed.

use crate::domain::{Bilingual, Language};
use std::fmt;
use std::io::Write;

/// Where the program prints.
pub struct Terminal {
    out: Box<dyn Write>,
    err: Box<dyn Write>,
    /// Language of what is said.
    pub language: Language,
    /// Whether data are printed as JSON.
    pub json: bool,
}

impl fmt::Debug for Terminal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Terminal").field("language", &self.language).finish_non_exhaustive()
    }
}

impl Terminal {
    /// Standard output and standard error.
    pub fn stdio() -> Self {
        Self::new(Box::new(std::io::stdout()), Box::new(std::io::stderr()))
    }

    /// Prints to these.
    pub fn new(out: Box<dyn Write>, err: Box<dyn Write>) -> Self {
        Self { out, err, language: Language::default(), json: false }
    }

    /// Prints data; a line feed is added where one is missing.
    pub fn print(&mut self, text: &str) {
        write(&mut *self.out, text);
    }

    /// Prints a JSON value.
    pub fn print_json(&mut self, value: &serde_json::Value) {
        let text = serde_json::to_string_pretty(value).unwrap_or_default();
        self.print(&text);
    }

    /// Says something to the person.
    pub fn say(&mut self, text: &str) {
        write(&mut *self.err, text);
    }

    /// Says something to the person, in their language.
    pub fn tell(&mut self, sentence: &Bilingual) {
        let text = sentence.get(self.language).to_owned();
        self.say(&text);
    }

    /// The half of a sentence that this person reads.
    pub fn pick<'a>(&self, sentence: &'a Bilingual) -> &'a str {
        sentence.get(self.language)
    }
}

fn write(to: &mut dyn Write, text: &str) {
    let end = if text.ends_with('\n') { "" } else { "\n" };
    // When the reader has gone away there is nobody to tell.
    drop(write!(to, "{text}{end}").and_then(|()| to.flush()));
}
