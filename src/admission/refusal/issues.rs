//! Refusals about issues, activities and pledges, in both languages.

use super::Refusal;
use crate::domain::Bilingual;
use crate::event::Names;

impl Refusal {
    pub(super) fn about_issues(&self, names: &dyn Names) -> Bilingual {
        match self {
            Self::BeforeItWasRaised { issue, raised } => {
                let name = names.issue(*issue);
                Bilingual::new(
                    format!("事项{}于 {raised} 才提出。请核对日期。", name.zh),
                    format!("The issue {} was raised on {raised} only. Check the date.", name.en),
                )
            }
            Self::IssueClosed { issue, closed } => {
                let name = names.issue(*issue);
                Bilingual::new(
                    format!(
                        "事项{}已于 {closed} 办结。如又出现,请重新提出,并用 again 写明原来那一件。",
                        name.zh
                    ),
                    format!(
                        "The issue {} was closed on {closed}. Raise it again, and name it in again.",
                        name.en
                    ),
                )
            }
            Self::NobodyInCharge => Bilingual::new(
                "没有写明由谁承办。请写承办人(responsible)、承办组织(handled_by)或承办单位(unit)。",
                "Nobody is named to take care of it. Name a person (responsible), a body (handled_by) or a unit.",
            ),
            Self::FewerThanNamed { count, named } => Bilingual::new(
                format!("人数 {count} 少于写明姓名的 {named} 人。请核对人数或名单。"),
                format!(
                    "{count} people are fewer than the {named} named. Check the number or the list."
                ),
            ),
            Self::AlreadyResolved(motion) => {
                let name = names.motion(*motion);
                Bilingual::new(
                    format!(
                        "{}已有决议。如需改正,请用 corrects;如有新的决定,请另提议案。",
                        name.zh
                    ),
                    format!("{} has its resolution. Use corrects to change it.", name.en),
                )
            }
            _ => Bilingual::new(
                "没有写明谁发言。已登记的写 speaker,未登记的写 speaker_name。请补上一项。",
                "Nobody is named as the speaker. Write speaker, or speaker_name for a guest.",
            ),
        }
    }
}
