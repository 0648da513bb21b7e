//! Posts: who holds which seat, on what ground, since when and until when.

use crate::domain::kinds::words;
use crate::domain::{
    Bilingual, BodyId, ElectionId, Happened, Line, MeetingId, MotionId, PersonId, PostId, PostKind,
};
use crate::event::classified::{Plain, Public, Sealed, plain, record};
use crate::event::fact::{Said, event};
use crate::event::names::{Names, shown};

words! {
    /// How somebody came to hold a post.
    PostBasis {
        /// Elected.
        Elected = "elected", "选举", "elected";
        /// Appointed by the superior.
        Appointed = "appointed", "任命", "appointed";
        /// Held it already when the registry began.
        BroughtForward = "brought_forward", "期初", "brought forward";
    }
}

plain!(PostBasis);

record! {
    /// Where the ground of a post is found.
    pub struct PostSource {
        /// Meeting that elected (选举会议).
        meeting: Option<MeetingId>,
        /// Motion by which it was decided (决议).
        motion: Option<MotionId>,
        /// Body that appointed (任命机关).
        body: Option<BodyId>,
        /// Number of the document (文号).
        document: Option<Plain<Line>>,
    }
}

event! {
    /// A person takes a post (任职).
    "post.filled", 1, creates(post: PostId), tags(post, person, body, election);
    pub struct PostFilled {
        /// Who.
        person: PersonId,
        /// In which body.
        body: BodyId,
        /// Which post (职务).
        post_kind: PostKind,
        /// For which building or unit, where each has a post of its own, e.g. 3号楼1单元 (楼栋单元).
        constituency: Option<Plain<Line>>,
        /// Name as printed when it was published (公布的姓名).
        name: Option<Sealed<Line, Public>>,
        /// Elected, appointed or brought forward (产生方式).
        basis: PostBasis,
        /// Election that declared it (由哪次选举产生).
        election: Option<ElectionId>,
        /// Where the ground is found (依据).
        source: Option<PostSource>,
        /// Last day of the term, if it has one (任期至).
        term_until: Option<Happened>,
    }
}

words! {
    /// Why a post became vacant.
    VacancyGround {
        /// The term ended.
        TermEnded = "term_ended", "任期届满", "term ended";
        /// Resigned.
        Resigned = "resigned", "辞职", "resigned";
        /// Relieved by the superior.
        Relieved = "relieved", "免职", "relieved";
        /// Transferred.
        Transferred = "transferred", "调离", "transferred";
        /// Died.
        Died = "died", "去世", "died";
        /// The post on record was never held.
        RecordedInError = "recorded_in_error", "误录", "recorded in error";
    }
}

plain!(VacancyGround);

event! {
    /// A post becomes vacant (离任).
    "post.vacated", 1, tags(post, person, body);
    pub struct PostVacated {
        /// Which post.
        post: PostId,
        /// Who held it.
        person: PersonId,
        /// In which body.
        body: BodyId,
        /// Why (原因).
        ground: VacancyGround,
        /// Number of the document (文号).
        document: Option<Plain<Line>>,
    }
}

impl Said for PostFilled {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let person =
            self.name.as_ref().map_or_else(|| names.person(self.person), |n| shown(n, names));
        let (body, post) = (names.body(self.body), self.post_kind.name());
        let place = self.constituency.as_ref().map_or("", |place| place.as_str());
        let en_place = if place.is_empty() { String::new() } else { format!(" ({place})") };
        let (zh, en) = match self.basis {
            PostBasis::Elected => ("当选", "was elected"),
            PostBasis::Appointed => ("被任命为", "was appointed"),
            PostBasis::BroughtForward => ("建账时已任", "was already"),
        };
        let (zh_term, en_term) = self
            .term_until
            .map(|until| (format!(",任期至 {until}"), format!(", until {until}")))
            .unwrap_or_default();
        Bilingual::new(
            format!("{}{zh}{}{place}{}{zh_term}。", person.zh, body.zh, post.zh),
            format!("{} {en} {}{en_place} of {}{en_term}.", person.en, post.en, body.en),
        )
    }
}

impl Said for PostVacated {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (person, post) = (names.person(self.person), names.post(self.post));
        let (zh, en) = match self.ground {
            VacancyGround::TermEnded => ("任期届满", "term ended"),
            VacancyGround::Resigned => ("辞职", "resigned"),
            VacancyGround::Relieved => ("免职", "relieved"),
            VacancyGround::Transferred => ("调离", "transferred"),
            VacancyGround::Died => ("去世", "died"),
            VacancyGround::RecordedInError => ("误录", "recorded in error"),
        };
        Bilingual::new(
            format!("{}离任{}({zh})。", person.zh, post.zh),
            format!("{} left the post {} ({en}).", person.en, post.en),
        )
    }
}
