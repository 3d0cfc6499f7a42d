//! What a person can choose on several command lines.

use clap::ValueEnum;

use crate::report;
use crate::study::Order;
use crate::words::Language;

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Lang {
    Ko,
    En,
}

/// Languages of a report.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum ReportLang {
    Ko,
    En,
    Both,
}

impl ReportLang {
    pub(super) fn languages(self) -> &'static [Language] {
        match self {
            Self::Ko => &[Language::Ko],
            Self::En => &[Language::En],
            Self::Both => &Language::ALL,
        }
    }
}

/// Parts of a report.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum ReportPart {
    /// Charts as SVG, PNG and CSV.
    Charts,
    /// One page with everything (HTML).
    Page,
    /// One sheet in the manner of ministries (HTML).
    Brief,
    /// The brief for Hangul (HWPX).
    Hwpx,
    /// The brief as PDF.
    Pdf,
    /// Tables and charts that can be changed (XLSX).
    Workbook,
    /// Slides with charts that can be changed (PPTX).
    Slides,
}

impl From<ReportPart> for report::Part {
    fn from(part: ReportPart) -> Self {
        match part {
            ReportPart::Charts => Self::Charts,
            ReportPart::Page => Self::Page,
            ReportPart::Brief => Self::Brief,
            ReportPart::Hwpx => Self::Hwpx,
            ReportPart::Pdf => Self::Pdf,
            ReportPart::Workbook => Self::Workbook,
            ReportPart::Slides => Self::Slides,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum ChartChoice {
    Main,
    All,
}

impl From<ChartChoice> for report::Charts<'_> {
    fn from(choice: ChartChoice) -> Self {
        match choice {
            ChartChoice::Main => Self::Main,
            ChartChoice::All => Self::All,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum WorkOrder {
    Forward,
    Reversed,
    Shuffled,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Ko => Self::Ko,
            Lang::En => Self::En,
        }
    }
}

impl From<WorkOrder> for Order {
    fn from(order: WorkOrder) -> Self {
        match order {
            WorkOrder::Forward => Self::Forward,
            WorkOrder::Reversed => Self::Reversed,
            WorkOrder::Shuffled => Self::Shuffled,
        }
    }
}
