//! The words that every room uses: ids, texts, dates, numbers, kinds of bodies, meetings and posts.
//!
//! A value of these types is right because it exists: each is parsed once, where it comes in, and not
//! checked again. Nothing here knows of journals, rules or screens.

pub mod characters;
pub mod elections;
pub mod happened;
pub mod id;
pub mod kinds;
pub mod language;
pub mod measure;
pub mod personal;
pub mod place;
pub mod reading;
pub mod say;
pub mod text;
pub mod thing;
pub mod trouble;
pub mod width;

pub use characters::Unseen;
pub use elections::{
    ElectedBase, Electorate, ListOrder, ListStage, NominationSource, RankKey, ReplyKind,
    ReportSubject, ReviewCriterion, ReviewResult, RoundKind, TieRule,
};
pub use happened::{Happened, HappenedError};
pub use id::{CommandId, Fingerprint, IdError};
pub use kinds::{
    ActivityKind, AreaSource, AttachmentKind, BodyKind, CancellationGround, Choice, Conclusion,
    CountBasis, DeliveryMethod, ElectionKind, ExclusionGround, IssueCategory, IssueKind,
    IssueOutcome, IssueSource, Keying, KeyingPass, MatterKind, MeetingForm, MeetingKind,
    MemberStatus, ObjectionOutcome, OpeningsIncluded, PartyKind, PostKind, PublicationKind,
    RejectionGround, ReturnChannel, Role, RollBasis, Satisfaction, SignatureStatus, SilencePolicy,
    Stance, UnitKind, VotingMethod,
};
pub use language::{Bilingual, Language};
pub use measure::{Area, Bound, Heads, Share};
pub use place::{Place, PlaceError};
pub use say::Say;
pub use text::{Label, Line, Text, TextError, beginning};
pub use thing::{
    ActivityId, BallotId, BodyId, CandidateId, CountId, ElectionId, IssueId, MeetingId, MotionId,
    PersonId, PostId, PublicationId, RegistryId, RollId, Thing, UnitId,
};
pub use trouble::{Trouble, TroubleKind};
