//! The first document of a new book: the one who keeps it, the branch, its members and its secretary.
//!
//! Everything else needs somebody who says so and a body that it is about, so these come together in
//! one file, all or nothing.

/// The first document of an owners' assembly; every blank begins with 填写.
pub const START_OWNERS: &str = r#"// 业主大会开账后的第一份文件:记账人、业主大会。
// The first document of an owners' assembly: who keeps the book, and the assembly.
{
  "by": { "actor": "@填写记账人姓名", "role": "administrator" },
  "facts": [
    // 记账人,是业主的以后不用再登记 / who keeps the book
    { "kind": "person.registered", "name": "填写记账人姓名", "happened": "填写登记日期" },

    // 复录人、监票人:每张票由两人各录一次,所以至少再登记一人 / a second one, to key ballots again
    { "kind": "person.registered", "name": "填写复录人姓名", "happened": "填写登记日期" },

    // 业主大会。早已成立的写 brought_forward 和成立的年月;现在成立的写 founded
    // The assembly: brought_forward when it existed before, founded when it is new.
    { "kind": "body.established", "label": "yezhu", "name": "填写业主大会全称",
      "body_kind": "owner_assembly", "basis": "brought_forward", "happened": "填写成立年月" }
  ]
}
// 以后依次:yishi new 业主名册、冻结名册、会议通知、议案、开始表决、发票收票录票、复录、计票结果、公示。
// Then yishi new with units, roll, notice, motion, count, ballots, ballots-again, result and
// publication, in this order.
"#;

/// A document to fill in; every blank begins with 填写.
pub const START: &str = r#"// 开账后的第一份文件:记账人、支部、党员、书记,一次记下。
// The first document: who keeps the book, the branch, its members, its secretary.
// 业主大会的账用另一份:yishi new 业主开始 / for an owners' assembly: yishi new start-owners
// 多一名党员,就多抄一段 person.registered 和 membership.changed。
// For each further member, copy the two facts.
{
  "by": { "actor": "@填写书记姓名", "role": "administrator" },
  "facts": [
    // 书记本人 / the secretary
    { "kind": "person.registered", "name": "填写书记姓名", "happened": "填写登记日期" },

    // 支部。早已成立的写 brought_forward 和成立的年月;现在成立的写 founded
    // The branch: brought_forward when it existed before, founded when it is new.
    { "kind": "body.established", "label": "zhibu", "name": "填写支部全称",
      "body_kind": "party_branch", "basis": "brought_forward", "happened": "填写成立年月" },

    // 书记的党籍:full 正式党员,probationary 预备党员 / standing of the secretary
    { "kind": "membership.changed", "person": "@填写书记姓名", "body": "@zhibu",
      "change": "brought_forward", "status": "full", "happened": "填写成立年月" },

    // 又一名党员 / another member
    { "kind": "person.registered", "name": "填写党员姓名", "happened": "填写登记日期" },
    { "kind": "membership.changed", "person": "@填写党员姓名", "body": "@zhibu",
      "change": "brought_forward", "status": "full", "happened": "填写成立年月" },

    // 书记的职务 / the post
    { "kind": "post.filled", "person": "@填写书记姓名", "body": "@zhibu",
      "post_kind": "secretary", "basis": "brought_forward", "happened": "填写任职日期" }
  ]
}
"#;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::Document;

    #[test]
    fn it_is_a_document_with_blanks() {
        let document = Document::parse(START.as_bytes()).unwrap();
        assert_eq!(document.facts.len(), 6);
        assert!(document.by.unwrap().0.contains("填写"));
        let document = Document::parse(START_OWNERS.as_bytes()).unwrap();
        assert_eq!(document.facts.len(), 3);
    }
}
