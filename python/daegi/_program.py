"""The program of this wheel: where it is, and how it is called."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Iterator, NamedTuple, Sequence

from ._problems import DaegiError

_NAME = "daegi" + (sysconfig.get_config_var("EXE") or "")


def program() -> Path:
    """The program that is called.

    ``DAEGI_PROGRAM`` names another one than that of the wheel. One of another version than this package is refused:
    its files may hold other fields.

    Raises:
        FileNotFoundError: if there is none.
        DaegiError: if it cannot be started or is of another version.
    """
    return _checked(os.environ.get("DAEGI_PROGRAM", ""))


@lru_cache(maxsize=None)
def _checked(named: str) -> Path:
    path = Path(named) if named else _found()
    if not path.is_file():
        raise FileNotFoundError(f"the program daegi is not at {path}: install the wheel, or set DAEGI_PROGRAM")
    said = _call(path, ["--version"])
    mine = f"daegi {version('daegi')}"
    if said.code != 0 or said.out.strip() != mine:
        raise DaegiError(f"{path} is {said.out.strip() or said.err.strip()!r}, and this package is of {mine!r}", said.code)
    return path


def _found() -> Path:
    for folder in _folders():
        if (folder / _NAME).is_file():
            return folder / _NAME
    on_path = shutil.which(_NAME)
    # Last: a program on the path may be any; its version is looked at.
    return Path(on_path) if on_path else Path(sysconfig.get_path("scripts")) / _NAME


def _folders() -> Iterator[Path]:
    """Where installers put the programs of a wheel: of this environment, of the user, of ``pip install --target``."""
    yield Path(sysconfig.get_path("scripts"))
    user = "nt_user" if os.name == "nt" else "posix_user"
    if user in sysconfig.get_scheme_names():
        yield Path(sysconfig.get_path("scripts", scheme=user))
    yield Path(__file__).resolve().parent.parent / "bin"
    yield Path(sys.executable).parent


class Said(NamedTuple):
    """What a call of the program came to."""

    code: int
    out: str
    err: str


def call(arguments: Sequence[str]) -> Said:
    """Calls the program and waits for it. If the wait is interrupted, the program is told to stop and cleans up."""
    return _call(program(), arguments)


def _call(path: Path, arguments: Sequence[str]) -> Said:
    with subprocess.Popen(
        [str(path), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    ) as process:
        try:
            out, err = process.communicate()
        except BaseException:
            process.terminate()
            process.wait()
            raise
    return Said(process.returncode, out, err)
