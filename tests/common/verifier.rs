//! The verifier in Python beside the one in Rust: one process for all folders, and both must agree.
//!
//! Whatever a test lets the program verify in full comes through here by itself: the audit tests by
//! their own `verify`, the others by [`run_on`](super::registry::run_on).

use super::root;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};

/// Checks of the program that `docs/verify.py` does not make, and why not.
const NOT_BY_BYTES: &[(&str, &str)] = &[
    ("A0.d", "which kinds there are is known to the program, not to the page"),
    ("A0.e", "the shape of data is in the schemas"),
    ("A1.f", "an anchor and the index are known to the program only"),
    ("A6.a", "which tags follow from data is known to the program only"),
    ("A6.b", "it does not admit again"),
    ("A6.c", "it works out no rule book"),
    ("A6.d", "it folds no tables"),
    ("A6.e", "the index is no part of the format"),
    ("A6.f", "what an announcement says is known to the program only"),
];

/// Which openings ought to have come along with some: who may see a field is in the schemas.
const MISSING_IN_PART: &str = "A5.c";

/// A longer journal would take minutes: its hashes are worked out in Python.
const JOURNAL_BYTES_MAX: u64 = 2 << 20;

/// Reads a folder in each line, writes the faults in each line.
const DRIVER: &str = "
import functools, json, sys
sys.path.insert(0, sys.argv[1])
import verify
verify.blake3 = functools.lru_cache(maxsize=None)(verify.blake3)
# Tampered books share most of their lines, and nobody changes what was read.
read, known = verify.read, {}
def remembered(line, rules):
    key = line, id(rules)
    if key not in known:
        try:
            known[key] = read(line, rules), None
        except verify.Bad as bad:
            known[key] = None, bad
    value, bad = known[key]
    if bad:
        raise bad
    return value
verify.read = remembered
for line in sys.stdin:
    report = verify.examine(line[:-1])
    print(json.dumps([report.faults, bool(report.elsewhere)]), flush=True)
";

struct Server {
    // Ends when its input does.
    _child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Server {
    fn start() -> Option<Self> {
        let docs = root().join("docs");
        let mut command = Command::new("python3");
        command.args(["-B", "-c", DRIVER]).arg(docs).stdin(Stdio::piped()).stdout(Stdio::piped());
        let Ok(mut child) = command.spawn() else {
            #[expect(clippy::print_stderr, reason = "a test that did not run must say so")]
            {
                eprintln!("NOT RUN: python3 is not installed, docs/verify.py is not compared");
            }
            return None;
        };
        let (input, output) = (child.stdin.take()?, BufReader::new(child.stdout.take()?));
        Some(Self { _child: child, input, output })
    }

    /// What it says of a folder; `None` when it is gone.
    fn ask(&mut self, dir: &str) -> Option<String> {
        writeln!(self.input, "{dir}").and_then(|()| self.input.flush()).ok()?;
        let mut line = String::new();
        self.output.read_line(&mut line).ok()?;
        Some(line).filter(|line| !line.is_empty())
    }
}

/// What the verifier in Python finds in a folder; `None` where there is no Python.
pub(crate) fn faults(dir: &Path) -> Option<Vec<String>> {
    examined(dir).map(|(faults, _)| faults)
}

/// The same, and whether not all openings came along with a copy.
fn examined(dir: &Path) -> Option<(Vec<String>, bool)> {
    static SERVER: OnceLock<Option<Mutex<Server>>> = OnceLock::new();
    let server = SERVER.get_or_init(|| Server::start().map(Mutex::new)).as_ref()?;
    let mut server = server.lock().unwrap_or_else(PoisonError::into_inner);
    let dir = dir.to_string_lossy();
    assert!(!dir.contains('\n'), "one folder in a line");
    let line = server.ask(&dir).or_else(|| {
        // A process can be ended from outside; a folder that ends it does so again.
        *server = Server::start()?;
        server.ask(&dir)
    });
    let line = line.unwrap_or_else(|| panic!("docs/verify.py stopped at {dir}"));
    Some(serde_json::from_str(&line).unwrap())
}

/// Both verifiers must agree: what the program finds (ids of checks, or other words), and whether it
/// says that the folder holds.
#[track_caller]
pub(crate) fn assert_agree(dir: &Path, found: &[String], holds: bool) {
    let files = std::fs::read_dir(dir.join("journal")).into_iter().flatten().flatten();
    let bytes: u64 = files.filter_map(|file| Some(file.metadata().ok()?.len())).sum();
    if bytes > JOURNAL_BYTES_MAX {
        return;
    }
    let Some((faults, in_part)) = examined(dir) else { return };
    assert!(faults.is_empty() || !holds, "docs/verify.py alone finds {faults:?}");
    let unseen = |id: &String| {
        NOT_BY_BYTES.iter().any(|(known, _)| known == id) || in_part && id == MISSING_IN_PART
    };
    let seen = !holds && !found.iter().all(unseen);
    assert!(!faults.is_empty() || !seen, "docs/verify.py does not find {found:?}");
}
