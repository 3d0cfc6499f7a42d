"""Reads the files of a results folder back with libraries that did not write them.

    python tests/readers/read_back.py FOLDER

FOLDER was made by `daegi run` and `daegi report FOLDER --lang both --for brief,hwpx,pdf,workbook,slides`.
Ends with a message and code 1 at the first thing that is not as it should be.
"""

import html
import json
import re
import subprocess
import sys
import warnings
from pathlib import Path

import openpyxl
from hwpx.document import HwpxDocument
from pptx import Presentation
from pptx.util import Emu
from pypdf import PdfReader

warnings.simplefilter("ignore")
NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


def bare(text):
    """Text without spaces, which every program sets in its own way."""
    return re.sub(r"\s+", "", text)


def held(what, condition):
    if not condition:
        sys.exit(f"not as it should be: {what}")


def brief_of(folder, code):
    """The points and cells of the brief, from its page."""
    page = (folder / f"brief.{code}.html").read_text(encoding="utf-8")
    text = lambda found: html.unescape(re.sub(r"<sup>.*?</sup>|<[^>]+>", "", found))
    points = [text(found) for found in re.findall(r"<li[^>]*><span>.</span><div>(.*?)</div>", page)]
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", page)]
    rows = [[text(cell) for cell in row] for row in rows]
    held(f"points of the brief ({code})", len(points) >= 4)
    return points, rows


def workbook(folder, code, manifest):
    book = openpyxl.load_workbook(folder / f"report.{code}.xlsx")
    sheets = book.worksheets
    held(f"{code}: a dozen sheets", len(sheets) >= 12)
    held(f"{code}: native charts", len(sheets[1]._charts) >= 4)
    for sheet in sheets:
        held(f"{sheet.title}: a frozen head", sheet is sheets[1] or sheet.freeze_panes == "A2")
        for row in sheet.iter_rows():
            for cell in row:
                # Nothing is computed, so nothing can fail: what looks like a formula is text.
                held(f"{sheet.title} {cell.coordinate}: {cell.value!r}", cell.data_type not in "fe")
    options = sheets[2]
    held(f"{code}: a filter", options.auto_filter.ref is not None)
    block = manifest["answer"]
    rows = list(options.iter_rows(min_row=2))
    held(f"{code}: a row an option and measure", len(rows) == len(block["measured"]) * len(block["options"]))
    row = iter(rows)
    for at in range(len(block["measured"])):
        for option in block["options"]:
            cells, level = next(row), option["cells"][at]["level"]
            if level is None:
                continue
            form = cells[2].number_format
            scale = 1e8 if "억" in form else 1e9 if "bn" in form else 1
            known = level["median"] / scale
            held(f"{cells[0].value}: {cells[2].value} {known}", abs(cells[2].value - known) <= 1e-9 * max(1, abs(known)))
            held(f"{cells[0].value}: a format", "0" in form)


def slides(folder, code, manifest, rows):
    deck = Presentation(folder / f"report.{code}.pptx")
    held("16:9", (deck.slide_width, deck.slide_height) == (Emu(12192000), Emu(6858000)))
    charts, tables = 0, []
    for slide in deck.slides:
        held("a title", slide.shapes.title is not None and slide.shapes.title.text_frame.text.strip())
        held("notes with the digest", manifest["scenario"]["digest"] in slide.notes_slide.notes_text_frame.text)
        for shape in slide.shapes:
            held("inside the slide", shape.left + shape.width <= deck.slide_width and shape.top + shape.height <= deck.slide_height)
            if shape.has_chart:
                charts += 1
                held("numbers in a chart", any(len(list(one.values)) for plot in shape.chart.plots for one in plot.series))
                held("a workbook behind a chart", len(shape.chart.part.chart_workbook.xlsx_part.blob) > 1000)
            if shape.has_table:
                tables += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
    held(f"{code}: native charts", charts >= 4)
    if len(manifest["answer"]["options"]) > 1:
        # A slide has room for five measures.
        cells, shown = [bare(cell) for row in rows for cell in row[:6]], {bare(one) for one in tables}
        held(f"{code}: the table of options", len(shown) > 4 and all(cell in shown for cell in cells))
    deck.slides[0].shapes.title.text_frame.text = "another title"


def hwpx(folder, code, points, cells):
    path = folder / f"brief.{code}.hwpx"
    tools = Path(sys.executable).parent
    for tool in ["hwpx-validate-package", "hwpx-validate"]:
        done = subprocess.run([tools / tool, path], capture_output=True, text=True)
        held(f"{tool}: {done.stdout}{done.stderr}", done.returncode == 0 and "ERROR" not in done.stdout)
    document = HwpxDocument.open(path)
    xml = "".join(section.element.itertext() and "".join(section.element.itertext()) for section in document.sections)
    for point in points:
        # The sign and the mark of a note stand around it.
        held(f"{code}: in the HWPX: {point}", bare(point) in bare(xml))
    for cell in cells:
        held(f"{code}: in the HWPX: {cell}", bare(cell) in bare(xml))
    tags = [element.tag.rsplit("}", 1)[-1] for section in document.sections for element in section.element.iter() if isinstance(element.tag, str)]
    held(f"{code}: tables and a picture in the HWPX", tags.count("tbl") >= 1 and tags.count("pic") == 1)


def pdf(folder, code, points, cells):
    reader = PdfReader(folder / f"brief.{code}.pdf")
    held(f"{code}: one sheet", len(reader.pages) == 1)
    read = bare(reader.pages[0].extract_text())
    for point in points:
        # A raised mark of a note may stand within a line.
        held(f"{code}: in the PDF: {point}", bare(point) in re.sub(r"(?<=\D)[12]\)(?=○)", "", read) or bare(point)[:40] in read)
    for cell in cells:
        for number in NUMBER.findall(cell):
            held(f"{code}: in the PDF: {number}", number in read)
    fonts = reader.pages[0]["/Resources"]["/Font"]
    for font in fonts.values():
        descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        held("an embedded font", "/FontFile3" in descriptor)


def main(folder):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for code in ["ko", "en"]:
        points, rows = brief_of(folder, code)
        cells = [cell for row in rows for cell in row]
        workbook(folder, code, manifest)
        slides(folder, code, manifest, rows)
        hwpx(folder, code, points, cells)
        pdf(folder, code, points, cells)
        print(f"{code}: workbook, slides, HWPX and PDF read back")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
