//! An announcement to be checked: what somebody published, to be typed in as far as it goes.

/// An announcement to fill in; every blank begins with 填写.
pub const ANNOUNCEMENT: &str = r#"// 把公告上的数字照抄进来,然后运行 yishi check 文件。公告上没有的,整行删去,不要写 0。
// Copy the figures of the announcement, then run yishi check FILE. Delete what it does not give.
{
  // 什么组织:owner_assembly 业主大会,owner_committee 业主委员会,party_branch 党支部,
  // residents_committee 居民委员会 / which body
  "body": "owner_assembly",
  // 地区代码,不知道写 CN / code of the place
  "place": "CN",
  // 表决日期;书面表决写截止日 / day of the vote, or last day of voting
  "decided": "填写表决日期",
  // 通知张贴日期、投票开始日期 / day of the notice, first day of voting
  "notice_posted": "填写通知日期",
  "begins": "填写开始日期",

  // 党支部、委员会:应到、实到人数 / members due and present
  "due": "填写应到人数",
  "present": "填写实到人数",

  // 业主大会:全体和参与的人数、面积(㎡,带引号);比例照公告原样,不写百分号
  // owners: all of them and those taking part; percentages as printed, without the sign
  "roll": { "heads": "填写全体人数", "area": "填写全体面积" },
  "participation": { "heads": "填写参与人数", "area": "填写参与面积",
                     "heads_percent": "填写人数比例", "area_percent": "填写面积比例" },

  // 表决票 / papers
  "ballots": { "issued": "填写发出", "delivered": "填写送达", "returned": "填写收回",
               "not_returned": "填写未收回", "valid": "填写有效", "invalid": "填写无效" },

  // 送达没有反馈的:not_participating 不计入,participating_abstain 视为弃权,
  // joins_majority 计入多数;included 表示上面的数字已经含有 / silence
  "silence": { "heads": "填写未反馈人数", "area": "填写未反馈面积",
               "counted_as": "填写如何计入", "clause": "填写依据条款", "included": true },

  // 表决事项;announced 写 carried 通过,或 not_carried 未通过 / motions
  "motions": [
    { "title": "填写事项", "matter_kind": "property_service",
      "in_favour": { "heads": "填写同意人数", "area": "填写同意面积",
                     "heads_percent": "填写同意人数比例", "area_percent": "填写同意面积比例" },
      "against": { "heads": "填写反对人数", "area": "填写反对面积" },
      "abstain": { "heads": "填写弃权人数", "area": "填写弃权面积" },
      "announced": "carried" }
  ]
}
"#;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::{AnnouncementError, read_announcement};

    #[test]
    fn every_blank_filled_in_makes_an_announcement() {
        let blank = read_announcement(ANNOUNCEMENT.as_bytes()).unwrap_err();
        assert!(matches!(blank, AnnouncementError::BlankLeft { .. }));
        let filled = |blank: &str| match blank {
            _ if blank.contains("日期") => "\"2022-05-16\"",
            _ if blank.contains("面积比例") || blank.contains("人数比例") => "\"66.67\"",
            _ if blank.contains("面积") => "\"12.50\"",
            "填写如何计入" => "\"joins_majority\"",
            "填写依据条款" | "填写事项" => "\"甲\"",
            _ => "7",
        };
        let mut text = String::new();
        for (at, part) in ANNOUNCEMENT.split('"').enumerate() {
            if at % 2 == 1 && part.starts_with("填写") {
                text.push_str(filled(part));
            } else if at % 2 == 1 {
                text.push_str(&format!("\"{part}\""));
            } else {
                text.push_str(part);
            }
        }
        let read = read_announcement(text.as_bytes()).unwrap();
        assert_eq!(read.motions.len(), 1);
        assert!(read.silence.is_some() && read.begins.is_some());
    }
}
