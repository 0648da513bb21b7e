//! What serde says of a field that cannot be read, said to people in both languages.
//!
//! serde words its faults in English, in a few fixed forms. Each form is taken apart and said anew;
//! what the domain says of its own texts comes in both languages already.

use crate::domain::Bilingual;

/// Kinds of values as serde names them.
const TYPES: &[(&str, &str, &str)] = &[
    ("string", "文字", "a text"),
    ("a string", "文字", "a text"),
    ("borrowed string", "文字", "a text"),
    ("integer", "整数", "a whole number"),
    ("boolean", "true 或 false", "true or false"),
    ("a boolean", "true 或 false", "true or false"),
    ("sequence", "列表", "a list"),
    ("a sequence", "列表", "a list"),
    ("map", "{…}", "an object {…}"),
    ("a map", "{…}", "an object {…}"),
    ("null", "空值", "nothing"),
    ("unit value", "空值", "nothing"),
    ("floating point", "小数", "a fraction"),
    ("u8", "不小于 0 的整数", "a whole number from 0"),
    ("u16", "不小于 0 的整数", "a whole number from 0"),
    ("u32", "不小于 0 的整数", "a whole number from 0"),
    ("u64", "不小于 0 的整数", "a whole number from 0"),
    ("i32", "整数", "a whole number"),
    ("i64", "整数", "a whole number"),
    ("a text, or {\"seal\": 64 hexadecimal digits}", "文字", "a text"),
];

/// Says a fault of a field in both languages.
pub(crate) fn shape_fault(fault: &str) -> Bilingual {
    let name = fault.split('`').nth(1).unwrap_or_default();
    if fault.starts_with("missing field") {
        return Bilingual::new(format!("缺少“{name}”"), format!("\"{name}\" is missing"));
    }
    if fault.starts_with("duplicate field") {
        return Bilingual::new(format!("“{name}”写了两次"), format!("\"{name}\" stands twice"));
    }
    for (begin, zh, en) in [
        ("unknown field", "这一栏", "there is no field"),
        ("unknown variant", "这个选项", "there is no option"),
    ] {
        if fault.starts_with(begin) {
            let known = known(fault);
            return Bilingual::new(
                format!("没有“{name}”{zh},可用的有 {}", known.join("、")),
                format!("{en} \"{name}\"; there are {}", known.join(", ")),
            );
        }
    }
    for begin in ["invalid type: ", "invalid value: ", "invalid length "] {
        if let Some((found, expected)) =
            fault.strip_prefix(begin).and_then(|rest| rest.split_once(", expected "))
        {
            let (found, expected) = (value(found), value(expected));
            return Bilingual::new(
                format!("写的是{},应为{}", found.zh, expected.zh),
                format!("it is {}, and must be {}", found.en, expected.en),
            );
        }
    }
    of_the_domain(fault)
}

/// The words between backquotes behind `expected`.
fn known(fault: &str) -> Vec<&str> {
    let known = fault.split_once(", expected ").map_or("", |(_, known)| known);
    known.split('`').skip(1).step_by(2).collect()
}

/// A value or a kind of value, with what serde quotes of it.
fn value(said: &str) -> Bilingual {
    let find = |name: &str| TYPES.iter().find(|(own, _, _)| *own == name);
    if let Some((_, zh, en)) = find(said) {
        return Bilingual::new(*zh, *en);
    }
    // `string "abc"`, "integer `5`", "boolean `true`"
    let quote = said.find(['"', '`']).unwrap_or(said.len());
    let (name, quoted) = said.split_at_checked(quote).unwrap_or((said, ""));
    let quoted = quoted.trim_matches('`');
    match find(name.trim()) {
        Some((_, zh, en)) => Bilingual::new(format!("{zh} {quoted}"), format!("{en} {quoted}")),
        // A struct of ours: what it is called says nothing to anybody.
        None if said.starts_with("struct ") => Bilingual::new("{…}", "an object {…}"),
        None => Bilingual::new(format!("“{said}”"), format!("\"{said}\"")),
    }
}

/// What the domain says of a text of its own: the English, with the Chinese in brackets.
fn of_the_domain(fault: &str) -> Bilingual {
    let chinese = |(place, _): &(usize, &str)| {
        fault.get(place + 1..).and_then(|rest| rest.chars().next()).is_some_and(|c| !c.is_ascii())
    };
    if let Some((place, _)) = fault.match_indices('(').find(chinese)
        && let Some((before, rest)) = fault.split_at_checked(place)
        && let Some((zh, behind)) = rest.split_once(')')
    {
        return Bilingual::new(
            zh.trim_start_matches('('),
            format!("{}{behind}", before.trim_end()),
        );
    }
    let forms = [
        ("identifier", "不是编号;编号是 26 个字符,由 0-9 和 A-Z(不含 I、L、O、U)组成"),
        ("hexadecimal", "应为 64 个小写十六进制数字"),
    ];
    let zh = forms.iter().find(|(word, _)| fault.contains(word)).map_or(fault, |(_, zh)| zh);
    Bilingual::new(zh, fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_of_fields_are_said_in_both_languages() {
        let cases = [
            ("missing field `chair`", "缺少“chair”", "\"chair\" is missing"),
            (
                "unknown field `x`, expected one of `a`, `b`",
                "没有“x”这一栏,可用的有 a、b",
                "there is no field \"x\"; there are a, b",
            ),
            (
                "unknown variant `梦`, expected `onsite` or `online`",
                "没有“梦”这个选项,可用的有 onsite、online",
                "there is no option \"梦\"; there are onsite, online",
            ),
            (
                "invalid type: string \"五\", expected u32",
                "写的是文字 \"五\",应为不小于 0 的整数",
                "it is a text \"五\", and must be a whole number from 0",
            ),
            (
                "invalid type: integer `5`, expected a string",
                "写的是整数 5,应为文字",
                "it is a whole number 5, and must be a text",
            ),
            (
                "invalid type: map, expected a sequence",
                "写的是{…},应为列表",
                "it is an object {…}, and must be a list",
            ),
            (
                "invalid value: integer `-1`, expected u32",
                "写的是整数 -1,应为不小于 0 的整数",
                "it is a whole number -1, and must be a whole number from 0",
            ),
            (
                "invalid type: boolean `true`, expected struct AgendaItem",
                "写的是true 或 false true,应为{…}",
                "it is true or false true, and must be an object {…}",
            ),
            ("duplicate field `a`", "“a”写了两次", "\"a\" stands twice"),
            (
                "the text is empty (文字是空的); leave it out",
                "文字是空的",
                "the text is empty; leave it out",
            ),
        ];
        for (fault, zh, en) in cases {
            assert_eq!(shape_fault(fault), Bilingual::new(zh, en), "{fault}");
        }
    }
}
