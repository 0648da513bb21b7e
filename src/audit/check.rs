//! The checks, numbered for ever: a letter that was given away keeps its meaning.
//!
//! `A2` to `A4` are kept for the proofs: tree, signatures, one history.

use crate::domain::Bilingual;
use core::fmt;

macro_rules! checks {
    ($($(#[$doc:meta])* $name:ident = $id:literal, $zh:literal, $en:literal;)*) => {
        /// One check of an audit.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Check {
            $($(#[$doc])* $name,)*
        }

        impl Check {
            /// Every check, in the order of their ids.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its id, for example `A1.a`.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// What holds when it holds.
            pub fn title(self) -> Bilingual {
                match self { $(Self::$name => Bilingual::new($zh, $en),)* }
            }
        }
    };
}

checks! {
    /// Length and line feeds.
    Framing = "A0.a", "每条记录一行,以换行结束,不超长", "each entry is one ended line within its limit";
    /// UTF-8 and canonical JSON.
    Canonical = "A0.b", "每行都是规范 JSON", "each line is canonical JSON";
    /// The ten keys and what they may hold.
    Keys = "A0.c", "十个键齐全,取值合规", "the ten keys are there and well formed";
    /// Kind and version are known.
    Known = "A0.d", "事件种类和版本本程序都认识", "kinds and versions are known to this program";
    /// The data are what their kind says.
    Shape = "A0.e", "内容符合其种类,个人信息都已封存", "data fit their kind, personal values are sealed";
    /// Numbers without gaps, files named by them.
    Sequence = "A0.f", "编号连续,文件名与首条编号一致", "numbers have no gaps and files are named by them";
    /// Commands are whole.
    Commands = "A0.g", "每个命令完整,不跨文件", "commands are whole and stay in one file";
    /// Each line names the hash of the line before it.
    Chain = "A1.a", "每条记录都接在上一条的哈希之后", "each entry names the hash of the one before it";
    /// The first entry begins the registry.
    Beginning = "A1.b", "第 0 条是建账记录", "entry 0 begins the registry";
    /// Recorded time does not go back.
    Clock = "A1.c", "记录时间不倒退(校正时钟除外)", "recorded time goes back only where the clock was corrected";
    /// No command stands twice.
    Once = "A1.d", "没有重复的命令", "no command stands twice";
    /// Nothing stands behind the last complete command.
    End = "A1.e", "最后一个完整命令之后没有多余内容", "nothing stands behind the last complete command";
    /// The journal is as long as everything says that remembers its end.
    Vouched = "A1.f", "所有记着末尾的记载都与流水相符", "everything that remembers its end agrees with it";
    /// Openings open their seals.
    Openings = "A5.a", "封存信息与封条相符", "openings open their seals";
    /// Openings belong to seals on record.
    Strays = "A5.b", "保管库里没有无主的信息", "every opening in the vault belongs to a seal on record";
    /// Seals can be opened, unless the erasure is on record.
    Erasures = "A5.c", "缺少的信息都有删除记录,删除的都已不在",
        "missing openings were erased on record, erased ones are gone";
    /// Attachments are what the journal says.
    Attachments = "A5.d", "附件与记录的哈希一致",
        "attachments have the recorded hash and length";
    /// Tags follow from the data.
    Tags = "A6.a", "标签与内容重新推算一致", "tags worked out again are those on record";
    /// Commands are admitted again.
    Admission = "A6.b", "每个命令重新审查仍可入账", "every command would be admitted again";
    /// Rule books and pins are what they were.
    Books = "A6.c", "规则汇编和规则快照重新推算一致", "rule books and their pins worked out again agree";
    /// Projections come out the same twice.
    Projections = "A6.d", "两次推算的账面相同,并与清单一致",
        "what is so comes out the same twice, and as the manifest says";
    /// The index shows what the journal says.
    Rows = "A6.e", "索引里的账面与流水一致", "what the index shows is what the journal says";
    /// No motion was announced with two contrary results.
    Announced = "A6.f", "同一议案没有先后相反的宣布", "no motion was announced with two contrary results";
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// How deep an audit goes. Each level does what the one before it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Level {
    /// The chain of hashes, its end, and what vouches for it.
    Chain,
    /// Also the form of every line, byte by byte, and its place among its neighbours.
    Strict,
    /// Everything: meaning, vault, admission, rule books, projections.
    #[default]
    Full,
}

impl Level {
    /// Whether this level looks at this check.
    pub const fn includes(self, check: Check) -> bool {
        match check {
            Check::Chain | Check::End | Check::Vouched => true,
            Check::Framing
            | Check::Canonical
            | Check::Keys
            | Check::Sequence
            | Check::Commands
            | Check::Beginning
            | Check::Clock
            | Check::Once => !matches!(self, Self::Chain),
            Check::Known
            | Check::Shape
            | Check::Openings
            | Check::Strays
            | Check::Erasures
            | Check::Attachments
            | Check::Tags
            | Check::Admission
            | Check::Books
            | Check::Projections
            | Check::Rows
            | Check::Announced => matches!(self, Self::Full),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_sorted_and_each_stands_once() {
        assert!(Check::ALL.is_sorted_by(|one, other| one.id() < other.id()));
        assert_eq!(Check::Chain.to_string(), "A1.a");
    }

    #[test]
    fn a_deeper_level_does_what_a_shallower_one_does() {
        for check in Check::ALL {
            assert!(!Level::Chain.includes(*check) || Level::Strict.includes(*check));
            assert!(!Level::Strict.includes(*check) || Level::Full.includes(*check));
        }
    }
}
