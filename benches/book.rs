//! A made-up minute book of any size: the same entries in every run, in the real vocabulary.
//!
//! A hundred entries for each meeting: its minutes, 25 motions, their votes, 48 speeches and the
//! signatures. Names, reasons and speeches are sealed; motions are plain. Every
//! draft is decoded by the program once, which also gives its tags.

use chrono::{DateTime, TimeZone as _, Utc};
use std::path::Path;
use std::sync::Arc;
use ulid::Ulid;
use yishi::domain::{BodyId, CommandId, MeetingId, MotionId, PersonId, Place, RegistryId};
use yishi::event::{Event, kind_entry};
use yishi::intake::Document;
use yishi::ledger::{Commitment, Draft, Salt, Value};
use yishi::registry::open::Machine;
use yishi::registry::{Clock, RecordOptions, Registry, SystemDice};
use yishi::store::disk::RealDisk;
use yishi::store::vault::{Audience, Opening, Vault};
use yishi::store::{Append, OpenOptions, Scope, Store, Visibility};

/// Entries of one meeting.
pub(crate) const PER_MEETING: u64 = 100;

/// Drafts that are recorded together where a whole book is made.
pub(crate) const TOGETHER: u64 = 1000;

/// Motions of one meeting; as many votes.
const MOTIONS: u64 = 25;

/// Persons in the book, and how many of them belong to one body.
const PERSONS: usize = 300;
const MEMBERS: usize = 12;

/// Bodies in the book.
const BODIES: usize = 40;

/// When everything is recorded.
const AT: &str = "2026-11-22T04:00:00.000Z";

/// Milliseconds of that time, for ids.
const AT_MILLIS: u64 = 1_795_320_000_000;

/// A clock that stands still, so that bytes do not depend on the day.
#[derive(Debug)]
struct StandingClock;

impl Clock for StandingClock {
    fn now(&self) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, 22, 5, 0, 0).single().unwrap()
    }
}

/// The machine of a measurement: real dice, a standing clock.
pub(crate) fn machine() -> Machine {
    Machine { clock: Box::new(StandingClock), dice: Box::new(SystemDice) }
}

/// Who and what the book is about.
#[derive(Debug)]
pub(crate) struct Book {
    /// Who records.
    pub(crate) registry: String,
    rules: String,
    setup: CommandId,
}

fn ulid(millis: u64, random: u64) -> Ulid {
    Ulid::from_parts(
        AT_MILLIS + millis,
        u128::from(random).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c),
    )
}

/// The command that begins with a draft.
fn command_of(first: u64) -> CommandId {
    CommandId::new(ulid(2 + first, first + 1))
}

/// The command of a thousand that a meeting is recorded in, and its place there.
fn recorded(meeting: u64) -> (CommandId, usize) {
    let number = meeting * PER_MEETING;
    (command_of(number / TOGETHER * TOGETHER), place(number % TOGETHER))
}

fn place(number: u64) -> usize {
    usize::try_from(number).unwrap()
}

fn name(number: usize) -> String {
    let surnames: Vec<char> = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩".chars().collect();
    let given: Vec<char> = "霁珩翊琬曦澜骁煜瑾璇".chars().collect();
    let pick = |list: &[char], at: usize| list[at % list.len()];
    [pick(&surnames, number / 20), pick(&given, number), pick(&given, number / 2 + 3)]
        .iter()
        .collect()
}

impl Book {
    /// Begins a registry with its rule book, persons and bodies.
    pub(crate) fn begin(dir: &Path) -> Self {
        let line = "海淀区示范街道兴华社区".parse().unwrap();
        let (registry, first) =
            Registry::init(dir, &line, &Place::china(), machine(), true).unwrap();
        let setup = CommandId::new(ulid(0, 1));
        let id = RegistryId::derived(first.cmd, 0).to_string();
        let persons = (0..PERSONS).map(|n| {
            format!(
                r#"{{"kind":"person.registered","name":"{}","label":"p{n}","phone":"138{:08}","happened":"2018"}}"#,
                name(n),
                n * 7919
            )
        });
        let bodies = (0..BODIES).map(|n| {
            format!(
                r#"{{"kind":"body.established","body_kind":"party_branch","name":"兴华社区第{n}党支部","label":"b{n}","basis":"brought_forward","happened":"2018"}}"#
            )
        });
        let facts: Vec<String> = persons.chain(bodies).collect();
        let document = document(&id, &facts.join(","));
        let options = RecordOptions { command_id: Some(setup), ..RecordOptions::default() };
        registry.record(document, &options).unwrap();
        let scope = Scope::kinds(["registry.rules_adopted"]);
        let adopted = registry.store().read(&scope, 0, Visibility::Synced).unwrap();
        let newest = ledger::Entry::parse(adopted.last().unwrap()).unwrap();
        let data = Value::parse(newest.data.as_bytes()).unwrap();
        let rules = data.at("/book").unwrap().as_str().unwrap().to_owned();
        registry.close().unwrap();
        std::fs::write(dir.with_extension("book"), format!("{id} {rules} {setup}")).unwrap();
        Self { registry: id, rules, setup }
    }

    /// The book of a registry that was begun by another process.
    pub(crate) fn known(dir: &Path) -> Self {
        let text = std::fs::read_to_string(dir.with_extension("book")).unwrap();
        let mut words = text.split(' ').map(str::to_owned);
        let mut next = || words.next().unwrap();
        Self { registry: next(), rules: next(), setup: next().parse().unwrap() }
    }

    fn person(&self, body: u64, member: usize) -> PersonId {
        PersonId::derived(self.setup, (place(body) * 7 + member % MEMBERS) % PERSONS)
    }

    fn body(&self, meeting: u64) -> (u64, BodyId) {
        let number = meeting % u64::try_from(BODIES).unwrap();
        (number, BodyId::derived(self.setup, PERSONS + place(number)))
    }

    fn meeting(meeting: u64) -> MeetingId {
        let (command, place) = recorded(meeting);
        MeetingId::derived(command, place)
    }

    fn motion(meeting: u64, number: u64) -> MotionId {
        let (command, place_of_meeting) = recorded(meeting);
        MotionId::derived(command, place_of_meeting + 1 + place(number))
    }

    /// The draft with this number, counted from the first one behind the beginning.
    pub(crate) fn draft(&self, number: u64) -> Draft {
        let (meeting, part) = (number / PER_MEETING, number % PER_MEETING);
        let (kind, data) = match part {
            0 => ("meeting.held", self.held(meeting)),
            1..=MOTIONS => ("motion.proposed", self.proposed(meeting, part - 1)),
            part if part <= 2 * MOTIONS => {
                ("motion.voted", Self::voted(meeting, part - 1 - MOTIONS))
            }
            99 => ("meeting.minutes_confirmed", self.confirmed(meeting)),
            _ => ("meeting.speech_noted", self.speech(meeting, part)),
        };
        let v = kind_entry(kind).unwrap().version;
        let tags = Event::decode(kind, v, &data).unwrap().tags();
        Draft { kind: kind.to_owned(), v, tags, data }
    }

    fn held(&self, meeting: u64) -> String {
        let (number, body) = self.body(meeting);
        let person = |n| self.person(number, n);
        let roll: Vec<String> = (0..MEMBERS).map(|n| format!(r#""{}""#, person(n))).collect();
        format!(
            concat!(
                r#"{{"agenda":[{{"title":"学习传达上级文件精神"}},{{"title":"老旧小区电梯加装方案"}},"#,
                r#"{{"title":"党费收缴与支部工作计划"}}],"body":"{}","book":"{}","chair":"{}","#,
                r#""entitled":[{}],"form":"onsite","happened":"{}","leave":[{{"person":"{}","#,
                r#""reason":{{"seal":"{}"}}}}],"meeting":"{}","meeting_kind":"branch_general_meeting","#,
                r#""place":"社区党群服务中心二层会议室","recorder":"{}"}}"#
            ),
            body,
            self.rules,
            person(0),
            roll.join(","),
            happened(meeting),
            person(11),
            seal(meeting * PER_MEETING, "/leave/0/reason", "住院治疗"),
            Self::meeting(meeting),
            person(1),
        )
    }

    fn proposed(&self, meeting: u64, motion: u64) -> String {
        let (number, body) = self.body(meeting);
        format!(
            concat!(
                r#"{{"agenda_item":2,"body":"{}","happened":"{}","matter_kind":"residents_matter","#,
                r#""meeting":"{}","motion":"{}","proposer":"{}","text":"关于第{}号楼加装电梯的方案:"#,
                r#"施工期间保留东侧通道,噪声作业限于上午九时至十一时。"}}"#
            ),
            body,
            happened(meeting),
            Self::meeting(meeting),
            Self::motion(meeting, motion),
            self.person(number, place(motion % 11)),
            motion + 1,
        )
    }

    fn voted(meeting: u64, motion: u64) -> String {
        format!(
            concat!(
                r#"{{"abstain":1,"against":{},"happened":"{}","in_favour":{},"meeting":"{}","#,
                r#""method":"show_of_hands","motion":"{}"}}"#
            ),
            motion % 4,
            happened(meeting),
            10 - motion % 4,
            Self::meeting(meeting),
            Self::motion(meeting, motion),
        )
    }

    fn speech(&self, meeting: u64, part: u64) -> String {
        let (number, _) = self.body(meeting);
        format!(
            r#"{{"agenda_item":{},"happened":"{}","meeting":"{}","speaker":"{}","text":{{"seal":"{}"}}}}"#,
            part % 3 + 1,
            happened(meeting),
            Self::meeting(meeting),
            self.person(number, place(part % 11)),
            seal(meeting * PER_MEETING + part, "/text", SPEECH),
        )
    }

    fn confirmed(&self, meeting: u64) -> String {
        let (number, _) = self.body(meeting);
        format!(
            concat!(
                r#"{{"happened":"{}","meeting":"{}","sign_offs":[{{"capacity":"chair","person":"{}"}},"#,
                r#"{{"capacity":"recorder","person":"{}"}}]}}"#
            ),
            happened(meeting),
            Self::meeting(meeting),
            self.person(number, 0),
            self.person(number, 1),
        )
    }

    /// A command of drafts, which depends on what is said about its first meeting.
    pub(crate) fn command(&self, first: u64, count: u64, seen: u64) -> Append {
        Append {
            cmd: command_of(first).to_string(),
            at: AT.to_owned(),
            by: format!(r#"{{"actor":"{}","role":"secretary"}}"#, self.registry),
            entries: (first..first + count).map(|number| self.draft(number)).collect(),
            scope: Scope::tag(&Self::meeting(first / PER_MEETING).tag()),
            seen,
        }
    }

    /// The id of a meeting.
    pub(crate) fn meeting_id(meeting: u64) -> String {
        Self::meeting(meeting).to_string()
    }

    /// The id of a motion that was voted on there.
    pub(crate) fn motion_id(meeting: u64) -> String {
        Self::motion(meeting, 7).to_string()
    }

    /// The year of a meeting.
    pub(crate) fn year(meeting: u64) -> String {
        happened(meeting).chars().take(4).collect()
    }

    /// Writes documents of a meeting each, with a motion and its vote.
    pub(crate) fn write_documents(&self, dir: &Path, count: usize) {
        std::fs::create_dir_all(dir).unwrap();
        for number in 0..count {
            let day = number % 28 + 1;
            let text = format!(
                concat!(
                    r#"{{"by":{{"actor":"{registry}","role":"secretary"}},"facts":["#,
                    r#"{{"kind":"meeting.held","label":"m-new-{number}","body":"@b3","chair":"@p21","recorder":"@p22","#,
                    r#""meeting_kind":"branch_general_meeting","form":"onsite","place":"社区会议室","#,
                    r#""entitled":["@p21","@p22","@p23"],"agenda":[{{"title":"学习文件"}}],"happened":"2026-10-{day:02}T09:30"}},"#,
                    r#"{{"kind":"motion.proposed","label":"y-new-{number}","meeting":"@m-new-{number}","body":"@b3","#,
                    r#""matter_kind":"other","text":"通过本年度工作安排","happened":"2026-10-{day:02}T09:30"}},"#,
                    r#"{{"kind":"motion.voted","motion":"@y-new-{number}","meeting":"@m-new-{number}","method":"show_of_hands","#,
                    r#""in_favour":3,"against":0,"abstain":0,"happened":"2026-10-{day:02}T09:30"}}]}}"#
                ),
                registry = self.registry,
                number = number,
                day = day
            );
            std::fs::write(dir.join(format!("{number}.json")), text).unwrap();
        }
    }

    /// What the seals of a command hide.
    fn openings(first: u64, count: u64) -> Vec<Opening> {
        let cmd = command_of(first).to_string();
        let mut openings = Vec::new();
        for number in first..first + count {
            let (seed, pointer, value) = match number % PER_MEETING {
                0 => (number, "/leave/0/reason", "住院治疗"),
                1..=50 | 99 => continue,
                _ => (number, "/text", SPEECH),
            };
            let value = Value::String(value.to_owned());
            let (salt, seal) = (salt(seed), seal(seed, pointer, value.as_str().unwrap()));
            openings.push(Opening {
                audience: Audience::Office,
                cmd: cmd.clone(),
                pointer: pointer.to_owned(),
                position: number - first,
                salt,
                seal,
                value,
            });
        }
        openings
    }

    /// A document with one plain fact: a motion put to a meeting on record.
    pub(crate) fn motion_document(&self, meeting: u64) -> Document {
        let (number, body) = self.body(meeting);
        let fact = format!(
            concat!(
                r#"{{"kind":"motion.proposed","agenda_item":2,"body":"{}","happened":"{}","#,
                r#""matter_kind":"residents_matter","meeting":"{}","proposer":"{}","#,
                r#""text":"关于加装电梯的补充方案:施工期间保留东侧通道,噪声作业限于上午九时至十一时。"}}"#
            ),
            body,
            happened(meeting),
            Self::meeting(meeting),
            self.person(number, 3),
        );
        document(&self.registry, &fact)
    }

    /// A document with one sealed fact: a speech at a meeting on record.
    pub(crate) fn speech_document(&self, meeting: u64) -> Document {
        let (number, _) = self.body(meeting);
        let fact = format!(
            r#"{{"kind":"meeting.speech_noted","agenda_item":1,"happened":"{}","meeting":"{}","speaker":"{}","text":"{SPEECH}"}}"#,
            happened(meeting),
            Self::meeting(meeting),
            self.person(number, 4),
        );
        document(&self.registry, &fact)
    }
}

/// What everybody says.
const SPEECH: &str = "同意推进,但是施工前要把每户的意见收齐,困难家庭的出资比例应当另行商量。";

fn salt(number: u64) -> Salt {
    let mut salt = [7; 32];
    salt[..8].copy_from_slice(&number.to_be_bytes());
    Salt(salt)
}

fn seal(number: u64, pointer: &str, value: &str) -> Commitment {
    Commitment::new(salt(number), pointer, &Value::String(value.to_owned()))
}

fn happened(meeting: u64) -> String {
    format!(
        "20{:02}-{:02}-{:02}T09:30",
        18 + meeting / 1500 % 8,
        meeting % 12 + 1,
        meeting / 12 % 28 + 1
    )
}

fn document(actor: &str, facts: &str) -> Document {
    let text =
        format!(r#"{{"by":{{"actor":"{actor}","role":"administrator"}},"facts":[{facts}]}}"#);
    Document::parse(text.as_bytes()).unwrap()
}

/// Opens only the store and appends drafts `0..total` in commands of `count`; returns the seconds
/// inside [`Store::append`].
pub(crate) fn append(store: &dyn Store, book: &Book, total: u64, count: u64) -> f64 {
    let mut seconds = 0.0;
    for first in (0..total).step_by(place(count)) {
        let seen = store.next_seq(Visibility::Staged);
        let command = book.command(first, count.min(total - first), seen);
        let started = std::time::Instant::now();
        store.append(command).unwrap();
        seconds += started.elapsed().as_secs_f64();
    }
    seconds
}

/// Puts what the drafts `0..total` hide into the vault of a registry that is open: opening it would
/// remove what no command has recorded.
pub(crate) fn open_seals(dir: &Path, total: u64, count: u64) {
    let vault = Vault::open(&dir.join("vault"), Arc::new(RealDisk)).unwrap();
    for first in (0..total).step_by(place(count)) {
        vault.put(&Book::openings(first, count.min(total - first))).unwrap();
    }
}

/// Opens the store of a registry.
pub(crate) fn open(dir: &Path) -> Box<dyn Store> {
    OpenOptions::new("benchmark").open(dir).unwrap().store
}
