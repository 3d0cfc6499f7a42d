"""`daegi serve` in a browser: headless Chromium drives the program as a planner would.

    python -m unittest discover tests/browser        DAEGI=target/release/daegi names the program

The browser resolves no name, so that whatever asked for another machine would fail and be seen in the log of the page.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
import urllib.request
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("DAEGI", ROOT / "target/release/daegi")).resolve()
OUT = os.environ.get("DAEGI_SCREENSHOTS")


def have(*names):
    return next((path for path in map(shutil.which, names) if path), None)


CHROMIUM = have("chromium", "chromium-browser", "google-chrome")
DRIVER = have("chromedriver")


class Page:
    """The program on a folder of its own."""

    def __init__(self, folder=None):
        self.folder = folder or Path(tempfile.mkdtemp(prefix="daegi-browser-"))
        if folder is None:
            text = (ROOT / "scenarios/one-queue.toml").read_text(encoding="utf-8")
            (self.folder / "one.toml").write_text(text, encoding="utf-8")
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [PROGRAM, "serve", str(self.folder), "--port", "0", "--lang", "en"],
            stdout=subprocess.PIPE, text=True, encoding="utf-8")
        for line in self.process.stdout:
            if "http://" in line:
                self.url = line.strip()
                return
        raise AssertionError("no address was printed")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def close(self):
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def scenario(self, name="one.toml"):
        return (self.folder / name).read_text(encoding="utf-8")


@unittest.skipUnless(CHROMIUM and DRIVER, "chromium and chromedriver are not installed")
@unittest.skipUnless(PROGRAM.exists(), f"there is no program at {PROGRAM}")
class Serve(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.downloads = Path(tempfile.mkdtemp(prefix="daegi-downloads-"))
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM
        for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1280,900", "--disable-gpu",
                         "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--disable-background-networking"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        options.add_experimental_option("prefs", {"download.default_directory": str(cls.downloads)})
        cls.browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
        cls.addClassCleanup(shutil.rmtree, cls.downloads, ignore_errors=True)
        cls.addClassCleanup(cls.browser.quit)

    def setUp(self):
        self.page = Page()
        self.addCleanup(self.page.close)
        self.open()

    def tearDown(self):
        # Nothing is blocked by the policy of the page, nothing fails to load, no script breaks.
        bad = [entry["message"] for entry in self.browser.get_log("browser") if entry["level"] == "SEVERE"]
        expected = getattr(self, "expected", ())
        bad = [line for line in bad if not any(word in line for word in expected)]
        while len(self.browser.window_handles) > 1:
            self.browser.switch_to.window(self.browser.window_handles[-1])
            self.browser.close()
            self.browser.switch_to.window(self.browser.window_handles[0])
        self.browser.get("about:blank")
        self.assertEqual(bad, [])

    # ---- Helpers

    def open(self, url=None):
        self.browser.get(url or self.page.url)
        self.ready()

    def ready(self):
        self.until(lambda: self.browser.execute_script("return document.body?.dataset.ready") == "yes", "the page is ready")

    def until(self, condition, what, seconds=40):
        def met(_):
            try:
                return condition()
            except Exception:  # an element that is being replaced is looked for again
                return False
        return WebDriverWait(self.browser, seconds, 0.05).until(met, what)

    def one(self, selector):
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def has(self, selector, text, seconds=40):
        self.until(lambda: text in self.one(selector).text, f"{selector} says {text!r}", seconds)

    def field(self, *at):
        table = ".".join(at[:-1]) if len(at) < 5 else None
        found = f"[data-at='{json.dumps(list(at), ensure_ascii=False, separators=(',', ':'))}']"
        if not self.all(found):
            for length in range(len(at) - 1, -1, -1):
                for summary in self.all(f"[data-table='{'.'.join(at[:length])}']:not([open]) > summary"):
                    self.browser.execute_script("arguments[0].click()", summary)
                    break
                else:
                    continue
                break
        self.until(lambda: self.one(found), f"a field {table or at}")
        return self.one(found)

    def write(self, field, text):
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(text)
        field.send_keys(Keys.TAB)

    def click(self, selector):
        def clicked():
            it = self.one(selector)
            self.browser.execute_script("arguments[0].scrollIntoView({ block: 'center' })", it)
            it.click()
            return True
        self.until(clicked, f"{selector} is clicked")

    def text(self):
        return self.browser.execute_script("return document.getElementById('text').value")

    def play(self, futures=20):
        number = self.one("#futures")
        number.clear()
        number.send_keys(str(futures))
        self.click("#play-button")

    def run(self, *arguments, **named):
        # unittest's own name; a run of the page is `row`.
        return super().run(*arguments, **named)

    def row(self, run, state):
        self.until(lambda: self.one(f"tr[data-run='{run}']").get_attribute("data-state") == state, f"run {run} is {state}", 90)
        return self.one(f"tr[data-run='{run}']")

    def finished(self, futures=20, run="0001"):
        self.play(futures)
        self.row(run, "done")
        self.until(lambda: self.one("#answer-head").get_attribute("data-futures") == str(futures), "its answer is shown")

    def picture(self, name):
        if OUT:
            Path(OUT).mkdir(parents=True, exist_ok=True)
            self.browser.save_screenshot(str(Path(OUT) / f"{name}.png"))

    # ---- Opening and editing

    def test_it_opens_the_scenario_and_hides_the_token(self):
        self.has("#title", "One queue")
        self.assertNotIn("token", self.browser.current_url)
        self.assertIn("No errors", self.one("#problems").text)
        self.picture("opened")

    def test_a_value_is_changed_by_its_field_and_nothing_else_moves(self):
        before = self.page.scenario()
        self.write(self.field("pool", "cards", "lot", "first", "installed"), "12")
        self.has("#saved", "Unsaved")
        self.assertEqual(self.text(), before.replace("installed = 10", "installed = 12"))
        self.click("#save")
        self.has("#saved", "Saved")
        self.assertEqual(self.page.scenario(), before.replace("installed = 10", "installed = 12"))

    def test_a_field_says_what_its_key_means_and_holds(self):
        self.field("programme", "open", "request")
        text = self.one("[data-table='programme.open']").text
        self.assertIn("Example:", text)
        described = self.field("programme", "open", "request").get_attribute("aria-describedby").split()
        self.assertTrue(any(self.browser.find_element(By.ID, one).text for one in described))

    def test_a_wrong_value_is_told_beside_its_field_with_its_place(self):
        self.write(self.field("pool", "cards", "lot", "first", "installed"), "many")
        self.until(lambda: self.all("[aria-invalid='true']"), "the field is marked")
        field = self.field("pool", "cards", "lot", "first", "installed")
        beside = self.browser.find_element(By.ID, field.get_attribute("aria-describedby").split()[0]).text
        number = next(n for n, line in enumerate(self.text().splitlines(), 1) if line.startswith("installed"))
        self.assertRegex(beside, rf"line {number}, column \d+")
        self.assertIn("Fix", beside)
        self.assertFalse(self.one("#play-button").is_enabled())
        self.picture("wrong")
        self.write(self.field("pool", "cards", "lot", "first", "installed"), "10")
        self.until(lambda: self.one("#play-button").is_enabled(), "it can be played again")

    def test_the_problem_leads_to_its_line_in_the_text(self):
        self.write(self.field("pool", "cards", "lot", "first", "installed"), "many")
        self.until(lambda: self.all("#problems button"), "the problem is listed")
        self.click("#problems button")
        chosen = self.browser.execute_script("const t = document.getElementById('text'); return t.value.slice(t.selectionStart, t.selectionEnd)")
        self.assertIn("many", chosen)

    def test_the_text_and_the_form_are_one_file(self):
        self.click("#tab-toml")
        text = self.one("#text")
        text.send_keys(Keys.CONTROL, Keys.HOME)
        text.send_keys("# a remark of mine\n")
        self.has("#saved", "Unsaved")
        self.click("#tab-form")
        self.write(self.field("programme", "open", "request"), "2")
        self.until(lambda: "request      = 2" in self.text(), "the text has the value")
        self.assertTrue(self.text().startswith("# a remark of mine\n# The smallest scenario"))

    def test_text_that_is_no_toml_is_told_and_mended(self):
        self.click("#tab-toml")
        self.one("#text").send_keys(Keys.CONTROL, Keys.END)
        self.one("#text").send_keys("broken = = 1\n")
        self.has("#problems", "Errors")
        self.assertFalse(self.one("#play-button").is_enabled())
        self.click("#undo")
        self.has("#problems", "No errors")

    def test_a_key_is_added_and_removed(self):
        self.field("programme", "open", "request")
        add = self.one("[data-table='programme.open'] details.more")
        self.browser.execute_script("arguments[0].open = true; arguments[0].scrollIntoView()", add)
        Select(add.find_element(By.TAG_NAME, "select")).select_by_value("start-delay")
        add.find_element(By.TAG_NAME, "input").send_keys("2 days")
        add.find_element(By.TAG_NAME, "button").click()
        self.until(lambda: 'start-delay = "2 days"' in self.text(), "it is in the text")
        field = self.field("programme", "open", "start-delay")
        drop = field.find_element(By.XPATH, "ancestor::*[contains(@class,'field')]").find_element(By.CSS_SELECTOR, "button.drop")
        self.browser.execute_script("arguments[0].click()", drop)
        self.until(lambda: "start-delay" not in self.text(), "it is gone")

    def test_a_distribution_has_a_field_for_each_part(self):
        self.write(self.field("programme", "open", "award", "exponential", "mean"), "4 days")
        self.until(lambda: '{ exponential = { mean = "4 days" } }' in self.text(), "only the part changed")

    def test_a_value_is_found_by_its_name(self):
        self.one("#find").send_keys("pool.cards.lot")
        self.until(lambda: len(self.all("#tables > .table")) == 1, "one table is left")

    # ---- Options

    def option(self, name="more"):
        self.click("#tab-options")
        self.one("#option-name").send_keys(name)
        self.one("#option-en").send_keys("More cards")
        self.click("#add-option button")
        self.until(lambda: self.all(f"[data-option='{name}']"), "the option is there")
        path = self.one(f"#o-{name}-path")
        path.send_keys("pool.cards.lot.first.installed", Keys.TAB)
        value = self.one(f"#o-{name}-value")
        value.send_keys(Keys.CONTROL, "a")
        value.send_keys("12")
        self.click(f"[data-option='{name}'] .change button")
        self.until(lambda: '"pool.cards.lot.first.installed" = 12' in self.text(), "it says what differs")

    def test_an_option_is_added_with_what_it_changes(self):
        before = self.page.scenario()
        self.option()
        self.assertTrue(self.text().startswith(before.rstrip("\n").split("[study]")[0]))
        self.has("#problems", "No errors")
        self.finished()
        rows = [row.text for row in self.all("#answer .answers tbody th")]
        self.assertIn("More cards", rows)

    def test_a_name_that_is_none_is_refused_beside_the_field(self):
        self.expected = ("api/edit",)
        self.click("#tab-options")
        self.one("#option-name").send_keys("../X")
        self.click("#add-option button")
        self.has("#option-error", "small letters")

    # ---- Playing

    def test_the_answer_refines_as_futures_come_in(self):
        self.play(1000)
        seen = []

        def over():
            heads = self.all("#answer-head")
            if heads:
                futures = int(heads[0].get_attribute("data-futures"))
                if futures not in seen:
                    seen.append(futures)
            return 1000 in seen
        try:
            self.until(over, "all futures are there", 150)
        except Exception as error:
            raise AssertionError(f"{seen}: {self.one('.result').text[:400]}") from error
        self.assertEqual(seen, sorted(seen))
        self.assertGreater(len(seen), 1, seen)
        self.assertTrue(set(seen) <= {4, 16, 64, 256, 1000})
        self.until(lambda: all(self.browser.execute_script("return arguments[0].naturalWidth > 0", it) for it in self.all("#answer img")), "charts are drawn")
        self.assertTrue(all(len(it.get_attribute("alt")) > 20 for it in self.all("#answer img")))
        self.picture("answer")

    def test_progress_and_the_time_left_are_told(self):
        self.play(10_000)
        self.until(lambda: re.search(r"Up to \d+ futures: \d+ of \d+ runs · (about|measuring)", self.one("#left").text), "progress", 60)
        self.until(lambda: "about" in self.one("#left").text, "time left", 60)
        self.click("#cancel")
        self.row("0001", "cancelled")

    def test_a_run_is_cancelled_and_keeps_what_it_has(self):
        self.play(100_000)
        self.until(lambda: self.one("#answer-head"), "a first answer")
        self.click("#cancel")
        row = self.row("0001", "cancelled")
        self.assertIn("cancelled", row.text)
        self.has("#answer-head", "of 100000 asked for")
        names = " ".join(subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True).stdout.splitlines())
        self.assertNotIn(str(self.page.folder / ".daegi-runs"), names, "the process is gone")

    def test_runs_wait_for_each_other(self):
        self.play(100_000)
        self.row("0001", "running")
        self.play(20)
        self.row("0002", "queued")
        self.click("#stop-0001")
        self.row("0001", "cancelled")
        self.row("0002", "done")

    def test_without_jobs_is_asked_for_and_shown(self):
        self.click("#no-jobs")
        self.finished()
        self.assertIn("without jobs", self.one("tr[data-run='0001']").text)

    # ---- Comparing and taking away

    def test_two_runs_are_seen_side_by_side(self):
        self.finished()
        self.write(self.field("pool", "cards", "lot", "first", "installed"), "12")
        self.until(lambda: "installed = 12" in self.text(), "changed")
        self.finished(run="0002")
        self.click("#choose-0001")
        self.click("#choose-0002")
        self.until(lambda: len(self.all("#compare [data-side]")) == 2, "two sides")
        differs = self.one("#compare .differs").text
        self.assertIn("pool.cards.lot.first.installed", differs)
        self.assertIn("10", differs)
        self.assertIn("12", differs)
        digests = {it.get_attribute("data-digest") for it in self.all("[data-digest]")}
        self.assertEqual(len(digests), 2)
        self.browser.execute_script("document.getElementById('compare').scrollIntoView()")
        self.picture("compare")

    def test_the_same_run_twice_has_the_same_digest(self):
        self.finished()
        self.finished(run="0002")
        digests = {it.get_attribute("data-digest") for it in self.all("[data-digest]")}
        self.assertEqual(len(digests), 1)
        self.click("#choose-0001")
        self.click("#choose-0002")
        self.has("#compare", "digests of the tables are equal")

    def test_the_scenario_is_saved_under_another_name_and_downloaded(self):
        self.write(self.field("programme", "open", "request"), "2")
        self.has("#saved", "Unsaved")
        self.click("#as summary")
        name = self.one("#save-name")
        name.send_keys(Keys.CONTROL, "a")
        name.send_keys("other.toml")
        self.click("#save-as button")
        self.has("#saved", "other.toml")
        self.assertIn("request      = 2", self.page.scenario("other.toml"))
        self.assertIn("request      = 1", self.page.scenario())
        self.click("#download")
        self.until(lambda: (self.downloads / "other.toml").exists(), "it is downloaded")

    def test_results_and_briefing_files_are_taken_away(self):
        self.finished()
        self.click("#zip-0001")
        self.until(lambda: (self.downloads / "daegi-0001.zip").exists(), "results are downloaded")
        self.click("#brief-0001")
        self.until(lambda: len(self.all("tr[data-run='0001'] [data-file]")) >= 5, "five files and the page", 60)
        names = [it.get_attribute("data-file") for it in self.all("tr[data-run='0001'] [data-file]")]
        for ending in (".hwpx", ".pdf", ".xlsx", ".pptx", ".html"):
            self.assertTrue(any(name.endswith(ending) for name in names), names)
        pdf = next(it for it in self.all("[data-file]") if it.get_attribute("data-file").endswith(".pdf"))
        self.browser.execute_script("arguments[0].click()", pdf)
        self.until(lambda: list(self.downloads.glob("*.pdf")), "the sheet is downloaded")

    def test_a_run_is_brought_back_into_the_editor_and_deleted(self):
        self.write(self.field("programme", "open", "request"), "2")
        self.until(lambda: "request      = 2" in self.text(), "changed")
        self.finished()
        self.click("#undo")
        self.until(lambda: "request      = 1" in self.text(), "undone")
        self.click("#edit-0001")
        self.until(lambda: "request      = 2" in self.text(), "as it was played")
        self.click("#delete-0001")
        self.browser.switch_to.alert.accept()
        self.until(lambda: not self.all("tr[data-run='0001']"), "it is gone")

    # ---- Reload, tabs, restarts

    def test_a_reload_loses_neither_changes_nor_runs(self):
        self.finished()
        self.write(self.field("programme", "open", "request"), "2")
        self.has("#saved", "Unsaved")
        self.browser.refresh()
        self.ready()
        self.until(lambda: "request      = 2" in self.text(), "the change is there")
        self.row("0001", "done")
        self.until(lambda: self.one("#answer-head"), "and the answer")
        self.assertIn("request      = 1", self.page.scenario(), "the file is as it was")

    def test_a_reload_during_a_run_goes_on(self):
        self.play(100_000)
        self.row("0001", "running")
        self.browser.refresh()
        self.ready()
        self.row("0001", "running")
        self.until(lambda: self.one("#cancel").is_displayed(), "it can be cancelled")
        self.click("#cancel")
        self.row("0001", "cancelled")

    def test_a_second_tab_sees_the_runs_and_does_not_overwrite(self):
        self.expected = ("api/file/one.toml",)
        first = self.browser.current_window_handle
        self.browser.switch_to.new_window("tab")
        self.open()
        second = self.browser.current_window_handle
        self.write(self.field("programme", "open", "request"), "2")
        self.has("#saved", "Unsaved")
        self.click("#save")
        self.has("#saved", "Saved")
        self.finished()
        self.browser.switch_to.window(first)
        self.row("0001", "done")
        self.write(self.field("programme", "open", "request"), "3")
        self.has("#saved", "Unsaved")
        self.click("#save")
        self.has("#alert", "changed meanwhile")
        self.assertIn("request      = 2", self.page.scenario())
        self.assertNotEqual(first, second)

    def test_after_a_kill_what_was_done_is_there_and_the_rest_is_marked(self):
        self.expected = ("api/", "net::")
        self.finished()
        self.play(100_000)
        self.row("0002", "running")
        self.page.kill()
        self.has("#alert", "connection")
        self.page.start()
        self.open()
        self.row("0001", "done")
        self.assertIn("unfinished", self.row("0002", "unfinished").text)
        self.click("#show-0001")
        self.until(lambda: self.one("#answer-head").get_attribute("data-futures") == "20", "its answer is shown")

    def test_a_new_file_is_made_from_one_that_ships(self):
        self.click("#new summary")
        Select(self.one("#copy-from")).select_by_value("another-centre")
        self.click("#copy button")
        self.until(lambda: Select(self.one("#file")).first_selected_option.text == "another-centre.toml", "it is open")
        self.assertEqual(self.page.scenario("another-centre.toml"), (ROOT / "scenarios/another-centre.toml").read_text(encoding="utf-8"))

    # ---- Everyone

    def test_both_languages_say_everything(self):
        self.finished()
        self.has("#answer-head", "Answer of 20 futures")
        self.click("#lang-ko")
        self.has("#title", "줄 하나")
        self.has("#answer-head", "모의실험 20회의 답")
        self.assertEqual(self.one("html").get_attribute("lang"), "ko")
        self.until(lambda: "lang=ko" in self.one("#answer img").get_attribute("src"), "charts too")
        self.until(lambda: self.browser.execute_script("return document.querySelector('#answer img').naturalWidth > 0"), "and are drawn")
        same = self.browser.execute_script("""
            return import('/assets/words.js').then(({ WORDS }) => [Object.keys(WORDS.ko).sort().join(), Object.keys(WORDS.en).sort().join()])""")
        self.assertEqual(*same)
        self.picture("korean")

    def test_it_is_used_with_the_keyboard_alone(self):
        self.browser.execute_script("document.activeElement.blur(); window.scrollTo(0, 0)")
        body = self.one("body")
        body.send_keys(Keys.TAB)
        self.assertEqual(self.browser.switch_to.active_element.get_attribute("class"), "skip")

        def to(found):
            for _ in range(200):
                if found(self.browser.switch_to.active_element):
                    return self.browser.switch_to.active_element
                self.browser.switch_to.active_element.send_keys(Keys.TAB)
            raise AssertionError("no TAB leads there")
        by_id = lambda name: lambda it: it.get_attribute("id") == name
        to(by_id("tab-form")).send_keys(Keys.ARROW_RIGHT)
        self.assertEqual(self.browser.switch_to.active_element.get_attribute("id"), "tab-options")
        self.browser.switch_to.active_element.send_keys(Keys.ARROW_LEFT)
        to(lambda it: it.tag_name == "summary" and "rolling intake" in it.text).send_keys(Keys.ENTER)
        field = to(lambda it: it.get_attribute("data-at") == '["programme","open","request"]')
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys("2", Keys.ENTER)
        self.until(lambda: "request      = 2" in self.text(), "changed")
        to(by_id("futures")).send_keys(Keys.CONTROL, "a")
        self.browser.switch_to.active_element.send_keys("20")
        to(by_id("play-button")).send_keys(Keys.ENTER)
        self.row("0001", "done")
        to(by_id("show-0001"))

    def test_a_screen_reader_finds_nothing_serious(self):
        from axe_core_python.selenium import Axe
        self.option()
        self.finished()
        self.click("#tab-form")
        self.write(self.field("pool", "cards", "lot", "first", "installed"), "many")
        self.until(lambda: self.all("[aria-invalid='true']"), "an error is shown, too")
        for lang in ("en", "ko"):
            self.click(f"#lang-{lang}")
            for tab in ("form", "options", "toml"):
                self.click(f"#tab-{tab}")
                found = Axe().run(self.browser)
                bad = [f"{one['id']}: {one['help']}: {[node['html'][:160] for node in one['nodes'][:3]]}"
                       for one in found["violations"] if one["impact"] in ("serious", "critical")]
                self.assertEqual(bad, [], f"{lang} {tab}")

    def test_it_fits_a_narrow_screen(self):
        self.finished()
        self.browser.set_window_size(500, 900)
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True})
        try:
            wide = self.browser.execute_script("return [document.documentElement.scrollWidth, innerWidth]")
            self.picture("narrow")
            self.assertLessEqual(wide[0], wide[1])
        finally:
            self.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
            self.browser.set_window_size(1280, 900)

    def test_without_the_token_nothing_is_shown(self):
        self.expected = ("401",)
        bare = self.page.url.split("?")[0]
        for path in ("", "api/files", "api/runs", "assets/app.js"):
            with self.assertRaises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(bare + path)
            self.assertEqual(refused.exception.code, 401)
            refused.exception.close()


if __name__ == "__main__":
    unittest.main(verbosity=2)
