//! The sentences of an election, in both languages.

use super::{CandidateVerdict, ElectionVerdict, Placing, Stands};
use crate::procedure::{order_by, tie_by};
use crate::verdict::Missing;
use domain::Bilingual;

impl ElectionVerdict {
    /// The whole in one sentence: whether the round stands, how many are elected, what is open. The
    /// parts and the candidates have sentences of their own, with numbers and articles.
    pub fn sentence(&self) -> Bilingual {
        match self.stands {
            Stands::No => {
                return Bilingual::new(
                    "本轮选举无效,没有人当选。",
                    "The round does not stand; nobody is elected.",
                );
            }
            Stands::Yes | Stands::Open => {}
        }
        let of = |placing| self.candidates.iter().filter(|one| one.placing == placing).count();
        let (elected, tied, open) = (of(Placing::Elected), of(Placing::Tied), of(Placing::Open));
        let mut told = match self.stands {
            Stands::Yes => Bilingual::new("本轮选举有效", "The round stands"),
            _ => Bilingual::new(
                "本轮选举是否有效尚不能判定;如有效",
                "Whether the round stands is open; if so",
            ),
        };
        let mut add = |zh: String, en: String| {
            told.zh.push_str(&zh);
            told.en.push_str(&en);
        };
        match self.seats {
            Some(seats) => add(
                format!(",当选 {elected} 名/应选 {seats} 名"),
                format!(", {elected} elected of {seats} seats"),
            ),
            None => add(format!(",当选 {elected} 名"), format!(", {elected} elected")),
        }
        if tied > 0 {
            let rule = self.order.tie_rule.map(tie_by);
            let zh = rule.as_ref().map_or(String::new(), |rule| format!(",应{}", rule.zh));
            let en = rule.as_ref().map_or(String::new(), |rule| format!(": {}", rule.en));
            add(
                format!(";{tied} 名候选人在最后名额上票数相等{zh}"),
                format!("; {tied} tie at the last seat{en}"),
            );
        }
        if open > 0 {
            add(format!(";{open} 名尚不能判定"), format!("; {open} are open"));
        }
        if let Some(empty) = self.empty_seats.filter(|empty| *empty > 0) {
            add(
                format!(";尚缺 {empty} 名,可另行选举"),
                format!("; {empty} seats are empty, for a further election"),
            );
        }
        for missing in self.missing.iter().map(Missing::sentence) {
            add(format!(";{}", missing.zh), format!("; {}", missing.en));
        }
        add("。".to_owned(), ".".to_owned());
        told
    }

    /// All sentences: the whole, attendance, competition, ballots, the order, formation, findings.
    /// Those of the candidates are [`CandidateVerdict::sentence`].
    pub fn sentences(&self) -> Vec<Bilingual> {
        let labelled = |zh: &str, en: &str, verdict: &crate::Verdict| {
            let sentence = verdict.sentence();
            Bilingual::new(format!("{zh}:{}", sentence.zh), format!("{en}: {}", sentence.en))
        };
        let mut lines = vec![self.sentence(), labelled("参加", "Attendance", &self.attendance)];
        lines.extend(self.competition.iter().map(|one| labelled("差额", "Competition", one)));
        lines.extend(self.ballots.iter().map(|one| labelled("选票", "Ballots", one)));
        lines.extend(self.order_sentence());
        lines.extend(self.formation.iter().map(|one| labelled("成立", "Formation", one)));
        lines.extend(self.findings.iter().map(super::ElectionFinding::sentence));
        lines
    }

    fn order_sentence(&self) -> Option<Bilingual> {
        let key = self.order.rank_key.map(order_by)?;
        let cited = self.order_citation.as_ref().map(|citation| {
            let sentence = citation.sentence();
            Bilingual::new(format!("{}。", sentence.zh), format!(" {}.", sentence.en))
        });
        let cited = cited.unwrap_or_else(|| Bilingual::new("", ""));
        Some(Bilingual::new(
            format!("次序:按{}排列。{}", key.zh, cited.zh),
            format!("Order: by {}.{}", key.en, cited.en),
        ))
    }
}

/// That heads of buildings are selected by a local plan, and that none is among the rules.
pub fn plan_needed() -> Bilingual {
    Bilingual::new(
        "楼长、单元长的推选没有全国统一的规定,须有本地方案或者推选办法;账内还没有采用这样的规则,\
         采用后才能判定(推选单位、到会人数、得票多少当选、公示几天)。",
        "No national rule governs the selection of heads of buildings: a local plan or method is \
         needed, and none is adopted on record. Once it is (who selects, how many attend, what \
         elects, how long it is posted), this can be decided.",
    )
}

impl Placing {
    /// 当选, 得票够而无名额, 平票待定, 未当选, 尚不能判定.
    pub fn name(self) -> Bilingual {
        match self {
            Self::Elected => Bilingual::new("当选", "elected"),
            Self::WithoutSeat => {
                Bilingual::new("得票达到要求但名额已满", "votes reached, seats taken by others")
            }
            Self::Tied => Bilingual::new("最后名额上票数相等,待定", "tied at the last seat"),
            Self::NotElected => Bilingual::new("未当选", "not elected"),
            Self::Open => Bilingual::new("尚不能判定", "open"),
        }
    }
}

impl CandidateVerdict {
    /// 当选(第 2 位)。赞成 15 人/应到 20 人(要求 >1/2,达到)。《…》第…条〔…〕。
    pub fn sentence(&self) -> Bilingual {
        let name = self.placing.name();
        let place = self.rank.map_or_else(
            || Bilingual::new("", ""),
            |rank| Bilingual::new(format!("(第 {rank} 位)"), format!(" (place {rank})")),
        );
        let why = self.verdict.sentence();
        Bilingual::new(
            format!("{}{}。{}", name.zh, place.zh, why.zh),
            format!("{}{}. {}", crate::sentence::capital(&name.en), place.en, why.en),
        )
    }
}
