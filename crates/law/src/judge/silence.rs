//! The vote with and without those who were served and did not reply, each by itself.

use super::{Case, Choosing, all_met};
use crate::verdict::Deemed;

/// One column for each way that the rules know to treat silence, the one that counts it for nothing
/// first. Nothing where no silence is on record, or where there is only one way.
pub(super) fn columns(case: &Case<'_>) -> Vec<Deemed> {
    let columns = case.dimensions.iter().flat_map(|dimension| {
        dimension.options().enumerate().filter_map(|(at, way)| {
            let Choosing::Silence(policy) = way else { return None };
            let combination = dimension.alone(at);
            let forms = case.forms(combination);
            let compare = |(card, choosing)| case.compare(card, choosing, forms);
            let comparisons: Vec<_> = case.chosen(combination).flat_map(compare).collect();
            let met = all_met(&comparisons);
            Some(Deemed { policy, comparisons, met })
        })
    });
    let mut columns: Vec<Deemed> = columns.collect();
    columns.sort_by_key(|one| one.policy);
    if columns.len() > 1 { columns } else { Vec::new() }
}
