"""What is wrong with a scenario, as objects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping, Optional, Tuple


class DaegiError(Exception):
    """The program has refused or failed. ``returncode`` is its exit code: 2 for a fault in what it was given."""

    def __init__(self, message: str, returncode: int) -> None:
        super().__init__(message)
        self.returncode = returncode


@dataclass(frozen=True)
class Place:
    """A place in a file."""

    file: str
    line: int
    """From 1."""
    column: int
    """In characters, from 1."""
    length: int
    """Characters of that line, at least 1."""

    @classmethod
    def _of(cls, told: Mapping[str, Any]) -> "Place":
        return cls(told["file"], told["line"], told["column"], told["length"])


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a scenario, or may not be meant."""

    severity: str
    """``error``: the scenario cannot be simulated. ``warning``: it can."""
    file: str
    """The file that it is in: the scenario's, or the one that it is based on."""
    line: int
    """From 1."""
    column: int
    """In characters, from 1."""
    length: int
    """Characters of that line that it is about, at least 1."""
    path: str
    """Dotted path of the value; empty for the file as a whole."""
    alternative: Optional[str]
    """The alternative in which it shows, if the baseline does not have it."""
    message: str
    """What is wrong, in the language that was asked for."""
    fix: Optional[str]
    """What to do, in the language that was asked for."""
    details: Optional[str]
    """What another file, such as a log, says that is wrong with it, line by line."""
    related: Optional[Place]
    """A second place that belongs to it."""
    messages: Mapping[str, str]
    """``message`` by language: ``ko``, ``en``."""
    fixes: Mapping[str, str]
    """``fix`` by language; empty if there is none."""

    @classmethod
    def _of(cls, told: Mapping[str, Any], lang: str) -> "Problem":
        fix, details, related = told["fix"], told["details"], told["related"]
        return cls(
            severity=told["severity"],
            file=told["file"],
            line=told["line"],
            column=told["column"],
            length=told["length"],
            path=told["path"],
            alternative=told["alternative"],
            message=told["reason"][lang],
            fix=fix[lang] if fix else None,
            details=details[lang] if details else None,
            related=Place._of(related) if related else None,
            messages=told["reason"],
            fixes=fix or {},
        )

    def __str__(self) -> str:
        where = f" [{self.path}]" if self.path else ""
        way_out = f" ({self.fix})" if self.fix else ""
        return f"{self.file}:{self.line}:{self.column}: {self.severity}: {self.message}{where}{way_out}"


@dataclass(frozen=True)
class Report:
    """What ``daegi check`` says of a scenario."""

    file: str
    """The file, as it was named."""
    ok: bool
    """Whether it can be simulated."""
    problems: Tuple[Problem, ...]
    """Every problem, by place; on a good file its warnings."""
    facts: Optional[Mapping[str, Any]]
    """What follows from the file without playing it; ``None`` if it cannot be simulated. Fields: docs/python.md."""

    @property
    def errors(self) -> Tuple[Problem, ...]:
        """The problems that keep the scenario from being simulated."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def warnings(self) -> Tuple[Problem, ...]:
        """The problems that do not."""
        return tuple(problem for problem in self.problems if problem.severity == "warning")

    def raise_for_errors(self) -> "Report":
        """This report, or a `ScenarioError` if the scenario cannot be simulated."""
        if not self.ok:
            raise ScenarioError(self)
        return self

    @classmethod
    def _of(cls, told: Mapping[str, Any], lang: str) -> "Report":
        problems = tuple(Problem._of(one, lang) for one in told["problems"])
        return cls(told["file"], told["ok"], problems, told["facts"])


class ScenarioError(DaegiError):
    """A scenario cannot be simulated. ``problems`` holds every problem of the file, as `check` returns them."""

    def __init__(self, report: Report) -> None:
        super().__init__("\n".join(map(str, report.problems)), 2)
        self.report = report
        self.problems = report.problems

    def __reduce__(self) -> Tuple[Any, ...]:
        return (type(self), (self.report,))
