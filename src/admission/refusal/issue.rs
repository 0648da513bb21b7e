//! Refusals about issues.

use super::told::refusals;
use crate::domain::{Happened, IssueId};

refusals! {
    /// Why a fact about an issue is not put on record.
    IssueRefusal {
        BeforeItWasRaised { issue: IssueId, raised: Happened } =>
            "事项{issue}于 {raised} 才提出。请核对日期。",
            "The issue {issue} was raised on {raised} only. Check the date.";
        IssueClosed { issue: IssueId, closed: Happened } =>
            "事项{issue}已于 {closed} 办结。如又出现,请重新提出,并用 again 写明原来那一件。",
            "The issue {issue} was closed on {closed}. Raise it again, and name it in again.";
        NobodyInCharge =>
            "没有写明由谁承办。请写承办人(responsible)、承办组织(handled_by)或承办单位(unit)。",
            "Nobody is named to take care of it. Name a person (responsible), a body (handled_by) or a unit.";
    }
}
