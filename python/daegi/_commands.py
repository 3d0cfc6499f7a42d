"""The commands of the program as functions."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Dict, List, Optional, Sequence, Union

from ._problems import DaegiError, Report
from ._program import Said, call
from ._results import Replay, Results

PathLike = Union[str, "os.PathLike[str]"]
Value = Union[None, bool, int, float, str, "os.PathLike[str]", Sequence[Union[int, float, str]]]


def check(path: PathLike, *, lang: str = "ko") -> Report:
    """Reads a scenario: every problem at once, or the facts that follow from it. Nothing is played.

    Args:
        path: a scenario file (TOML).
        lang: language of `Problem.message` and `Problem.fix`: ``ko`` or ``en``.
    """
    said = call(["check", "--json", *_file(path)])
    if not said.out.startswith("{"):
        raise _failed(said)
    return Report._of(json.loads(said.out), _language(lang))


def run(
    path: PathLike,
    *,
    replications: Optional[int] = None,
    out: Optional[PathLike] = None,
    no_jobs: bool = False,
    seed: Optional[int] = None,
    threads: Optional[int] = None,
    precision: Optional[Union[str, float]] = None,
    replace: bool = False,
    anyway: bool = False,
    charts: str = "main",
    lang: str = "ko",
) -> Results:
    """Plays a scenario and leaves tables, charts, a page and a manifest, as ``daegi run`` does.

    Args:
        path: a scenario file (TOML).
        replications: futures to play; without it, as many as the scenario says.
        out: folder to leave the results in; without it, ``out/`` and the file's name.
        no_jobs: play no jobs: faster, and nothing is known of use. Changes no other figure.
        seed: seed of every draw; without it, the scenario's.
        threads: threads; without it, one for each core. Cannot change a result.
        precision: play as many futures as the answers need, such as ``"2%"``.
        replace: move what is in the folder aside under a dated name, whatever it is.
        anyway: play it even where the memory or the disk there is will hardly do.
        charts: ``main`` or ``all``.
        lang: language of charts, page and messages: ``ko`` or ``en``.

    Raises:
        ScenarioError: if the scenario cannot be simulated; it holds every problem as an object.
        DaegiError: if the program refuses for another reason, or fails.
    """
    path = Path(path)
    folder = Path(out) if out is not None else Path("out") / path.stem
    options: Dict[str, Value] = {
        "out": folder,
        "replications": replications,
        "no_jobs": no_jobs,
        "seed": seed,
        "threads": threads,
        "precision": precision,
        "replace": replace,
        "anyway": anyway,
        "charts": charts,
        "lang": _language(lang),
    }
    said = call(["run", "--quiet", *_options(options), *_file(path)])
    if said.code != 0:
        if said.code == 2:
            # The file, or something else that was given? Only the file has places.
            check(path, lang=lang).raise_for_errors()
        raise _failed(said)
    return Results(folder)


def replay(
    log: PathLike,
    *,
    out: Optional[PathLike] = None,
    scheduler: Sequence[str] = ("first-come", "easy"),
    units: Optional[Union[int, Sequence[int]]] = None,
    until: Optional[int] = None,
    lang: str = "ko",
    **options: Value,
) -> Replay:
    """Plays a real log of jobs through schedulers, beside what the log itself says, as ``daegi replay`` does.

    Args:
        log: Standard Workload Format, Slurm, PBS, CSV, …; plain, gz, xz or zst.
        out: folder to leave the results in; without it, ``out/`` and the log's name.
        scheduler: names of schedulers.
        units: units of the machine, or several; without it, what the log says.
        until: only the first jobs that can be played.
        lang: language of charts and messages: ``ko`` or ``en``.
        options: any other option of ``daegi replay``, with ``_`` for ``-``: ``scale_arrivals=1.2``,
            ``columns="submit=submit_s,size=gpus,run=run_s"``, ``skip_faulty=True``.
    """
    folder = Path(out) if out is not None else Path("out") / Path(log).name.split(".")[0]
    known: Dict[str, Value] = {
        "out": folder,
        "scheduler": list(scheduler),
        "units": units,
        "until": until,
        "lang": _language(lang),
    }
    said = call(["replay", *_options({**options, **known}), *_file(log)])
    if said.code != 0:
        raise _failed(said)
    return Replay(folder, said.out)


def report(folder: PathLike, *, parts: Sequence[str] = ("charts", "page"), lang: str = "ko") -> List[Path]:
    """Makes charts and page of a results folder again, or ``brief``, ``hwpx``, ``pdf``, ``workbook``, ``slides``.

    Returns:
        The files that were made.
    """
    wanted = _options({"for": list(parts), "lang": lang})
    said = call(["report", *wanted, *_file(folder)])
    if said.code != 0:
        raise _failed(said)
    # The answer is printed before the list; only files of the folder are of the list.
    lines = (Path(line) for line in said.out.splitlines() if line)
    return [path for path in lines if Path(folder) in path.parents and path.is_file()]


def scenarios() -> List[str]:
    """Names of the scenarios that ship with the program."""
    said = call(["scenarios", "--lang", "en"])
    if said.code != 0:
        raise _failed(said)
    names = (line for line in said.out.splitlines() if line and not line.startswith((" ", "To get one")))
    return list(names)


def scenario(name: str) -> str:
    """The text of a scenario that ships with the program."""
    said = call(["scenarios", "--", name])
    if said.code != 0:
        raise _failed(said)
    return said.out


def save_scenario(name: str, path: PathLike) -> Path:
    """Writes a scenario that ships with the program to a file. One that holds something else is not replaced."""
    text, path = scenario(name), Path(path)
    if path.is_file() and path.read_bytes() == text.encode():
        return path
    with path.open("x", encoding="utf-8", newline="") as file:
        file.write(text)
    return path


def _language(lang: str) -> str:
    if lang not in ("ko", "en"):
        raise ValueError(f'lang is "ko" or "en", not {lang!r}')
    return lang


def _options(options: Dict[str, Value]) -> List[str]:
    """Options as the command line has them. ``None`` and ``False`` leave one out."""
    words: List[str] = []
    for key, value in options.items():
        name = "--" + key.replace("_", "-")
        if value is None or value is False:
            continue
        if value is True:
            words.append(name)
        elif isinstance(value, (list, tuple)):
            words.append(f"{name}={','.join(map(str, value))}")
        else:
            words.append(f"{name}={value}")
    return words


def _file(path: PathLike) -> List[str]:
    """A path is no option, whatever it begins with."""
    return ["--", os.fspath(path)]


def _failed(said: Said) -> DaegiError:
    return DaegiError(said.err.strip() or said.out.strip() or f"daegi ended with {said.code}", said.code)
