"""The package beside polars, pandas and matplotlib: frames hold what the program has written, the notebook runs."""

import json
import os
import tempfile
import unittest
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import daegi  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "python" / "notebooks" / "ladder.ipynb"


class Frames(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(place.name)

    def test_frames_of_both_libraries_hold_the_same_as_the_text(self):
        results = daegi.run(ROOT / "scenarios" / "one-queue.toml", replications=4)
        for name in results.tables:
            plain = results.table(name, "python")
            polars, pandas = results.table(name, "polars"), results.table(name, "pandas")
            self.assertEqual(polars.columns, list(plain), name)
            self.assertEqual(list(pandas.columns), list(plain), name)
            rows = len(next(iter(plain.values())))
            self.assertEqual((polars.height, len(pandas)), (rows, rows), name)
            for column, cells in plain.items():
                self.assertEqual(polars[column].to_list(), cells, f"{name}.{column}")
        self.assertEqual(results.table("ladder").columns, results.table("ladder", "polars").columns)

    def test_a_replay_has_frames_too(self):
        log = ROOT / "tests" / "cases" / "logs" / "01-timelimit-raw-minutes" / "two-weeks.txt"
        replay = daegi.replay(log, units=64)
        self.assertEqual(replay.table("jobs").height, len(replay.table("jobs", "pandas")))

    def test_the_notebook_draws_the_ladder_in_ten_lines(self):
        cells = [cell for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
        source = "".join("".join(cell["source"]) + "\n" for cell in cells)
        lines = [line for line in source.splitlines() if line.strip() and not line.lstrip().startswith("#")]
        self.assertLessEqual(len(lines), 10)
        # The same lines on few futures.
        self.assertIn("replications=64", source)
        names = {}
        exec(compile(source.replace("replications=64", "replications=2"), "ladder.ipynb", "exec"), names)
        drawn = names["axes"].get_lines() + names["axes"].collections
        self.assertGreaterEqual(len(drawn), 4, "a line for each rung")


if __name__ == "__main__":
    unittest.main()
