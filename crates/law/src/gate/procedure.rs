//! Days, agenda and silence, held against the cards. No number of days stands here.

use super::check::Check;
use super::fault::{Amount, Fault, Named};
use super::{Announcement, CountedAs, Silence};
use crate::book::Book;
use crate::consequence::{Act, consequences};
use crate::days::{Days, notice_days, posted_days};
use crate::figures::Figures;
use crate::judge::judge;
use crate::matter::Question;
use crate::procedure::silence_is;
use crate::verdict::{Citation, Outcome, Requirement, Verdict};
use chrono::NaiveDate;
use domain::{Bilingual, Line, SilencePolicy};

pub(super) fn check(all: &Announcement, book: &Book, check: &mut Check) {
    order(all, check);
    notice(all, book, check);
    agenda(all, book, check);
    window(all, book, check);
    published(all, book, check);
    if let Some(silence) = &all.silence {
        silent(silence, check);
    }
}

/// The verdict of a question, where the book has a rule on it for this body, place and day.
fn ask(all: &Announcement, book: &Book, question: Question, figures: &Figures) -> Option<Verdict> {
    let matter = all.matter(question, None);
    let answered = question.topics().iter().all(|topic| {
        book.find(*topic, &matter).is_some() || book.find_own(*topic, &matter).is_some()
    });
    answered.then(|| judge(book, &matter, figures))
}

/// What begins cannot begin after it ended, and a result is not public before it is there.
fn order(all: &Announcement, check: &mut Check) {
    let decided = (Bilingual::new("作出决定的日期", "the day of the decision"), all.decided);
    let begins = (Bilingual::new("开始日期", "the first day of voting"), all.begins);
    let notice = (Bilingual::new("通知日期", "The day of the notice"), all.notice_posted);
    let mut late = |(late, on): (Bilingual, Option<NaiveDate>), (limit, last)| {
        if let Some(on) = on.filter(|on| *on > last) {
            check.faults.push(Fault::Order { late, on, limit, last });
        }
    };
    let first_day = match &begins {
        (name, Some(day)) if *day <= all.decided => (name.clone(), *day),
        _ => decided.clone(),
    };
    late(notice, first_day);
    late((Bilingual::new("开始日期", "The first day of voting"), begins.1), decided.clone());
    if let Some(published) = all.published {
        let decided =
            (Bilingual::new("作出决定的日期", "The day of the decision"), Some(decided.1));
        late(decided, (Bilingual::new("公布日期", "the day of publication"), published));
    }
}

fn notice(all: &Announcement, book: &Book, check: &mut Check) {
    let begins = all.begins.unwrap_or(all.decided);
    let question =
        if all.extraordinary { Question::EXTRAORDINARY_NOTICE } else { Question::NOTICE };
    let days = all.notice_posted.map(|posted| notice_days(posted, begins));
    // A notice after the day itself is a fault of order already.
    let figures = Figures { notice_days: days.flatten(), ..Figures::default() };
    let Some(verdict) = ask(all, book, question, &figures) else { return };
    match days {
        None => check.not_checked(
            "没有写通知日期,提前通知的天数没有核对。",
            "The day of the notice is not given; it is not checked.",
        ),
        Some(None) => {}
        Some(Some(days)) => noticed(days, &verdict, check),
    }
}

fn noticed(days: u32, verdict: &Verdict, check: &mut Check) {
    let asked = verdict.comparisons.iter().find_map(|one| match one.requirement {
        Requirement::AtLeast { number } if one.met == Some(false) => Some(number),
        _ => None,
    });
    match (&verdict.outcome, asked) {
        (Outcome::NotSatisfied, Some(asked)) => {
            let rule = told(&verdict.citations);
            let days = Amount::Days(u64::from(days));
            check.faults.push(Fault::NoticeShort { days, asked: Amount::Days(asked), rule });
        }
        _ => check.ask(verdict),
    }
}

fn told(citations: &[Citation]) -> Bilingual {
    let all = citations.iter().map(|one| {
        let cited = one.sentence();
        Bilingual::new(format!("{}。", cited.zh), format!("{}.", cited.en))
    });
    crate::sentence::join(all, "", " ")
}

/// Items that were voted on although the notice did not name them, where a rule forbids that.
fn agenda(all: &Announcement, book: &Book, check: &mut Check) {
    let figures = |unannounced| Figures { unannounced, ..Figures::default() };
    let Some(agenda) = &all.agenda else {
        if !all.motions.is_empty() && ask(all, book, Question::AGENDA, &figures(None)).is_some() {
            check.not_checked(
                "没有写通知列明的事项,表决事项是否都公告过没有核对。",
                "What the notice named is not given; whether every item was named is not checked.",
            );
        }
        return;
    };
    let named = |title: &Line| agenda.contains(title);
    let unnamed = all.motions.iter().filter(|motion| !named(&motion.title)).count();
    let figures = figures(u32::try_from(unnamed).ok());
    if let Some(verdict) = ask(all, book, Question::AGENDA, &figures) {
        check.ask(&verdict);
    }
}

/// The first and the last day of voting, where a rule says how long it lasts.
fn window(all: &Announcement, book: &Book, check: &mut Check) {
    let Some(begins) = all.begins.filter(|begins| *begins < all.decided) else { return };
    let figures = Figures { window_days: posted_days(begins, all.decided), ..Figures::default() };
    if let Some(verdict) = ask(all, book, Question::VOTING_WINDOW, &figures) {
        check.ask(&verdict);
    }
}

/// Whether a result was made public in time, where a rule gives a last day.
fn published(all: &Announcement, book: &Book, check: &mut Check) {
    let Some(published) = all.published else { return };
    let days = Days { formed: Some(all.decided), ..Days::default() };
    let told = consequences(book, &all.matter(Question::RESULT, None), &days);
    for one in told.iter().filter(|one| one.act == Act::Announce) {
        let Some(last) = one.last_day.filter(|last| published > *last) else { continue };
        if one.deadline.moved_by_holidays {
            // No calendar of holidays is kept; a holiday may have moved the last day.
            check.judged(&Bilingual::new("公布日期", "publication"), one.sentence(), false);
            continue;
        }
        let cited = one.citation.sentence();
        check.faults.push(Fault::Order {
            late: Bilingual::new("公布日期", "The day of publication"),
            on: published,
            limit: Bilingual::new(
                format!("最后期限({})", cited.zh),
                format!("the last day ({})", cited.en),
            ),
            last,
        });
    }
}

fn silent(silence: &Silence, check: &mut Check) {
    if silence.counted_as == CountedAs::NotParticipating || silence.clause.is_some() {
        return;
    }
    let counted_as = silence_is(silence.counted_as.into());
    let heads = silence.heads.map(|heads| Named {
        name: Bilingual::new("送达未反馈的业主", "Owners who did not answer:"),
        amount: Amount::Heads(u64::from(heads)),
    });
    check.faults.push(Fault::SilenceWithoutClause { heads, counted_as });
}

impl From<CountedAs> for SilencePolicy {
    fn from(counted: CountedAs) -> Self {
        match counted {
            CountedAs::NotParticipating => Self::NotParticipating,
            CountedAs::ParticipatingAbstain => Self::ParticipatingAbstain,
            CountedAs::JoinsMajority => Self::JoinsMajority,
        }
    }
}
