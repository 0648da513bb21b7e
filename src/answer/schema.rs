//! JSON Schemas of the answers, made from their types.

use super::{
    Activities, BodyLine, CardAnswer, CardLine, Checked, CountLine, DueList, ElectionAnswer,
    ElectionLine, EntryLine, Handbook, IssueLine, List, MeetingLine, MotionLine, PersonLine,
    PublicationLine, RollLine, ScheduleLine, SeatLine, Story, Supposition, TextLine, Verified,
    VoteLine, Why,
};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

macro_rules! schemas {
    ($($name:literal: $answer:ty,)*) => {
        /// The schema of every answer, by the name of its file.
        pub fn answer_schemas() -> Vec<(&'static str, Value)> {
            vec![$(($name, of::<$answer>($name)),)*]
        }
    };
}

schemas! {
    "activities": Activities,
    "bodies": List<BodyLine>,
    "check": Vec<Checked>,
    "committees": List<SeatLine>,
    "counts": List<CountLine>,
    "due": DueList,
    "election": ElectionAnswer,
    "elections": List<ElectionLine>,
    "handbook": Handbook,
    "issues": List<IssueLine>,
    "journal": Vec<EntryLine>,
    "meetings": List<MeetingLine>,
    "motions": List<MotionLine>,
    "people": List<PersonLine>,
    "publications": List<PublicationLine>,
    "rolls": List<RollLine>,
    "rule": CardAnswer,
    "rules": Vec<CardLine>,
    "schedule": List<ScheduleLine>,
    "supposition": Supposition,
    "texts": List<TextLine>,
    "thing": Story,
    "verify": Verified,
    "votes": List<VoteLine>,
    "why": Why,
}

fn of<A: JsonSchema>(name: &str) -> Value {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut schema = generator.into_root_schema_for::<A>().to_value();
    if let Some(root) = schema.as_object_mut() {
        root.insert("title".to_owned(), name.into());
    }
    schema
}
