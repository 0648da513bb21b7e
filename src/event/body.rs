//! Bodies: branches, committees, groups; how they begin, change and end.

use crate::domain::kinds::words;
use crate::domain::{Bilingual, BodyId, BodyKind, Label, Line};
use crate::event::classified::{Plain, plain};
use crate::event::fact::{Said, event};
use crate::event::names::Names;

words! {
    /// How a body came to be on record.
    BodyBasis {
        /// Founded then.
        Founded = "founded", "成立", "founded";
        /// Existed already when the registry began.
        BroughtForward = "brought_forward", "期初", "brought forward";
    }
}

plain!(BodyBasis);

event! {
    /// A body is established, or brought forward from before the registry began (成立).
    "body.established", 1, creates(body: BodyId), tags(body, parent);
    pub struct BodyEstablished {
        /// Kind (类别).
        body_kind: BodyKind,
        /// Full name (名称).
        name: Plain<Line>,
        /// Short name used in documents as @label (标签).
        label: Option<Plain<Label>>,
        /// Body that it stands under (上级).
        parent: Option<BodyId>,
        /// Founded now or brought forward (成立或期初).
        basis: BodyBasis,
        /// Who approved it, or the number of the reply (批准机关或文号).
        approval: Option<Plain<Line>>,
    }
}

event! {
    /// A body becomes one of another kind, for example a temporary branch a branch (转为).
    "body.converted", 1, tags(body);
    pub struct BodyConverted {
        /// Which body.
        body: BodyId,
        /// New kind (新类别).
        body_kind: BodyKind,
        /// New name, if it changes (新名称).
        name: Option<Plain<Line>>,
        /// Who approved it, or the number of the reply (批准机关或文号).
        approval: Option<Plain<Line>>,
    }
}

event! {
    /// A body gets another superior (调整隶属).
    "body.placed_under", 1, tags(body, parent);
    pub struct BodyPlacedUnder {
        /// Which body.
        body: BodyId,
        /// New superior (新上级).
        parent: BodyId,
        /// Who approved it, or the number of the reply (批准机关或文号).
        approval: Option<Plain<Line>>,
    }
}

words! {
    /// Why a body ends.
    DissolutionGround {
        /// Its task is done.
        TaskDone = "task_done", "任务完成", "task done";
        /// Merged into another body.
        Merged = "merged", "并入", "merged";
        /// Withdrawn by the superior.
        Withdrawn = "withdrawn", "撤销", "withdrawn";
    }
}

plain!(DissolutionGround);

event! {
    /// A body ends; when merged, its members are members of the other body from then on (撤销、合并).
    "body.dissolved", 1, tags(body, into);
    pub struct BodyDissolved {
        /// Which body.
        body: BodyId,
        /// Why (原因).
        ground: DissolutionGround,
        /// Body that it is merged into (并入的组织).
        into: Option<BodyId>,
        /// Who approved it, or the number of the reply (批准机关或文号).
        approval: Option<Plain<Line>>,
    }
}

impl Said for BodyEstablished {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (name, kind) = (self.name.as_str(), self.body_kind.name());
        let under = self.parent.map(|parent| names.body(parent));
        let (zh_under, en_under) = under
            .map(|under| (format!(",隶属{}", under.zh), format!(", under {}", under.en)))
            .unwrap_or_default();
        let (zh, en) = match self.basis {
            BodyBasis::Founded => ("成立", "was founded"),
            BodyBasis::BroughtForward => ("建账时已成立", "existed already"),
        };
        Bilingual::new(
            format!("{name}({}){zh}{zh_under}。", kind.zh),
            format!("{name} ({}) {en}{en_under}.", kind.en),
        )
    }
}

impl Said for BodyConverted {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (body, kind) = (names.body(self.body), self.body_kind.name());
        let (zh, en) = self
            .name
            .as_ref()
            .map(|name| {
                (format!(",更名为{}", name.as_str()), format!(", now called {}", name.as_str()))
            })
            .unwrap_or_default();
        Bilingual::new(
            format!("{}转为{}{zh}。", body.zh, kind.zh),
            format!("{} became a {}{en}.", body.en, kind.en),
        )
    }
}

impl Said for BodyPlacedUnder {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let (body, parent) = (names.body(self.body), names.body(self.parent));
        Bilingual::new(
            format!("{}改隶{}。", body.zh, parent.zh),
            format!("{} was placed under {}.", body.en, parent.en),
        )
    }
}

impl Said for BodyDissolved {
    fn sentence(&self, names: &dyn Names) -> Bilingual {
        let body = names.body(self.body);
        match (self.ground, self.into.map(|into| names.body(into))) {
            (DissolutionGround::Merged, Some(into)) => Bilingual::new(
                format!("{}并入{}。", body.zh, into.zh),
                format!("{} was merged into {}.", body.en, into.en),
            ),
            (DissolutionGround::TaskDone, _) => Bilingual::new(
                format!("{}任务完成,撤销。", body.zh),
                format!("{} ended, its task being done.", body.en),
            ),
            _ => {
                Bilingual::new(format!("{}撤销。", body.zh), format!("{} was dissolved.", body.en))
            }
        }
    }
}
