//! Refusals about ballots.

use super::told::refusals;
use crate::domain::{BallotId, MotionId, UnitId};

refusals! {
    /// Why a fact about a ballot is not put on record.
    BallotRefusal {
        UnitsWrong =>
            "没有写这张票代表哪些户(units),或有重复。请每户写一次。",
            "The ballot names no unit (units), or one twice. Name each once.";
        TooManyUnits { found: usize, max: usize } =>
            "一张票最多代表 {max} 户,这里有 {found} 户。请分成几张票。",
            "A ballot stands for at most {max} units, here are {found}. Issue several.";
        UnitNotOnRoll(unit: UnitId) =>
            "{unit}不在本次表决的名册上,不能发票。请核对户编号和名册。",
            "{unit} is not on the roll of this count. Check unit and roll.";
        UnitHasBallot { unit: UnitId, ballot: BallotId } =>
            "{unit}已有{ballot},一户只投一次。原票遗失或作废的,请先记 ballot.set_aside。",
            "{unit} has {ballot} already and votes once. Set that one aside first if it is void.";
        OtherCount(ballot: BallotId) =>
            "{ballot}属于另一次计票。请核对票号。",
            "{ballot} belongs to another count. Check its number.";
        SetAside(ballot: BallotId) =>
            "{ballot}已经作废。请核对票号。",
            "{ballot} was set aside. Check its number.";
        DoneAlready(ballot: BallotId, step: Step) =>
            "{ballot}已经{step}。如需更正,请用 corrects。",
            "{ballot} is {step} already. To change it, use corrects.";
        NotReturned(ballot: BallotId) =>
            "{ballot}还没有收回。请先记 ballot.returned。",
            "{ballot} has not come back. Record ballot.returned first.";
        NotAsked(motion: MotionId) =>
            "{motion}不在这次表决之中。请核对议案。",
            "{motion} is not on this ballot. Check the motion.";
        AsksNothing =>
            "每个选择须写明本次表决的一项议案(motion)或一名候选人(candidate)。请核对。",
            "Each choice names one motion or one candidate of this count. Check it.";
        MarkedTwice(ballot: BallotId) =>
            "{ballot}同一项录了两次。票上重复勾选的,请记 ballot.rejected。",
            "A question of {ballot} is keyed twice. Reject a ballot that is marked twice.";
    }
}

refusals! {
    /// What happens to a ballot once.
    Step {
        Delivered => "送达", "delivered";
        Returned => "收回", "returned";
        KeyedFirst => "初录", "keyed the first time";
        KeyedSecond => "复录", "keyed the second time";
        Rejected => "认定无效", "rejected";
    }
}
