//! Refusals about bodies, their members and their posts.

use super::told::refusals;
use crate::domain::{BodyId, BodyKind, Happened, MeetingKind, PersonId, PostId};

refusals! {
    /// Why a fact about a body, its members or its posts is not put on record.
    BodyRefusal {
        BodyNotYet { body: BodyId, since: Happened } =>
            "{body}于 {since} 才成立。请核对日期;若账上的成立日期有误,请先更正那一条。",
            "{body} exists since {since} only. Check the date; if the founding date on record is wrong, correct that entry first.";
        BodyEnded { body: BodyId, ended: Happened } =>
            "{body}已于 {ended} 撤销或并入其他组织。请核对日期,或记在接续的组织名下。",
            "{body} ended on {ended}. Check the date, or record it for the body that continues.";
        BodyUnderItself(body: BodyId) =>
            "{body}不能隶属或并入它自己。请核对上级组织。",
            "{body} cannot stand under or merge into itself. Check the superior.";
        MergerWithoutTarget =>
            "合并须写明并入哪个组织(into);其他撤销不写 into。请改正。",
            "A merger names the body that takes over (into); other endings name none. Correct it.";
        SameKind(kind: BodyKind) =>
            "该组织本来就是{kind}。请核对新类别。",
            "The body is a {kind} already. Check the new kind.";
        WrongBody { meeting: MeetingKind, body: BodyKind } =>
            "{body}不召开{meeting}。请核对组织或会议类型。",
            "A {body} does not hold a {meeting}. Check the body or the kind of meeting.";
        AlreadyMember { person: PersonId, body: BodyId } =>
            "{person}当天已在{body}名册上。请核对日期,或先记转出。",
            "{person} is on the roll of {body} already on that day. Check the date.";
        NotMember { person: PersonId, body: BodyId } =>
            "{person}当天不在{body}名册上。请先记加入或期初。",
            "{person} is not on the roll of {body} on that day. Record the joining first.";
        StatusMissing =>
            "加入或期初须写明身份(status),例如 full 正式党员、probationary 预备党员。请补上。",
            "Joining needs a status, for example full or probationary. Add it.";
        PostVacant(post: PostId) =>
            "{post}已经离任。请核对职务。",
            "The post {post} is vacant already. Check which post is meant.";
        NotThatPost(post: PostId) =>
            "{post}不是这个人在这个组织的职务。请核对人员和组织。",
            "{post} is not held by this person in this body. Check both.";
        GroundMissing =>
            "任命须写任命机关或文号,选举须写会议、决议或文号(source)。请补上依据。",
            "An appointment names its body or document; an election its meeting, motion or document (source).";
    }
}
