//! What could stand in a paper book and is odd: recorded all the same, and told to whoever asks.

use crate::answer::View;
use crate::domain::{Bilingual, BodyId, PostKind};
use crate::event::Names;
use crate::projection::{MembershipBasis, MotionRow, Seat, Unreadable};
use chrono::NaiveDate;

impl View {
    /// What is odd about the seats of a body that are held on a day.
    pub fn odd_seats(&self, body: BodyId, day: NaiveDate) -> Result<Vec<Bilingual>, Unreadable> {
        let seats = self.snapshot.projections.seats_on(body, day)?;
        let mut odd = Vec::new();
        for kind in [PostKind::Secretary, PostKind::GroupLeader, PostKind::Chair] {
            let holders: Vec<&Seat> =
                seats.iter().filter(|seat| seat.holding.post_kind == kind).collect();
            if holders.len() > 1 {
                odd.push(self.shared_seat(body, kind, &holders));
            }
        }
        for seat in &seats {
            odd.extend(self.early_seat(body, seat)?);
        }
        Ok(odd)
    }

    fn shared_seat(&self, body: BodyId, kind: PostKind, holders: &[&Seat]) -> Bilingual {
        let names = self.names();
        let (body, count) = (names.body(body), holders.len());
        let holders: Vec<Bilingual> =
            holders.iter().map(|seat| names.person(seat.holding.person)).collect();
        let zh: Vec<&str> = holders.iter().map(|name| name.zh.as_str()).collect();
        let en: Vec<&str> = holders.iter().map(|name| name.en.as_str()).collect();
        Bilingual::new(
            format!("{}同时有 {count} 名{}:{}。", body.zh, kind.zh(), zh.join("、")),
            format!("{} has {count} of {} at once: {}.", body.en, kind.en(), en.join(", ")),
        )
    }

    /// A seat that was taken before its holder joined the body. Who was brought forward belonged to
    /// it before the book began, and who is a member elsewhere only has no date to compare.
    fn early_seat(&self, body: BodyId, seat: &Seat) -> Result<Option<Bilingual>, Unreadable> {
        let Some(row) = self.snapshot.projections.person(seat.holding.person)? else {
            return Ok(None);
        };
        let own = || row.memberships.iter().filter(|membership| membership.body == body);
        let before = own().any(|membership| {
            membership.basis == MembershipBasis::BroughtForward
                || membership.from.first_day() <= seat.from.last_day()
        });
        let Some(first) = own().map(|membership| membership.from).min().filter(|_| !before) else {
            return Ok(None);
        };
        let names = self.names();
        let (person, body) = (names.person(seat.holding.person), names.body(body));
        let (kind, from) = (seat.holding.post_kind, seat.from);
        Ok(Some(Bilingual::new(
            format!("{}自 {from} 起任{}{},而 {first} 才加入。", person.zh, body.zh, kind.zh()),
            format!(
                "{} is {} of {} since {from}, but joined on {first} only.",
                person.en,
                kind.en(),
                body.en
            ),
        )))
    }

    /// What is odd about the announcements of a motion: one that is dated before the vote.
    pub fn odd_announcement(&self, row: &MotionRow) -> Result<Option<Bilingual>, Unreadable> {
        let votes = self.snapshot.projections.votes(row.motion)?;
        let Some(voted) = votes.as_ref().and_then(|votes| votes.last()).map(|vote| vote.on) else {
            return Ok(None);
        };
        let early = row.announced.iter().find(|one| one.on.last_day() < voted.first_day());
        Ok(early.map(|one| {
            let announced = one.on;
            Bilingual::new(
                format!("宣布结果的日期({announced})早于表决({voted})。"),
                format!("The result was announced on {announced}, before the vote on {voted}."),
            )
        }))
    }
}
