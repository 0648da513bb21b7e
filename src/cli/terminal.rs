//! The terminal: data to standard output, talk to standard error.
//!
//! A reader that has gone away (`yishi journal | head`) is no fault: what is left is not printed.

use crate::domain::{Bilingual, Language};
use serde::Serialize;
use std::fmt;
use std::io::{BufRead, IsTerminal as _, Write};

/// Where the program prints.
pub struct Terminal {
    out: Box<dyn Write>,
    err: Box<dyn Write>,
    // Somebody who can be asked.
    answers: Option<Box<dyn BufRead>>,
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
        let mut terminal = Self::new(Box::new(std::io::stdout()), Box::new(std::io::stderr()));
        let somebody = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
        if somebody {
            terminal.answered_by(Box::new(std::io::BufReader::new(std::io::stdin())));
        }
        terminal
    }

    /// Prints to these.
    pub fn new(out: Box<dyn Write>, err: Box<dyn Write>) -> Self {
        Self { out, err, answers: None, language: Language::default(), json: false }
    }

    /// Takes answers to questions from here.
    pub fn answered_by(&mut self, answers: Box<dyn BufRead>) {
        self.answers = Some(answers);
    }

    /// Asks a question to be answered with yes or no; `None` where nobody can be asked.
    pub fn ask(&mut self, question: &Bilingual) -> Option<bool> {
        self.answers.as_ref()?;
        self.tell(&question.clone().map(|text| format!("{text} (y/n)")));
        let mut answer = String::new();
        self.answers.as_mut()?.read_line(&mut answer).ok()?;
        Some(matches!(answer.trim(), "y" | "Y" | "yes" | "是" | "对"))
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

    /// Prints an answer as JSON.
    pub fn print_answer<A: Serialize>(&mut self, answer: &A) {
        let text = serde_json::to_string_pretty(answer).unwrap_or_default();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_yes_is_a_yes_and_where_nobody_is_nothing_is_asked() {
        let question = Bilingual::new("对吗?", "Is that right?");
        let mut terminal = Terminal::new(Box::new(std::io::sink()), Box::new(std::io::sink()));
        assert_eq!(terminal.ask(&question), None);
        for (answer, yes) in
            [("y\n", true), ("是\n", true), ("n\n", false), ("\n", false), ("", false)]
        {
            terminal.answered_by(Box::new(answer.as_bytes()));
            assert_eq!(terminal.ask(&question), Some(yes), "{answer:?}");
        }
    }
}
