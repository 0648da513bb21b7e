//! Refusals about units and rolls of owners.

use super::told::refusals;
use crate::domain::{RollId, UnitId};

refusals! {
    /// Why a fact about a unit or a roll of owners is not put on record.
    RollRefusal {
        NoOwner =>
            "没有写产权人(owners)。请先登记业主,再写上。",
            "No owner is named (owners). Register the owners and name them.";
        OwnerTwice => "同一产权人写了两次。请删去重复的。", "An owner is named twice. Remove one.";
        NoArea =>
            "专有部分面积不能是 0。请按登记簿填写,单位 0.01 平方米:89.50 ㎡ 写 8950。",
            "The area cannot be 0. Write it in 0.01 m²: 89.50 m² is 8950.";
        NothingChanged =>
            "没有写明变更了什么(owners、area 或 removed)。请写上。",
            "It does not say what changed (owners, area or removed). Add it.";
        UnitRemoved(unit: UnitId) =>
            "{unit}已经注销。请核对户编号,或另行登记。",
            "{unit} was removed. Check which unit is meant, or register it anew.";
        RollEmpty =>
            "名册是空的:当天该范围内没有登记的专有部分。请先登记,或核对日期、幢号。",
            "The roll is empty: no unit of this range is on record on that day. Register units, or check date and buildings.";
        RollTotalsDiffer =>
            "合计与登记的专有部分不符。请删去 totals,由程序统计。",
            "The totals are not those of the units. Leave \"totals\" out.";
        PaperHasNoFingerprint =>
            "照抄纸质名册的没有指纹。请删去 fingerprint。",
            "A roll taken from paper has no fingerprint. Leave it out.";
        MoreHeadsThanUnits =>
            "业主人数多于专有部分数:一个专有部分只算一人。请核对两个数。",
            "There are more owners than units; a unit is one head. Check both numbers.";
        RollInUse(roll: RollId) =>
            "{roll}已经用于表决,不能更正。请另行冻结一份名册。",
            "A count is open on {roll}. Freeze another roll.";
        RollMisplaced =>
            "业主大会以冻结的名册(roll)为准,不再写应到、请假、缺席名单或人数;其他会议不写 roll。请改正。",
            "An owners' assembly names a frozen roll and neither persons nor numbers due; other meetings name no roll. Correct it.";
    }
}
