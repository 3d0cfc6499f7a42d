"""What the program leaves: folders of tables, charts and a manifest."""

from __future__ import annotations

import csv
import datetime
import hashlib
import json
import os
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple, Union

from ._problems import DaegiError


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    name: str
    unit: str
    meaning: str


@dataclass(frozen=True)
class Chart:
    """A chart. A notebook shows it as it is."""

    name: str
    svg: Path
    """The picture; beside it stand a PNG and, under the chart's name, its figures as CSV."""

    def _repr_svg_(self) -> str:
        return self.svg.read_text(encoding="utf-8")


class _Folder:
    """A folder that the program has left."""

    kinds: Tuple[str, ...] = ()

    def __init__(self, path: Union[str, "os.PathLike[str]"]) -> None:
        self.path = Path(path)
        """The folder."""
        manifest = self.path / "manifest.json"
        if not manifest.is_file():
            raise FileNotFoundError(f"{self.path} is no folder of results: it holds no manifest.json")
        self.manifest: Dict[str, Any] = json.loads(manifest.read_text(encoding="utf-8"))
        """What made the folder: docs/tables.md."""
        if self.manifest.get("program") != "daegi" or self.manifest.get("kind") not in self.kinds:
            raise DaegiError(f"{self.path} is no folder of {' or '.join(self.kinds)}", 2)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self.path)!r})"

    @property
    def files(self) -> List[Path]:
        """What the folder holds."""
        return [self.path / name for name in self.manifest["files"]]

    def chart(self, name: str, lang: Optional[str] = None) -> Chart:
        """A chart by its name, such as ``ladder-hpc``; in the language there is, unless one is named."""
        folder = self.path / "charts"
        for language in (lang,) if lang else ("ko", "en"):
            svg = folder / f"{name}.{language}.svg"
            if svg.is_file():
                return Chart(name, svg)
        raise KeyError(f"no chart {name!r} here; there are {', '.join(self.charts)}")

    @property
    def charts(self) -> List[str]:
        """Names of the charts."""
        names = {path.name.split(".")[0] for path in (self.path / "charts").glob("*.svg")}
        return sorted(names)

    def _frame(self, stem: Path, library: str) -> Any:
        parquet, text = stem.with_suffix(".parquet"), stem.with_suffix(".csv")
        if library not in ("auto", "polars", "pandas", "python"):
            raise ValueError(f"library is auto, polars, pandas or python, not {library!r}")
        if library == "auto":
            library = next((name for name in ("polars", "pandas") if find_spec(name)), "python")
        if library == "polars":
            import polars

            return polars.read_parquet(parquet) if parquet.is_file() else polars.read_csv(text)
        if library == "pandas":
            import pandas  # type: ignore[import-untyped,unused-ignore]

            # pandas reads Parquet by another library, which may not be there.
            if parquet.is_file() and (find_spec("pyarrow") or find_spec("fastparquet")):
                return pandas.read_parquet(parquet)
            return pandas.read_csv(text)
        units = {one["name"]: one["unit"] for one in self.manifest.get("columns", {}).get(stem.name, [])}
        return _columns(text, units)


class Results(_Folder):
    """What a run has left. Made by `run`; ``Results(folder)`` opens one of the command line."""

    kinds = ("run",)

    @property
    def tables(self) -> List[str]:
        """Names of the tables."""
        return sorted(self.manifest["tables"])

    def table(self, name: str, library: str = "auto") -> Any:
        """A table as a polars or pandas frame, or as a dict of lists where neither is installed.

        Args:
            name: one of `tables`.
            library: ``polars``, ``pandas``, ``python`` (a dict of lists), or ``auto``, which takes the first of
                these that is installed.
        """
        if name not in self.manifest["tables"]:
            raise KeyError(f"no table {name!r} here; there are {', '.join(self.tables)}")
        return self._frame(self.path / "tables" / name, library)

    def columns(self, name: str) -> List[Column]:
        """The columns of a table, each with its unit and meaning."""
        return [Column(**one) for one in self.manifest["columns"][name]]

    @property
    def digests(self) -> Mapping[str, str]:
        """Table → SHA-256 of its content."""
        return dict(self.manifest["tables"])

    @property
    def digest(self) -> str:
        """SHA-256 over all tables, as the ledger of runs has it."""
        rows = "".join(f"{table} {digest}\n" for table, digest in sorted(self.digests.items()))
        return hashlib.sha256(rows.encode()).hexdigest()

    def changed(self) -> List[str]:
        """Files of tables whose bytes are no longer those that the run has written, or that are gone."""
        return [name for name, digest in self.manifest["table_files"].items() if digest != _sha256(self.path / name)]

    @property
    def answer(self) -> Mapping[str, Any]:
        """The answer: every option by what was asked for."""
        answer: Mapping[str, Any] = self.manifest["answer"]
        return answer

    @property
    def page(self) -> Path:
        """The report to open in a browser."""
        pages = sorted(self.path.glob("report.*.html"))
        if not pages:
            raise FileNotFoundError(f"{self.path} holds no page: daegi.report makes one")
        return pages[0]


class Replay(_Folder):
    """What the replay of a log has left."""

    kinds = ("replay",)

    def __init__(self, path: Union[str, "os.PathLike[str]"], text: str = "") -> None:
        super().__init__(path)
        self.text = text
        """What the program has printed."""

    @property
    def summary(self) -> Any:
        """Every schedule with its waits, slowdowns and use: ``summary.json``."""
        return json.loads((self.path / "summary.json").read_text(encoding="utf-8"))

    @property
    def tables(self) -> List[str]:
        """Names of the tables."""
        return sorted(path.stem for path in self.path.glob("*.csv"))

    def table(self, name: str, library: str = "auto") -> Any:
        """A table, as `Results.table` has it."""
        if name not in self.tables:
            raise KeyError(f"no table {name!r} here; there are {', '.join(self.tables)}")
        return self._frame(self.path / name, library)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


#: Units of columns that hold words, as the manifest names them; times of day stand as words in Parquet too.
_WORDS = ("name", "word", "words", "text", "time", "dotted path", "as in the scenario")


def _columns(path: Path, units: Mapping[str, str]) -> Dict[str, List[Any]]:
    """A table of text as lists, each column read by its unit; ``None`` for an empty cell."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        names = next(rows)
        cells = list(zip(*rows)) or [()] * len(names)
    return {name: _column(column, units.get(name, "")) for name, column in zip(names, cells)}


def _column(cells: Tuple[str, ...], unit: str) -> List[Any]:
    known: Dict[str, Callable[[str], Any]] = {
        **dict.fromkeys(_WORDS, str),
        "date": datetime.date.fromisoformat,
        "yes or no": "true".__eq__,
    }
    readers: Tuple[Callable[[str], Any], ...] = (known[unit],) if unit in known else (int, float, str)
    for read in readers:
        try:
            return [read(cell) if cell else None for cell in cells]
        except ValueError:
            continue
    return [cell if cell else None for cell in cells]
