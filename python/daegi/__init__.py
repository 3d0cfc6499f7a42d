"""Capacity simulator for public AI data centres, from Python.

Everything is done by the program ``daegi`` that comes in the same wheel: this package calls it and reads what it
leaves. The same version, scenario and seed give the same tables, with the same digests, as on the command line.

>>> import daegi
>>> results = daegi.run("my-centre.toml", replications=64)      # doctest: +SKIP
>>> results.table("ladder")                                     # doctest: +SKIP
"""

from importlib.metadata import version as _version

from ._commands import check, replay, report, run, save_scenario, scenario, scenarios
from ._problems import DaegiError, Place, Problem, Report, ScenarioError
from ._program import program
from ._results import Chart, Column, Replay, Results

__version__ = _version("daegi")

__all__ = [
    "Chart",
    "Column",
    "DaegiError",
    "Place",
    "Problem",
    "Replay",
    "Report",
    "Results",
    "ScenarioError",
    "__version__",
    "check",
    "program",
    "replay",
    "report",
    "run",
    "save_scenario",
    "scenario",
    "scenarios",
]
