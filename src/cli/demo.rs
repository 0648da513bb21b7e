//! `yishi demo`: record the example cases and show what a reader would want to see.

use crate::cli::{Exit, Failure, Global, Terminal};
use crate::domain::{AttachmentKind, Bilingual, Line, Place, Role};
use crate::registry::{Machine, RecordOptions, Registry};
use include_dir::{Dir, include_dir};
use std::path::{Path, PathBuf};

static EXAMPLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/examples");

/// Records the example cases, each into a registry of its own below a folder, shows them, explains a
/// verdict, and verifies.
#[derive(Debug, clap::Args)]
pub(crate) struct DemoArgs {
    /// 文件夹,不存在或为空 / A folder that is new or empty
    dir: PathBuf,
}

/// An example case: its folder, whose book it is, where, and what a reader looks at first.
struct Case {
    folder: &'static str,
    name: &'static str,
    place: &'static str,
    about: (&'static str, &'static str),
    /// Texts that motions name by their SHA-256.
    texts: &'static [Text],
    show: &'static [&'static [&'static str]],
}

/// A text kept in the vault: its file, the meeting that decided on it, its title, who attaches it.
struct Text {
    file: &'static str,
    meeting: &'static str,
    day: &'static str,
    title: &'static str,
    by: &'static str,
}

const CASES: &[Case] = &[
    Case {
        folder: "c1-changyang",
        name: "长阳镇党委",
        place: "CN-110111",
        about: (
            "长阳镇:疫情中 14 个临时党支部,后来成为 12 个党支部,书记由镇里任命",
            "Changyang: 14 temporary branches become 12 branches, secretaries appointed by the town",
        ),
        texts: &[],
        show: &[
            &["show", "bodies", "--on", "2020-03-01"],
            &["show", "bodies", "--on", "2020-12-31"],
            &["show", "committees", "--on", "2020-12-31"],
            &["show", "motions"],
            &["why", "@d-lorries"],
            &["list", "issues", "--on", "2020-04-15"],
            &["show", "@i-furniture"],
            &["list", "activities"],
        ],
    },
    Case {
        folder: "c2-dongcheng",
        name: "东城温泉花园小区临时党支部",
        place: "CN-410724",
        about: (
            "东城温泉花园:物业瘫痪以后成立临时党支部和议事会,供上暖,推荐楼长、单元长,筹备业主大会",
            "Dongcheng: a temporary branch and a council, heating, heads of buildings, towards owners",
        ),
        texts: &[
            Text {
                file: "charter.txt",
                meeting: "@m-session-1",
                day: "2023-12-08",
                title: "议事规则",
                by: "@张会敏",
            },
            Text {
                file: "heads-plan.txt",
                meeting: "@m-session-4",
                day: "2023-12-30",
                title: "楼长、单元长推选办法",
                by: "@张会敏",
            },
        ],
        show: &[
            &["show", "bodies", "--on", "2024-04-20"],
            &["show", "motions"],
            &["why", "@d-fee"],
            &["show", "@i-heating"],
            &["list", "issues", "--on", "2024-04-20"],
            &["list", "elections"],
            &["list", "texts", "--on", "2024-04-20"],
            &["list", "activities"],
            &["list", "rolls"],
            &["list", "publications"],
            &["minutes", "@m-masses-1"],
        ],
    },
    Case {
        folder: "c3-xinghua",
        name: "兴华南里社区党委",
        place: "CN-110115",
        about: (
            "兴华南里:一个党支部 2018 年全年的三会一课",
            "Xinghua Nanli: a year of meetings of one Party branch, 2018",
        ),
        texts: &[],
        show: &[
            &["show", "bodies", "--on", "2018-12-31"],
            &["show", "committees", "--on", "2018-12-31"],
            &["show", "motions"],
            &["show", "schedule", "--body", "@yxy", "--year", "2018"],
            &["list", "due", "--body", "@yxy", "--on", "2018-12-17"],
            &["why", "@d-evening"],
        ],
    },
    Case {
        folder: "c4-zijinglu",
        name: "紫荆路街道",
        place: "CN-410181",
        about: (
            "紫荆路:业主大会选出业主委员会,换物业公司;三级网格;共驻共建和微心愿",
            "Zijinglu: owners elect their committee and change the property company; grids; wishes",
        ),
        texts: &[],
        show: &[
            &["show", "bodies", "--on", "2022-06-01"],
            &["list", "committees", "--on", "2021-04-01"],
            &["list", "rolls"],
            &["list", "counts"],
            &["list", "elections"],
            &["show", "@x-choubei"],
            &["show", "@yw"],
            &["show", "motions"],
            &["why", "@d-energy"],
            &["list", "publications"],
            &["show", "@i-parking"],
            &["list", "issues", "--on", "2021-05-15"],
            &["list", "activities"],
        ],
    },
    Case {
        folder: "c5-qinglan",
        name: "窑洲社区党总支",
        place: "CN-430304",
        about: (
            "晴岚家园:一个混居小区给自己立规矩,议事规则通过以后管着后面的会",
            "Qinglan: a mixed estate makes its own rules, which then govern its meetings",
        ),
        texts: &[
            Text {
                file: "charter.txt",
                meeting: "@m-session-1",
                day: "2022-04-02",
                title: "议事规则",
                by: "@long-yuegui",
            },
            Text {
                file: "covenant-1.txt",
                meeting: "@m-session-2",
                day: "2022-04-16",
                title: "小区公约",
                by: "@long-yuegui",
            },
            Text {
                file: "covenant-2.txt",
                meeting: "@m-session-4",
                day: "2022-09-17",
                title: "小区公约(修订)",
                by: "@long-yuegui",
            },
        ],
        show: &[
            &["show", "people", "--body", "@zhibu", "--on", "2022-12-31"],
            &["list", "texts", "--on", "2022-12-31"],
            &["show", "motions"],
            &["why", "@d-charter"],
            &["why", "@d-benches"],
            &["list", "issues", "--on", "2022-11-15"],
            &["list", "issues", "--open", "--on", "2022-11-15"],
            &["show", "@i-vegetables"],
            &["list", "activities"],
        ],
    },
];

pub(super) fn run(args: &DemoArgs, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let mut worst = Exit::Done;
    for case in CASES {
        let exit = show_case(case, &args.dir, terminal)?;
        worst = if exit == Exit::Done { worst } else { exit };
    }
    let (first, dir) = ("c3-xinghua", args.dir.join("c3-xinghua"));
    let dir = dir.display();
    terminal.tell(&Bilingual::new(
        format!("可以再试:\n  yishi --registry {dir} minutes @m-2018-12-assembly\n  yishi --registry {dir} why @d-sewer-1\n  yishi --registry {dir} journal --limit 20\n  yishi --registry {dir} new 支部党员大会 --body @yxy\n  yishi --registry {dir} export {first}-copy"),
        format!("Try next:\n  yishi --registry {dir} minutes @m-2018-12-assembly\n  yishi --registry {dir} why @d-sewer-1\n  yishi --registry {dir} journal --limit 20\n  yishi --registry {dir} new branch_general_meeting --body @yxy\n  yishi --registry {dir} export {first}-copy"),
    ));
    Ok(worst)
}

fn show_case(case: &Case, dir: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let registry = dir.join(case.folder);
    let about = Bilingual::new(case.about.0, case.about.1);
    let title = format!("═══ {}", terminal.pick(&about));
    terminal.print(&title);
    record(case, &registry, terminal)?;
    for command in case.show {
        terminal.print(&format!("\n$ yishi {}", command.join(" ")));
        let base = ["yishi", "--registry"].map(Into::into);
        let arguments = base
            .into_iter()
            .chain([registry.clone().into_os_string()])
            .chain(command.iter().map(Into::into));
        super::run_inside(arguments, terminal)?;
    }
    terminal.print("\n$ yishi verify");
    let global = Global { registry, lang: None, json: false, clock_is_right: true };
    let exit = super::verify::run(&super::verify::VerifyArgs::default(), &global, terminal)?;
    terminal.print("");
    Ok(exit)
}

fn record(case: &Case, dir: &Path, terminal: &mut Terminal) -> Result<(), Failure> {
    let wrong = |error: String| Failure::new(Exit::Usage, error.clone(), error);
    let name: Line = case.name.parse().map_err(|error| wrong(format!("{error}")))?;
    let place: Place = case.place.parse().map_err(|error| wrong(format!("{error}")))?;
    let (registry, begun) = Registry::init(dir, &name, &place, Machine::default(), true)?;
    let mut files: Vec<_> = EXAMPLES
        .get_dir(case.folder)
        .into_iter()
        .flat_map(Dir::files)
        .filter(|file| file.path().extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort_by_key(|file| file.path());
    let mut last = begun.entries.1;
    for file in &files {
        let recording = registry
            .record_file(file.contents(), &RecordOptions::default())
            .map_err(|error| Failure::from(error).in_file(&file.path().display().to_string()))?;
        last = recording.entries.1;
    }
    for text in case.texts {
        let path = format!("{}/texts/{}", case.folder, text.file);
        let bytes = EXAMPLES.get_file(&path).map(include_dir::File::contents).unwrap_or_default();
        let args = super::attach::AttachArgs {
            meeting: text.meeting.to_owned(),
            file: PathBuf::from(path),
            kind: AttachmentKind::Other,
            title: text.title.to_owned(),
            by: text.by.to_owned(),
            role: Role::Secretary,
            happened: Some(text.day.to_owned()),
        };
        let attached = super::attach::put(&registry, &args, bytes, "text/plain")?;
        last = attached.recording.entries.1;
    }
    registry.close()?;
    let (dir, documents, entries) = (dir.display(), files.len(), last + 1);
    let sentence = Bilingual::new(
        format!("{documents} 份文件,{entries} 条记录,在 {dir}。"),
        format!("{documents} documents, {entries} entries, in {dir}."),
    );
    let text = terminal.pick(&sentence).to_owned();
    terminal.print(&text);
    Ok(())
}
