//! The vote with and without those who were served and did not reply, each by itself.

use super::{Case, Choosing, all_met};
use crate::law::verdict::Deemed;

/// One column for each way that the rules know to treat silence, the one that counts it for nothing
/// first. Nothing where no silence is on record, or where there is only one way.
pub(super) fn columns(case: &Case<'_>) -> Vec<Deemed> {
    let of_silence = |choosing: &Choosing<'_>| matches!(choosing, Choosing::Silence(_));
    let place = case.dimensions.iter().position(|one| one.options.iter().any(of_silence));
    let Some((place, ways)) =
        place.and_then(|place| Some((place, case.dimensions.get(place)?.options.as_slice())))
    else {
        return Vec::new();
    };
    let column = |(option, way): (usize, &Choosing<'_>)| {
        let Choosing::Silence(policy) = way else { return None };
        let pick = |at: usize| if at == place { option } else { 0 };
        let combination: Vec<usize> = (0..case.dimensions.len()).map(pick).collect();
        let chosen = case.chosen(&combination).into_iter();
        let compare = |(card, choosing)| case.compare(card, choosing, &combination);
        let comparisons: Vec<_> = chosen.flat_map(compare).collect();
        let met = all_met(&comparisons);
        Some(Deemed { policy: *policy, comparisons, met })
    };
    let mut columns: Vec<Deemed> = ways.iter().enumerate().filter_map(column).collect();
    columns.sort_by_key(|one| one.policy);
    if columns.len() > 1 { columns } else { Vec::new() }
}
