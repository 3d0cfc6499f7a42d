// The page of a report, as people use it: with a pointer, a keyboard, a telephone, without scripts, on paper.
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const FOLDERS = process.env.FOLDERS.split(":");
const SCREENS = (process.env.SCREENS ?? "").split(":").filter(Boolean);
const LANGUAGES = ["ko", "en"];
const WIDTHS = [1280, 390, 360];
let browser;

before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
});
after(() => browser.close());

// ---- What the tables say ---------------------------------------------------------------------------------------

function rows(folder, name) {
  const [head, ...lines] = readFileSync(join(folder, "tables", `${name}.csv`), "utf8").trim().split("\n");
  const columns = cells(head);
  return lines.map((line) => Object.fromEntries(cells(line).map((cell, at) => [columns[at], cell])));
}
function cells(line) {
  if (!line.includes('"')) return line.split(",");
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].slice(0, -1)
    .map(([, cell]) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell));
}
function embedded(folder, language) {
  const page = readFileSync(join(folder, `report.${language}.html`), "utf8");
  return JSON.parse(page.match(/<script type="application\/json" id="living-data">(.*?)<\/script>/s)[1]);
}
const number = (text) => (text === undefined || text === "" ? null : Number(text));

// Every number that is embedded and is not that of the tables.
function unlike(data, tables) {
  const wrong = [];
  const close = (own, table, step) => own === table || (own !== null && table !== null && Math.abs(own - table) <= step / 2 + 1e-9);
  for (const [option, scope, measure, triple] of data.series) {
    const [alternative, pool, name] = [data.options[option].name, data.scopes[scope], data.measures[measure]];
    data.dates[pool.dates].forEach((date, at) => {
      const row = pool.monthly ? tables.ladder.get([alternative, date].join()) : tables.daily.get([alternative, pool.name, name, date].join());
      const all = pool.monthly ? [null, row?.[name], null] : [row?.q05, row?.q50, row?.q95];
      all.forEach((text, which) => {
        if (pool.monthly && which !== 1) return;
        const own = (triple[which] ?? triple[1])[at];
        // The tables have a day once a measure exists in any future.
        const step = pool.monthly ? 0 : name.includes("_of_") ? 0.001 : 0.1;
        if (!close(own, number(text), step)) wrong.push([alternative, pool.name, name, date, own, text]);
      });
    });
  }
  for (const sweep of data.sweeps) {
    const across = sweep.axes[1]?.labels.length ?? 1;
    sweep.points.forEach((point, nth) => {
      const places = [sweep.axes[0].labels[Math.floor(nth / across)], sweep.axes[1]?.labels[nth % across] ?? ""];
      sweep.measures.forEach((of, at) => {
        const row = tables.tried.get([sweep.name, ...places, of.response, of.scope].join());
        if (point.refused) {
          if (row) wrong.push([sweep.name, ...places, "is refused and has a row"]);
          return;
        }
        ["q05", "q50", "q95"].forEach((name, which) => {
          const own = point.cells[at].raw?.[which] ?? null;
          // The manifest, which the page is made of, is read back with another last bit at times.
          const table = number(row?.[name]);
          const same = own === table || (table !== null && Math.abs(own - table) <= 1e-14 * Math.abs(table));
          if (!same) wrong.push([sweep.name, ...places, of.response, own, row?.[name]]);
        });
      });
    });
  }
  return wrong;
}
const TABLES = new Map();
function tables(folder) {
  if (!TABLES.has(folder)) {
    const by = (name, keys, wanted = () => true) => new Map(rows(folder, name).filter(wanted).map((row) => [keys.map((key) => row[key]).join(), row]));
    TABLES.set(folder, {
      daily: by("daily_bands", ["alternative", "pool", "measure", "date"]),
      ladder: by("ladder", ["alternative", "month"], (row) => row.level === "site"),
      tried: by("tried", ["name", "value", "by_value", "response", "scope"], (row) => row.kind === "sweep" && row.response),
    });
  }
  return TABLES.get(folder);
}

// ---- A page that is open -----------------------------------------------------------------------------------------

async function open(folder, language, options = {}, width = 1280) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, acceptDownloads: true, ...options });
  const page = await context.newPage();
  const said = [];
  const asked = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  page.on("request", (request) => asked.push(request.url()));
  const url = pathToFileURL(join(folder, `report.${language}.html`)).href;
  await page.goto(url);
  return { page, said, asked: () => asked.filter((one) => one !== url && !one.startsWith("blob:")), close: () => context.close() };
}
const control = (page, name) => page.locator(`[data-control="${name}"]`);
const grouped = (value, digits) => value.toFixed(digits).replace(/\B(?=(\d{3})+(?:\.|$))/g, ",").replace(/^-/, "−");

for (const folder of FOLDERS) {
  for (const language of LANGUAGES) {
    describe(`${basename(folder)}, ${language}`, () => {
      test("every embedded number is that of the tables, and a wrong one is found", () => {
        const data = embedded(folder, language);
        assert.deepEqual(unlike(data, tables(folder)).slice(0, 5), []);
        assert.ok(data.series.length > 0);
        const series = data.series.find((one) => !data.scopes[one[1]].monthly);
        const at = series[3][1].findIndex((value) => value !== null);
        series[3][1][at] += 0.2;
        assert.ok(unlike(data, tables(folder)).length > 0, "an altered day is not found");
        if (data.sweeps.length) {
          const fresh = embedded(folder, language);
          fresh.sweeps[0].points.find((point) => !point.refused).cells[0].raw[1] *= 1.001;
          assert.equal(unlike(fresh, tables(folder)).length, 1, "an altered point is not found");
        }
      });

      test("it weighs under 3 MB", () => {
        assert.ok(statSync(join(folder, `report.${language}.html`)).size < 3e6);
      });

      // Every width of the first folder; of a larger one that of telephones.
      for (const width of folder === FOLDERS[0] ? WIDTHS : WIDTHS.slice(1, 2)) {
        test(`at ${width} points: nothing asked for, nothing said, no barrier`, async () => {
          const { page, said, asked, close } = await open(folder, language, {}, width);
          // A table of a few days stands for one of all.
          const dates = embedded(folder, language).dates[0];
          await control(page, "from").fill(dates[0]);
          await control(page, "to").fill(dates[Math.min(4, dates.length - 1)]);
          await page.locator("details").evaluateAll((all) => all.forEach((one) => { one.open = true; }));
          assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, "the page is wider than the screen");
          // Of a drawing its name counts; its ten thousand outlines would be looked at one by one.
          await page.locator("figure svg").evaluateAll((all) => all.forEach((one) => one.replaceChildren(...one.querySelectorAll("title, desc"))));
          await page.evaluate(AXE);
          const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
          const grave = found.violations.filter((one) => ["serious", "critical"].includes(one.impact));
          assert.deepEqual(grave.map((one) => [one.id, one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160))]), []);
          const nameless = await page.locator(".living input, .living select, .living button").evaluateAll((all) =>
            all.filter((one) => !(one.labels?.[0]?.textContent || one.textContent).trim()).map((one) => one.outerHTML));
          assert.deepEqual(nameless, []);
          assert.deepEqual([said, asked()], [[], []]);
          await close();
        });
      }

      test("options, pools, denominators and dates are chosen, and what is read is what the tables say", async () => {
        const data = embedded(folder, language);
        const { page, said, close } = await open(folder, language);
        const host = page.locator("#living-curves");
        assert.ok(await host.isVisible());
        // All options on.
        for (let at = 2; at < data.options.length; at++) await control(page, `option-${at}`).check();
        assert.equal(await host.locator("tbody tr[data-option]").count(), data.options.length);
        for (let scope = 0; scope < data.scopes.length; scope++) {
          const own = data.scopes[scope];
          await control(page, "scope").selectOption(String(scope));
          for (const of of await control(page, "of").locator("option").evaluateAll((all) => all.map((one) => one.value))) {
            await control(page, "of").selectOption(of);
            for (const per of await control(page, "per").locator("option").evaluateAll((all) => all.map((one) => one.value))) {
              await control(page, "per").selectOption(per);
              const last = Number(await control(page, "day").getAttribute("max"));
              assert.equal(last, data.dates[own.dates].length - 1);
              for (const place of [0, Math.floor(last / 2), last]) {
                await control(page, "day").fill(String(place));
                const date = data.dates[own.dates][place];
                const shown = await host.locator("tr[data-option]").evaluateAll((all) =>
                  all.map((row) => [row.dataset.option, row.querySelector("[data-value]").textContent, row.querySelector("[data-range]")?.textContent ?? ""]));
                for (const [alternative, middle, range] of shown) {
                  const name = per ? `${of}_of_${per}` : of;
                  let [low, mid, high] = [null, null, null];
                  if (own.monthly) {
                    const row = tables(folder).ladder.get([alternative, date].join());
                    mid = number(row[of]);
                    if (per) mid = number(row[per]) ? mid / number(row[per]) : null;
                  } else {
                    const row = tables(folder).daily.get([alternative, own.name, name, date].join());
                    [low, mid, high] = ["q05", "q50", "q95"].map((column) => number(row?.[column]));
                  }
                  const text = (value) => (per ? `${grouped(100 * value, 1)}%` : grouped(value, 1));
                  const near = (own, value) => Math.abs(Number(own.replace(/[,%]|[^\d.]+$/g, "")) - (per ? 100 * value : value)) <= 0.0500001;
                  if (mid === null) {
                    assert.match(middle, /값 없음|no value/, `${alternative} ${name} ${date}`);
                    continue;
                  }
                  assert.ok(near(middle, mid), `${alternative} ${name} ${date}: ${middle} and not ${text(mid)}`);
                  if (own.monthly) assert.equal(range, "");
                  else {
                    const [from, to] = range.split("–");
                    assert.ok(near(from, low) && near(to, high), `${alternative} ${name} ${date}: ${range} and not ${text(low)}–${text(high)}`);
                  }
                }
              }
            }
          }
        }
        // Bands go and come, an option goes, dates narrow the stretch.
        await control(page, "scope").selectOption("0");
        assert.ok((await host.locator("[data-band]").count()) > 0);
        await control(page, "bands").uncheck();
        assert.equal(await host.locator("[data-band]").count(), 0);
        await control(page, "bands").check();
        await control(page, "option-0").uncheck();
        assert.equal(await host.locator("[data-line='0']").count(), 0);
        const dates = data.dates[0];
        await control(page, "from").fill(dates[3]);
        await control(page, "to").fill(dates[8]);
        assert.equal(Number(await control(page, "day").getAttribute("max")), 5);
        // A stretch without a date leaves what was drawn and says so.
        await control(page, "from").fill(data.to);
        await control(page, "to").fill(data.from);
        assert.ok((await host.locator("p[role=status]").innerText()).includes(data.from));
        assert.equal(Number(await control(page, "day").getAttribute("max")), 5);
        await control(page, "whole").click();
        assert.equal(Number(await control(page, "day").getAttribute("max")), dates.length - 1);
        assert.deepEqual(said, []);
        await close();
      });

      test("a pointer over the curves shows the day under it", async () => {
        const data = embedded(folder, language);
        const { page, close } = await open(folder, language);
        const plot = page.locator("#living-curves .plot");
        await plot.scrollIntoViewIfNeeded();
        const box = await plot.boundingBox();
        await page.mouse.move(box.x + 56.4, box.y + 100);
        assert.ok((await page.locator("#living-curves caption").first().innerText()).startsWith(data.dates[0][0]));
        await page.mouse.move(box.x + box.width - 14, box.y + 100);
        assert.ok((await page.locator("#living-curves caption").first().innerText()).startsWith(data.dates[0].at(-1)));
        await close();
      });

      test("tables are saved as CSV and copied", async () => {
        const data = embedded(folder, language);
        const { page, close } = await open(folder, language, { permissions: ["clipboard-read", "clipboard-write"] });
        const [download] = await Promise.all([page.waitForEvent("download"), control(page, "curves-save").click()]);
        const text = readFileSync(await download.path(), "utf8");
        assert.ok(text.startsWith("\ufeffdate,alternative,pool,measure,q05,q50,q95\n"));
        const lines = text.trim().split("\n").slice(1).map((line) => line.split(","));
        assert.ok(lines.length > 10);
        for (const [date, alternative, pool, measure, ...ends] of lines) {
          const row = tables(folder).daily.get([alternative, pool, measure, date].join());
          ["q05", "q50", "q95"].forEach((name, at) => assert.ok(Math.abs(Number(ends[at]) - Number(row[name])) <= 0.0500001));
        }
        await control(page, "curves-copy").click();
        await page.waitForFunction(() => document.querySelector("#living-curves .tools [role=status]").textContent);
        const held = await page.evaluate(() => navigator.clipboard.readText());
        assert.equal(held.split("\n").length, lines.length + 1);
        assert.equal(held.split("\n")[1], lines[0].join("\t"));
        // The numbers of the charts that stand still, as charts/NAME.csv has them.
        for (const name of Object.keys(data.charts)) {
          const [download] = await Promise.all([page.waitForEvent("download"), control(page, `chart-${name}-save`).click()]);
          const own = readFileSync(await download.path(), "utf8").replace("\ufeff", "").trim().split("\n");
          const file = readFileSync(join(folder, "charts", `${name}.csv`), "utf8").trim().split("\n");
          assert.equal(own.length, file.length, name);
          own.forEach((line, at) => {
            const [a, b] = [cells(line), cells(file[at])];
            a.forEach((cell, which) => assert.ok(cell === b[which] || Number(cell) === Number(b[which]), `${name}: ${line} and not ${file[at]}`));
          });
        }
        await close();
      });

      test("everything is reached and moved with the keyboard", async () => {
        const { page, close } = await open(folder, language);
        const wanted = await page.locator(".living [data-control]:not(:disabled)").evaluateAll((all) =>
          all.map((one) => one.dataset.control));
        const reached = new Set();
        await control(page, "option-0").focus();
        reached.add("option-0");
        for (let at = 0; at < 12 * wanted.length && reached.size < wanted.length; at++) {
          await page.keyboard.press("Tab");
          const name = await page.evaluate(() => document.activeElement.dataset.control ?? null);
          if (name) {
            reached.add(name);
            const seen = await page.evaluate(() => parseFloat(getComputedStyle(document.activeElement).outlineWidth) > 0);
            assert.ok(seen, `where the focus is does not show: ${name}`);
          }
        }
        assert.deepEqual(wanted.filter((name) => !reached.has(name)), []);
        await control(page, "day").focus();
        const caption = page.locator("#living-curves caption").first();
        await page.keyboard.press("Home");
        const first = await caption.innerText();
        await page.keyboard.press("ArrowRight");
        assert.notEqual(await caption.innerText(), first);
        assert.ok((await page.locator("#living-curves p[role=status]").innerText()).length > 10, "the moved day is not said");
        await control(page, "option-1").focus();
        await page.keyboard.press("Space");
        assert.equal(await page.locator("#living-curves tr[data-option]").count(), 1);
        await control(page, "curves-values").focus();
        await page.keyboard.press("Enter");
        // A browser tells of an opened table in a task of its own: the eleventh row is waited for.
        await page.locator("#living-curves .values tbody tr").nth(10).waitFor();
        await close();
      });

      test("a sweep shows the points that were computed, each as the table has it", async (t) => {
        const data = embedded(folder, language);
        if (!data.sweeps.length) return t.skip("these results have no sweep");
        const { page, said, close } = await open(folder, language);
        for (const [nth, sweep] of data.sweeps.entries()) {
          const host = page.locator(`#living-sweep-${nth}`);
          const across = sweep.axes[1]?.labels.length ?? 1;
          for (const [place, point] of sweep.points.entries()) {
            await control(page, `sweep-${sweep.name}-axis-0`).fill(String(Math.floor(place / across)));
            if (across > 1) await control(page, `sweep-${sweep.name}-axis-1`).fill(String(place % across));
            const shown = await host.locator("tr[data-measure]").evaluateAll((all) =>
              all.map((row) => [row.querySelector("[data-value]").textContent, row.querySelector("[data-range]").textContent]));
            shown.forEach(([value, range], at) => {
              const cell = point.refused ? {} : point.cells[at];
              assert.deepEqual([value, range], [cell.value ?? "–", cell.range ?? ""]);
            });
            const reason = await host.locator("p[role=status]").innerText();
            assert.equal(reason.includes(point.refused ?? "\0"), Boolean(point.refused));
          }
          // Dots stand at computed points only, and no line joins them.
          for (let at = 0; at < sweep.measures.length; at++) {
            await control(page, `sweep-${sweep.name}-measure`).selectOption(String(at));
            const dots = await host.locator("[data-point]").count();
            const last = sweep.points.filter((point, place) => place % across === across - 1);
            assert.equal(dots, last.filter((point) => !point.refused && point.cells[at].raw).length);
          }
          const [download] = await Promise.all([page.waitForEvent("download"), control(page, `sweep-${sweep.name}-save`).click()]);
          const lines = readFileSync(await download.path(), "utf8").trim().split("\n").slice(1);
          const refused = sweep.points.filter((point) => point.refused).length;
          assert.equal(lines.length, (sweep.points.length - refused) * sweep.measures.length + refused);
        }
        assert.deepEqual(said, []);
        await close();
      });

      test("without jobs there is no number on use", async (t) => {
        const data = embedded(folder, language);
        const busy = rows(folder, "daily_bands").some((row) => row.measure.startsWith("busy") && row.q50 !== "");
        if (busy) return t.skip("jobs are played in these results");
        assert.equal(data.series.filter((one) => data.measures[one[2]].startsWith("busy")).length, 0);
        const { page, close } = await open(folder, language);
        for (let scope = 0; scope < data.scopes.length; scope++) {
          await control(page, "scope").selectOption(String(scope));
          for (const list of ["of", "per"]) {
            const values = await control(page, list).locator("option").evaluateAll((all) => all.map((one) => one.value));
            assert.ok(!values.includes("busy"));
          }
        }
        await close();
      });

      test("with scripts off the charts stand, and nothing empty is offered", async () => {
        const { page, said, close } = await open(folder, language, { javaScriptEnabled: false });
        assert.ok((await page.locator("figure .wide-chart svg").count()) > 0);
        assert.ok(await page.locator("figure .wide-chart svg").first().isVisible());
        assert.equal(await page.locator("#living-curves").isVisible(), false);
        assert.ok(await page.locator("#living-section noscript p").isVisible());
        assert.equal(await page.locator("button, input, select").count(), 0);
        assert.deepEqual(said, []);
        await close();
      });

      test("on paper it is the still page, of 12 sheets at the most", async () => {
        const { page, close } = await open(folder, language);
        await page.emulateMedia({ media: "print" });
        assert.equal(await page.locator("#living-section").isVisible(), false);
        assert.equal(await page.locator(".data-tools").first().isVisible(), false);
        const paper = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
        const sheets = paper.match(/\/Type\s*\/Page\b/g).length;
        assert.ok(sheets > 1 && sheets <= 12, `${sheets} sheets`);
        await close();
      });

      test("nothing moves by itself", async () => {
        for (const reducedMotion of ["reduce", "no-preference"]) {
          const { page, close } = await open(folder, language, { reducedMotion });
          await control(page, "option-0").uncheck();
          assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
          await close();
        }
      });
    });
  }
}

// Who sees only the first screen knows what to do, how sure it is, what speaks against it and what it hangs on.
for (const folder of SCREENS) {
  for (const language of LANGUAGES) {
    test(`${basename(folder)}, ${language}: the first screen holds the whole answer`, async () => {
      const { page, close } = await open(folder, language);
      // The frontier, a table of options too, may lie below.
      for (const part of [".verdict", ".options caption", ".options", ".against", ".hangs"]) {
        const found = page.locator(`.answer ${part}`);
        const box = await (part === ".options" ? found.first() : found.last()).boundingBox();
        assert.ok(box && box.y + box.height <= 800, `${part} ends at ${box && box.y + box.height}`);
      }
      await close();
    });
  }
}
