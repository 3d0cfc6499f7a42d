"""The package where nothing but Python is installed: what it returns is what the program says and leaves.

``DAEGI_REFERENCE`` names the program that was built beside the wheel: results are held against it, byte by byte.
"""

import datetime
import json
import os
import pickle
import signal
import stat
import subprocess
import sys
import tempfile
import time
import unittest
from importlib.metadata import version
from pathlib import Path

import daegi

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = os.environ["DAEGI_REFERENCE"]
QUEUE = ROOT / "scenarios" / "one-queue.toml"
LOG = ROOT / "tests" / "cases" / "logs" / "01-timelimit-raw-minutes" / "two-weeks.txt"


def reference(*arguments):
    """What the program of the target folder says."""
    return subprocess.run([REFERENCE, *map(str, arguments)], capture_output=True, text=True, check=False)


class InAFolder(unittest.TestCase):
    """Each test stands in an empty folder."""

    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        before = os.getcwd()
        self.addCleanup(os.chdir, before)
        os.chdir(place.name)
        self.place = Path(place.name)

    def broken(self):
        text = daegi.scenario("one-queue").replace('"67 TF"', '"67 XF"')
        text = text.replace("[study]\nreplications", "[study]\nreplicatons")
        path = self.place / "broken.toml"
        path.write_text(text, encoding="utf-8")
        return path


class Version(InAFolder):
    def test_the_package_and_the_program_are_of_one_version(self):
        said = reference("--version").stdout.strip()
        self.assertEqual(said, f"daegi {daegi.__version__}")
        self.assertEqual(daegi.__version__, version("daegi"))
        cargo = (ROOT / "Cargo.toml").read_text(encoding="utf-8")
        self.assertIn(f'version = "{daegi.__version__}"', cargo.split("[lib]")[0])

    def test_the_program_of_the_wheel_is_the_one_that_was_built(self):
        self.assertEqual(daegi.program().parent, Path(sys.executable).parent)
        self.assertEqual(daegi.program().read_bytes(), Path(REFERENCE).read_bytes())

    def test_a_program_of_another_version_is_refused(self):
        other = self.place / "daegi"
        other.write_text("#!/bin/sh\necho daegi 99.0.0\n", encoding="utf-8")
        other.chmod(other.stat().st_mode | stat.S_IXUSR)
        os.environ["DAEGI_PROGRAM"] = str(other)
        self.addCleanup(os.environ.pop, "DAEGI_PROGRAM")
        with self.assertRaisesRegex(daegi.DaegiError, "99.0.0"):
            daegi.program()
        os.environ["DAEGI_PROGRAM"] = str(self.place / "nowhere")
        with self.assertRaises(FileNotFoundError):
            daegi.program()


class Check(InAFolder):
    def test_a_good_file_has_facts(self):
        report = daegi.check(QUEUE)
        self.assertTrue(report.ok)
        self.assertEqual(report.errors, ())
        self.assertEqual(report.facts["alternatives"][0]["name"], "baseline")
        self.assertIs(report.raise_for_errors(), report)

    def test_problems_are_objects_at_the_places_that_a_person_reads(self):
        path = self.broken()
        for lang in ("ko", "en"):
            report = daegi.check(path, lang=lang)
            said = reference("check", path, "--lang", lang).stderr
            self.assertFalse(report.ok)
            self.assertGreaterEqual(len(report.errors), 2)
            for problem in report.problems:
                self.assertIn(f"{problem.file}:{problem.line}:{problem.column}: ", said)
                self.assertIn(problem.message, said)
                if problem.fix:
                    self.assertIn(problem.fix, said)
                self.assertEqual(problem.messages[lang], problem.message)
        self.assertIsNone(report.facts)

    def test_a_file_that_is_not_there_is_a_problem_of_it(self):
        report = daegi.check("nowhere.toml", lang="en")
        self.assertEqual([(one.line, one.column) for one in report.problems], [(1, 1)])
        self.assertIn("cannot be read", report.problems[0].message)

    def test_a_path_is_no_option(self):
        (self.place / "--help").write_text(daegi.scenario("one-queue"), encoding="utf-8")
        self.assertTrue(daegi.check("--help").ok)

    def test_a_language_is_one_of_two(self):
        with self.assertRaisesRegex(ValueError, "ko"):
            daegi.check(QUEUE, lang="fr")


class Run(InAFolder):
    def test_results_equal_the_programs_bit_for_bit(self):
        mine = daegi.run(QUEUE, replications=16, out="mine", threads=1)
        done = reference("run", QUEUE, "-n", "16", "--out", "theirs", "--quiet", "--threads", "2")
        self.assertEqual(done.returncode, 0, done.stderr)
        theirs = daegi.Results("theirs")
        self.assertEqual(mine.digests, theirs.digests)
        self.assertEqual(mine.digest, theirs.digest)
        ledger = (self.place / "mine" / "runs.jsonl").read_text(encoding="utf-8").splitlines()
        self.assertEqual(json.loads(ledger[-1])["tables"], mine.digest)
        self.assertGreater(len(mine.tables), 10)
        for name in mine.manifest["table_files"]:
            self.assertEqual((mine.path / name).read_bytes(), (theirs.path / name).read_bytes(), name)
        self.assertEqual(mine.manifest["replications"], 16)
        self.assertEqual(mine.changed(), [])

    def test_seed_and_jobs_are_passed_on(self):
        one = daegi.run(QUEUE, replications=4, seed=7, no_jobs=True)
        self.assertEqual(one.path, Path("out") / "one-queue")
        self.assertEqual((one.manifest["seed"], one.manifest["without_jobs"]), (7, True))
        other = daegi.run(QUEUE, replications=4, seed=8, no_jobs=True)
        self.assertNotEqual(one.digest, other.digest)

    def test_a_broken_scenario_is_an_error_with_every_problem(self):
        path = self.broken()
        with self.assertRaises(daegi.ScenarioError) as caught:
            daegi.run(path, replications=4, lang="en")
        error = caught.exception
        self.assertEqual(error.problems, daegi.check(path, lang="en").problems)
        self.assertEqual(error.returncode, 2)
        self.assertIn(str(error.problems[0].line), str(error))
        self.assertEqual(pickle.loads(pickle.dumps(error)).problems, error.problems)
        self.assertFalse((self.place / "out").exists())

    def test_another_fault_is_no_fault_of_the_scenario(self):
        (self.place / "precious").mkdir()
        (self.place / "precious" / "notes.txt").write_text("mine", encoding="utf-8")
        with self.assertRaisesRegex(daegi.DaegiError, "not replaced") as caught:
            daegi.run(QUEUE, replications=4, out="precious", lang="en")
        self.assertNotIsInstance(caught.exception, daegi.ScenarioError)

    def test_a_changed_table_is_found(self):
        results = daegi.run(QUEUE, replications=4, no_jobs=True)
        table = results.path / "tables" / "estimates.csv"
        table.write_text(table.read_text(encoding="utf-8").replace("1", "2", 1), encoding="utf-8")
        self.assertEqual(results.changed(), ["tables/estimates.csv"])

    def test_a_run_that_is_interrupted_leaves_nothing(self):
        lines = "import daegi, sys; daegi.run(sys.argv[1], replications=100000, anyway=True)"
        child = subprocess.Popen([sys.executable, "-c", lines, str(QUEUE)], stderr=subprocess.PIPE)
        limit = time.monotonic() + 60
        while not list(self.place.glob("out/.*")) and time.monotonic() < limit:
            time.sleep(0.05)
        self.assertTrue(list(self.place.glob("out/.*")), "the run has begun")
        child.send_signal(signal.SIGINT)
        _, err = child.communicate(timeout=60)
        self.assertIn(b"KeyboardInterrupt", err)
        self.assertEqual(list(self.place.glob("out/*")) + list(self.place.glob("out/.*")), [])


class Tables(InAFolder):
    def setUp(self):
        super().setUp()
        self.results = daegi.run(QUEUE, replications=4, lang="en")

    def test_without_a_library_a_table_is_a_dict_of_lists(self):
        for name in self.results.tables:
            table = self.results.table(name, "python")
            self.assertEqual(list(table), [column.name for column in self.results.columns(name)])
            self.assertEqual(len(set(map(len, table.values()))), 1, name)
        ladder = self.results.table("ladder", "python")
        self.assertIsInstance(ladder["month"][0], datetime.date)
        self.assertIn("baseline", ladder["alternative"])
        pools = [at for at, level in enumerate(ladder["level"]) if level == "pool"]
        self.assertIsNone(ladder["slots"][pools[0]], "an empty cell")
        self.assertIsInstance(ladder["installed"][0], float)

    def test_what_is_not_there_is_named(self):
        with self.assertRaisesRegex(KeyError, "ladder"):
            self.results.table("lader")
        with self.assertRaisesRegex(KeyError, "there are"):
            self.results.chart("nothing")
        with self.assertRaises(FileNotFoundError):
            daegi.Results(self.place)
        with self.assertRaisesRegex(ValueError, "polars"):
            self.results.table("ladder", "excel")

    def test_columns_answer_charts_and_page(self):
        self.assertTrue(all(column.unit and column.meaning for column in self.results.columns("ladder")))
        self.assertEqual(self.results.answer["options"][0]["alternative"], "baseline")
        chart = self.results.chart(self.results.charts[0])
        self.assertTrue(chart._repr_svg_().lstrip().startswith("<svg"))
        self.assertTrue(self.results.page.read_text(encoding="utf-8").startswith("<!"))
        made = daegi.report(self.results.path, parts=["brief"], lang="en")
        self.assertTrue(made and all(path.is_file() for path in made))


class Replay(InAFolder):
    def test_a_replay_equals_the_programs(self):
        mine = daegi.replay(LOG, out="mine", units=64, scheduler=["easy"], lang="en")
        done = reference("replay", LOG, "--out", "theirs", "--units", "64", "--scheduler", "easy", "--lang", "en")
        self.assertEqual(done.returncode, 0, done.stderr)
        for name in [*(f"{table}.csv" for table in mine.tables), "summary.json"]:
            self.assertEqual((mine.path / name).read_bytes(), Path("theirs", name).read_bytes(), name)
        self.assertIn("easy", mine.text)
        self.assertIn("jobs", mine.tables)
        self.assertTrue(mine.table("jobs", "python"))
        self.assertTrue(mine.summary)

    def test_an_unknown_option_is_said_by_the_program(self):
        with self.assertRaisesRegex(daegi.DaegiError, "--no-such-option"):
            daegi.replay(LOG, no_such_option=3)


class Library(InAFolder):
    def test_shipped_scenarios_can_be_had(self):
        self.assertIn("gwangju-2025", daegi.scenarios())
        self.assertIn("one-queue", daegi.scenarios())
        self.assertTrue(all(" " not in name for name in daegi.scenarios()))
        self.assertEqual(daegi.scenario("one-queue"), QUEUE.read_text(encoding="utf-8"))
        path = daegi.save_scenario("one-queue", "mine.toml")
        self.assertTrue(daegi.check(path).ok)
        self.assertEqual(daegi.save_scenario("one-queue", "mine.toml"), path)
        path.write_text("mine", encoding="utf-8")
        with self.assertRaises(FileExistsError):
            daegi.save_scenario("one-queue", "mine.toml")
        with self.assertRaisesRegex(daegi.DaegiError, "nothing-like-it"):
            daegi.scenario("nothing-like-it")


if __name__ == "__main__":
    unittest.main()
