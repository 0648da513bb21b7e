//! Refusals about what was posted.

use super::told::refusals;
use crate::domain::PublicationId;

refusals! {
    /// Why a fact about something posted is not put on record.
    PublicationRefusal {
        AboutNothing =>
            "没有写公示的是什么(meeting、motion、election、roll 或 count)。请写上。",
            "It does not say what it is about (meeting, motion, election, roll or count). Add it.";
        TakenDown(publication: PublicationId) =>
            "{publication}已经撤下。请核对。",
            "{publication} was taken down already. Check which is meant.";
        ObjectionTaken(number: u32) =>
            "异议序号 {number} 不能用:从 1 起,每件一个。请换一个。",
            "Objection number {number} cannot be used. Count from 1, each once.";
        NoSuchObjection(number: u32) =>
            "没有第 {number} 号异议。请先记录收到异议,或核对序号。",
            "There is no objection {number}. Record it first, or check the number.";
        ObjectionAnswered(number: u32) =>
            "第 {number} 号异议已经答复。如需更正,请用 corrects。",
            "Objection {number} was answered. To change the answer, use corrects.";
    }
}
