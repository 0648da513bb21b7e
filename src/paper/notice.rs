//! The notice of a meeting (会议通知).

use crate::answer::MeetingRecord;
use crate::domain::Language;
use crate::event::meeting::MeetingNoticed;
use crate::paper::minutes::pen::Pen;
use crate::paper::minutes::threads::MeetingFile;
use crate::paper::minutes::{agenda, footer, joined, notice_rows};
use crate::paper::sheet::{Block, Sheet};

/// Writes the notice as it stands now, or nothing when none is on record.
pub fn notice(record: &MeetingRecord<'_>, language: Language) -> Option<Sheet> {
    let pen = Pen { names: record.names, language };
    let file = MeetingFile::new(record.meeting, &record.recorded);
    let (thread, noticed) = file.noticed.as_ref()?;
    let mut sheet = Sheet::new(language, title(&pen, noticed));
    if let Some((_, cancelled)) = &file.cancelled {
        let reason = pen.plain(cancelled.reason.as_str());
        let (zh, en) = if cancelled.annuls() {
            ("系误录", "RECORDED IN ERROR")
        } else {
            ("已取消", "CANCELLED")
        };
        sheet
            .marks
            .push(pen.say(&format!("【会议{zh},原因:{reason}】"), &format!("{en}: {reason}")));
    }
    if thread.is_corrected() {
        sheet.marks.push(pen.say("【本通知为更正后的通知】", "CORRECTED NOTICE"));
    }
    sheet.rows = notice_rows(&pen, noticed);
    sheet.section(pen.say("议题", "Agenda"), agenda(&pen, &noticed.agenda));
    let request = pen.say(
        "请准时到会。因故不能到会的,请事先向支部说明原因并请假。",
        "Please be on time. Whoever cannot come asks for leave beforehand and says why.",
    );
    sheet.section(pen.say("要求", "Please note"), vec![Block::Paragraph(request)]);
    sheet.closing = vec![pen.body(noticed.body), pen.date(noticed.happened)];
    sheet.footer = footer(&pen, record);
    Some(sheet)
}

fn title(pen: &Pen<'_>, noticed: &MeetingNoticed) -> String {
    let (body, kind) = (pen.names.body(noticed.body), noticed.meeting_kind.name());
    pen.say(
        &format!("关于召开{}的通知", joined(&body.zh, &kind.zh)),
        &format!("Notice of a {} of {}", kind.en, body.en),
    )
}
