//! Grids as a workbook of Excel, with charts that can be restyled.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use rust_xlsxwriter::{
    Chart, ChartAxisDateUnitType, ChartAxisLabelPosition, ChartErrorBars, ChartErrorBarsDirection,
    ChartErrorBarsType, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType,
    ChartMarker, ChartMarkerType, ChartRange, ChartSolidFill, ChartType, Color, DocProperties,
    ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use unicode_width::UnicodeWidthStr;

use super::{Form, Graph, Grid, Look, Run, Said, Value, odd};
use crate::report::ReportError;
use crate::report::charts::Colour;

/// The font of ministries' documents; programs without it take their own.
const FONT: &str = "맑은 고딕";
/// The day of Excel that is 1970-01-01.
const EPOCH: i32 = 25_569;
/// Height of a chart in rows of a sheet, and the rows from one to the next.
const CHART_ROWS: u32 = 21;
const BETWEEN: u32 = 23;

/// A workbook of grids.
pub(in crate::report) fn workbook(
    grids: &[Grid],
    title: &str,
    said: Said<'_>,
) -> Result<Vec<u8>, ReportError> {
    let charts = Charts { sheet: said.language.sheet_charts(), titled: true, font: 9.0 };
    written(grids, title, said, Some(charts)).map_err(odd)
}

/// A graph for a slide, which has its title beside it: the part of the chart, and the workbook behind it.
pub(in crate::report) fn chart_of(
    grid: &Grid,
    graph: &Graph,
    said: Said<'_>,
) -> Result<(String, Vec<u8>), ReportError> {
    let (grid, graph) = grid.alone(graph);
    let alone = [Grid { graphs: vec![graph.clone()], ..grid }];
    let charts = Charts { sheet: "chart", titled: false, font: 14.0 };
    let drawn = written(&alone, &graph.title, said, Some(charts)).map_err(odd)?;
    let mut parts = zip::ZipArchive::new(Cursor::new(drawn)).map_err(odd)?;
    let mut chart = String::new();
    let mut part = parts.by_name("xl/charts/chart1.xml").map_err(odd)?;
    part.read_to_string(&mut chart).map_err(odd)?;
    let behind = written(&alone, &graph.title, said, None).map_err(odd)?;
    Ok((chart, behind))
}

/// How charts are drawn.
#[derive(Clone, Copy)]
struct Charts<'a> {
    /// The sheet on which they stand.
    sheet: &'a str,
    /// Whether their titles stand over them.
    titled: bool,
    /// Size of their texts.
    font: f64,
}

/// Grids as sheets; their charts on a sheet of their own behind the first, if it has a name.
fn written(
    grids: &[Grid],
    title: &str,
    said: Said<'_>,
    charts: Option<Charts<'_>>,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The same folder gives the same bytes: no clock is read.
    let made = ExcelDateTime::from_ymd(2025, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&made));
    let names = names(grids);
    for (at, (grid, name)) in grids.iter().zip(&names).enumerate() {
        let sheet = book.add_worksheet();
        sheet.set_name(name)?;
        write(sheet, grid, said)?;
        let graphs = grids.iter().zip(&names).flat_map(|(grid, name)| {
            grid.graphs.iter().map(move |graph| (graph, name.as_str(), grid))
        });
        let (0, Some(charts)) = (at, charts) else { continue };
        let sheet = book.add_worksheet();
        sheet.set_name(charts.sheet)?;
        for (at, (graph, name, grid)) in (0u32..).zip(graphs) {
            sheet.insert_chart(1 + at * BETWEEN, 1, &drawn((graph, grid), name, said, charts))?;
        }
        sheet.set_paper_size(9).set_print_fit_to_pages(1, 0);
        let shown: usize = grids.iter().map(|grid| grid.graphs.len()).sum();
        // Two charts a sheet of paper.
        let breaks = (1..row_of(shown).div_ceil(2)).map(|page| page * 2 * BETWEEN);
        let breaks: Vec<u32> = breaks.collect();
        sheet.set_page_breaks(&breaks)?;
    }
    book.save_to_buffer()
}

/// Names that a workbook takes: short, without its special characters, each once.
fn names(grids: &[Grid]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let clean = |name: &str| -> String {
        let kept = name.chars().filter(|c| !"[]:*?/\\'".contains(*c) && !c.is_control());
        kept.take(28).collect::<String>().trim().to_owned()
    };
    let one = |grid: &Grid| {
        let first = clean(&grid.name);
        let names = std::iter::once(first.clone()).chain((2..).map(|n| format!("{first} {n}")));
        let free = names.into_iter().find(|name| taken.insert(name.to_lowercase()));
        free.unwrap_or(first)
    };
    grids.iter().map(one).collect()
}

fn write(sheet: &mut Worksheet, grid: &Grid, said: Said<'_>) -> Result<(), XlsxError> {
    let base = || Format::new().set_font_name(FONT).set_font_size(10);
    let words = base().set_text_wrap().set_align(FormatAlign::Top);
    let heading = base()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
        .set_background_color(Color::RGB(0x00E8_EDF2))
        .set_border_bottom(FormatBorder::Thin);
    let number = |form: Form| base().set_num_format(form.code(said)).set_align(FormatAlign::Top);
    let date = base()
        .set_num_format(said.language.pick("yyyy\". \"m\". \"d\".\"", "d mmm yyyy"))
        .set_align(FormatAlign::Top);
    let column = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
    for (at, (head, width)) in grid.columns.iter().enumerate() {
        sheet.set_column_width(column(at), *width)?;
        sheet.write_string_with_format(0, column(at), head, &heading)?;
    }
    sheet.set_row_height(0, 32)?;
    // A format that a whole column has is set once: a cell with a format of its own costs ten times as much.
    let forms: Vec<Option<Form>> = (0..grid.columns.len()).map(|at| form_of(grid, at)).collect();
    for (at, form) in forms.iter().enumerate() {
        if let Some(form) = form {
            sheet.set_column_format(column(at), &number(*form))?;
        }
    }
    for (row, cells) in (1u32..).zip(&grid.rows) {
        for (at, value) in cells.iter().enumerate() {
            match value {
                Value::Text(text) => {
                    // A cell holds no more.
                    let text: String = text.chars().take(32_000).collect();
                    sheet.write_string_with_format(row, column(at), text, &words)?;
                }
                Value::Number(value, form) => {
                    let value = value / form.scale(said);
                    match forms[at] {
                        Some(_) => sheet.write_number(row, column(at), value)?,
                        None => sheet.write_number_with_format(
                            row,
                            column(at),
                            value,
                            &number(*form),
                        )?,
                    };
                }
                Value::Date(day) => {
                    let day = ExcelDateTime::from_serial_datetime(f64::from(day + EPOCH))?;
                    sheet.write_datetime_with_format(row, column(at), &day, &date)?;
                }
                Value::Empty => {}
            }
        }
        let lines = lines(grid, cells);
        if lines > 1 {
            sheet.set_row_height(row, (14 * lines).min(400) as f64)?;
        }
    }
    let (last_row, last_column) = (row_of(grid.rows.len()), column(grid.columns.len()).max(1) - 1);
    if !grid.rows.is_empty() && grid.columns.len() > 1 {
        sheet.autofilter(0, 0, last_row, last_column)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_print_area(0, 0, last_row, last_column)?;
    Ok(())
}

/// The form of all numbers of a column, if it is one.
fn form_of(grid: &Grid, at: usize) -> Option<Form> {
    let mut forms = grid.rows.iter().filter_map(|row| match row.get(at) {
        Some(Value::Number(_, form)) => Some(*form),
        _ => None,
    });
    let first = forms.next()?;
    forms.all(|form| form == first).then_some(first)
}

/// Lines that the longest text of a row takes in its column.
fn lines(grid: &Grid, cells: &[Value]) -> u32 {
    let lines = |(value, (_, width)): (&Value, &(String, f64))| match value {
        Value::Text(text) => (text.width() as f64 * 1.08 / width).ceil() as u32,
        _ => 1,
    };
    cells.iter().zip(&grid.columns).map(lines).max().unwrap_or(1)
}

fn row_of(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn colour(Colour(red, green, blue): Colour) -> Color {
    Color::RGB((u32::from(red) << 16) | (u32::from(green) << 8) | u32::from(blue))
}

fn drawn((graph, grid): (&Graph, &Grid), sheet: &str, said: Said<'_>, charts: Charts<'_>) -> Chart {
    let mut chart = Chart::new(match graph.look {
        Look::Lines => ChartType::Line,
        Look::Marks => ChartType::Scatter,
        Look::Bars => ChartType::Bar,
        Look::Parts => ChartType::BarStacked,
        Look::Shares => ChartType::ColumnPercentStacked,
    });
    for run in &graph.runs {
        add(&mut chart, graph, run, sheet);
    }
    let font = |size: f64| ChartFont::new().set_name(FONT).set_size(size).clone();
    if charts.titled {
        chart.title().set_name(graph.title.as_str()).set_font(font(12.0).set_bold());
    } else {
        chart.title().set_hidden();
    }
    chart.set_width(760).set_height(20 * CHART_ROWS);
    chart.set_alt_text(shortened(&graph.title));
    let faint = ChartLine::new().set_color(Color::RGB(0x00DD_DDDD)).set_width(0.75).clone();
    let form = graph.form.axis(said);
    match graph.look {
        Look::Bars | Look::Parts => {
            // The first option stands above, as in a table.
            // Of lying bars the writer calls the axis of names the second.
            chart.y_axis().set_reverse().set_font(&font(charts.font)).set_major_gridlines(false);
            chart
                .x_axis()
                .set_num_format(form)
                .set_font(&font(charts.font))
                .set_label_position(ChartAxisLabelPosition::High)
                .set_major_gridlines(true)
                .set_major_gridlines_line(&faint)
                .set_min(0);
        }
        Look::Lines | Look::Marks => {
            let dates = said.language.pick("yyyy\". \"m\".\"", "mmm yyyy");
            let x = chart.x_axis();
            x.set_num_format(dates)
                .set_font(&font(charts.font))
                .set_label_position(ChartAxisLabelPosition::Low);
            if graph.look == Look::Lines {
                // At most ten dates or so.
                let days = graph.runs.first().map_or(0, |run| run.rows.len());
                x.set_date_axis(true).set_major_unit(match days {
                    ..=400 => 2,
                    401..=800 => 3,
                    _ => 6,
                });
                x.set_major_unit_date_type(ChartAxisDateUnitType::Months);
            } else {
                x.set_major_gridlines(false);
            }
            let y = chart.y_axis();
            y.set_num_format(form)
                .set_font(&font(charts.font))
                .set_major_gridlines_line(&faint)
                .set_min(0);
        }
        Look::Shares => {
            chart.x_axis().set_font(&font(charts.font));
            chart
                .y_axis()
                .set_num_format("0%")
                .set_font(&font(charts.font))
                .set_major_gridlines_line(&faint);
        }
    }
    if let Some(top) = graph.top(grid, said) {
        // In a chart of lying bars the first axis is that of values.
        let axis = if graph.look == Look::Bars { chart.x_axis() } else { chart.y_axis() };
        axis.set_max(top);
    }
    if graph.runs.len() == 1 {
        chart.legend().set_hidden();
    } else {
        chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&font(charts.font));
    }
    chart
}

/// A text for those who cannot see the chart: the program of sheets takes 255 characters.
fn shortened(title: &str) -> String {
    const MOST: usize = 255;
    if title.chars().count() <= MOST {
        return title.to_owned();
    }
    title.chars().take(MOST - 1).chain(['…']).collect()
}

fn add(chart: &mut Chart, graph: &Graph, run: &Run, sheet: &str) {
    let (first, last) = (row_of(run.rows.start + 1), row_of(run.rows.end.max(run.rows.start + 1)));
    let column = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
    let range = |at: usize| ChartRange::new_from_range(sheet, first, column(at), last, column(at));
    let shade = colour(run.colour);
    let series = chart.add_series();
    series.set_name(run.name.as_str()).set_categories(&range(run.x)).set_values(&range(run.y));
    let mut line = ChartLine::new();
    line.set_color(shade).set_width(2.0);
    if run.dashed {
        line.set_dash_type(ChartLineDashType::Dash);
    }
    let fill = ChartSolidFill::new().set_color(shade).clone();
    let mut format = ChartFormat::new();
    match graph.look {
        Look::Lines => {
            format.set_line(&line);
            series.set_marker(ChartMarker::new().set_none());
        }
        Look::Marks => {
            format.set_no_line();
            let mut mark = ChartFormat::new();
            mark.set_solid_fill(&fill).set_border(ChartLine::new().set_color(shade));
            let kind = if run.dashed { ChartMarkerType::Square } else { ChartMarkerType::Circle };
            series.set_marker(ChartMarker::new().set_type(kind).set_size(7).set_format(&mut mark));
        }
        Look::Bars => {
            format.set_solid_fill(&fill);
            series.set_gap(60);
        }
        Look::Parts | Look::Shares => {
            format.set_solid_fill(&fill).set_border(ChartLine::new().set_color(Color::White));
            series.set_gap(60);
        }
    }
    series.set_format(&mut format);
    if let Some((above, below)) = run.range {
        let mut bars = ChartErrorBars::new();
        bars.set_type(ChartErrorBarsType::Custom(range(above), range(below)));
        bars.set_direction(ChartErrorBarsDirection::Both);
        let ink = ChartLine::new().set_color(Color::RGB(0x0033_3333)).set_width(1.25).clone();
        bars.set_format(ChartFormat::new().set_line(&ink));
        match graph.look {
            // The writer names the direction of lying bars by the sheet, not by the chart.
            Look::Bars => series.set_x_error_bars(&bars),
            _ => series.set_y_error_bars(&bars),
        };
    }
}
