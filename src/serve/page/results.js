// Runs: the list, the answer of one as it is refined, several side by side.
import { alarm, ask, both, edit, make, say, state, trying } from "./app.js";

const byId = id => document.getElementById(id);
const own = { data: { runs: [], playing: null }, shown: null, chosen: new Set(), answers: new Map(), at: 0, lost: false, drawn: "" };
const find = id => own.data.runs.find(one => one.run.id === id);
const short = digest => (digest || "").slice(0, 8);

function time(seconds) {
  return seconds < 90 ? say("second", { n: Math.max(1, Math.round(seconds)) }) : say("minute", { n: Math.round(seconds / 60) });
}

function begin() {
  const events = new EventSource("/api/events");
  events.addEventListener("runs", event => {
    if (own.lost) { own.lost = false; alarm(""); byId("told").textContent = say("back"); }
    take(JSON.parse(event.data));
  });
  events.addEventListener("error", () => { own.lost = true; alarm(say("lost")); });
  setInterval(progress, 1000);
}

function take(data) {
  own.data = data;
  own.at = performance.now();
  if (!own.shown || !find(own.shown)) own.shown = data.playing?.id ?? data.runs[0]?.run.id ?? null;
  for (const id of own.chosen) if (!find(id)) own.chosen.delete(id);
  list();
  progress();
  answer();
  compare();
}

/** The run that is played: how far it has come, and how long it will still take. */
function progress() {
  const playing = own.data.playing;
  const one = own.shown && find(own.shown);
  const open = one && ["queued", "running"].includes(one.run.state);
  byId("cancel").hidden = !open;
  byId("progress").hidden = !open;
  if (!open) return;
  const bar = byId("bar");
  if (playing?.id !== own.shown) {
    bar.removeAttribute("value");
    byId("left").textContent = say("waiting");
    return;
  }
  if (playing.all) bar.value = playing.done / playing.all; else bar.removeAttribute("value");
  const since = (performance.now() - own.at) / 1000;
  const left = playing.left === null ? say("leftUnknown") : say("left", { t: time(Math.max(1, playing.left - since)) });
  const parts = [say("stage", { n: playing.futures, done: playing.done, all: playing.all || "…" }), left];
  if (one.run.stages.length < one.plan.length - 1) parts.push(say("then", { rest: one.run.futures }));
  byId("left").textContent = parts.join(" · ");
}

const key = (one, lang) => `${one.run.id} ${one.run.stages.length} ${["queued", "running"].includes(one.run.state)} ${lang}`;

/** The answer of a run in the language of the page; fetched once for each stage. */
async function answerOf(one) {
  const is = key(one, state.lang);
  if (!own.answers.has(is)) {
    own.answers.set(is, ask(`/api/runs/${one.run.id}/answer?lang=${state.lang}`));
    while (own.answers.size > 24) own.answers.delete(own.answers.keys().next().value);
  }
  try { return await own.answers.get(is); } catch (error) { own.answers.delete(is); throw error; }
}

async function answer() {
  const one = own.shown && find(own.shown);
  const place = byId("answer");
  if (!one) { place.replaceChildren(make("p", { class: "hint" }, say("nothing"))); own.drawn = ""; return; }
  const is = `${key(one, state.lang)} ${one.run.state}`;
  if (own.drawn === is) return;
  own.drawn = is;
  const error = one.run.error ? make("pre", { class: "why", tabindex: "0" }, both(one.run.error)) : null;
  const heading = make("p", { class: "hint" }, `${one.run.id} · ${both(one.run.title)} · ${say(one.run.state)}`);
  if (!one.run.stages.length) { place.replaceChildren(heading, error ?? ""); return; }
  let found;
  try { found = await answerOf(one); } catch (why) {
    // A stage may have taken the place of the one before while it was read: ask again.
    if (own.drawn === is) {
      own.drawn = "";
      if (one.run.state !== "running") alarm(why.message);
      setTimeout(answer, 1000);
    }
    return;
  }
  if (own.drawn !== is) return;
  const n = found.stage.futures, all = one.run.futures;
  const words = one.run.state === "done" ? say("so", { n }) : one.run.state === "running" ? say("soFar", { n, all }) : say("stoppedAt", { n, all });
  byId("told").textContent = one.run.state === "done" ? say("ended") : one.run.state === "running" ? say("answered", { n }) : "";
  const top = scrollY;
  place.replaceChildren(heading, error ?? "", make("h3", { id: "answer-head", "data-futures": n }, words), ...block(found, true));
  scrollTo({ top });
}

const said = list => make("ul", { class: "said" }, list.map(one => make("li", {}, typeof one === "string" ? one : [make("b", {}, [one.of, one.lead].filter(Boolean).join(": ")), one.clauses.length ? `. ${one.clauses.join("; ")}` : ""])));

function optionTable(found, caption) {
  const { head, rows } = found.answer;
  if (!rows.length) return "";
  return make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": caption }, make("table", { class: "answers" }, make("caption", { class: "hidden" }, caption),
    make("thead", {}, make("tr", {}, head.map(text => make("th", { scope: "col" }, text)))),
    make("tbody", {}, rows.map(row => make("tr", {}, make("th", { scope: "row" }, row.title),
      row.cells.map(cell => make("td", {}, make("span", { class: "value" }, [cell.value, cell.mark].filter(Boolean).join(" ")), make("span", { class: "range" }, cell.range))))))));
}

function block(found, whole) {
  const it = found.answer;
  const parts = it.verdicts.map(one => make("div", { class: "verdict" }, make("h3", {}, [one.of, one.lead].filter(Boolean).join(": ")), make("ul", {}, one.clauses.map(clause => make("li", {}, clause)))));
  parts.push(optionTable(found, say("so", { n: found.stage.futures })), make("p", { class: "hint" }, say("marks")));
  if (!whole) return parts;
  for (const name of ["against", "best", "readings", "hangs", "compared"]) {
    if (it[name].length) parts.push(make("details", { open: name === "against" }, make("summary", {}, make("b", {}, say(name))), said(it[name])));
  }
  if (found.stage.options_only) parts.push(make("p", { class: "hint" }, say("preview")));
  if (it.notes.length) parts.push(make("details", {}, make("summary", {}, make("b", {}, say("notes"))), said(it.notes)));
  parts.push(make("div", { class: "charts" }, make("h3", {}, say("charts")), found.charts.map(chart => make("figure", {},
    picture(found, chart)))));
  return parts;
}

/** A chart; it opens in its full size. */
function picture(found, chart) {
  const src = `/api/runs/${found.id}/chart/${chart.name}?lang=${state.lang}&n=${found.stage.futures}${found.stage.options_only ? "&quick=1" : ""}`;
  return make("a", { href: src, target: "_blank", rel: "noopener", title: say("full") }, make("img", { src, alt: `${chart.title}. ${chart.text}`, "data-chart": chart.name }));
}

function list() {
  const place = byId("runs");
  if (!own.data.runs.length) { place.replaceChildren(make("p", { class: "hint" }, say("noRuns"))); return; }
  const focused = document.activeElement?.id;
  const head = ["select", "number", "what", "state", "digest", "files"];
  place.replaceChildren(make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": say("runs") }, make("table", { class: "list" },
    make("thead", {}, make("tr", {}, head.map(word => make("th", { scope: "col" }, say(word))))),
    make("tbody", {}, own.data.runs.map(row)))));
  if (focused && document.activeElement?.id !== focused) byId(focused)?.focus({ preventScroll: true });
}

function row({ run, briefing }) {
  const last = run.stages.at(-1);
  const open = ["queued", "running"].includes(run.state);
  const id = run.id;
  const button = (name, word, act) => make("button", { type: "button", id: `${name}-${id}`, onclick: act, "aria-label": `${say(word)} ${id}` }, say(word));
  const files = [];
  if (last && !open) {
    files.push(make("a", { class: "button", href: `/api/runs/${id}/results.zip`, id: `zip-${id}` }, say("results")), button("brief", "briefing", () => brief(id)));
    const rest = briefing.filter(name => name.includes(`.${state.lang}.`));
    files.push(...rest.map(name => make("a", { href: `/api/runs/${id}/file/${name}`, target: name.endsWith(".html") ? "_blank" : null, rel: "noopener", "data-file": name }, name)));
  }
  return make("tr", { "data-run": id, "data-state": run.state },
    make("td", {}, make("input", { type: "checkbox", id: `choose-${id}`, "aria-label": `${say("select")}: ${id}`, checked: own.chosen.has(id), disabled: !last, onchange: event => { if (event.target.checked) own.chosen.add(id); else own.chosen.delete(id); compare(true); } })),
    make("td", { class: "number" }, id),
    make("td", {}, both(run.title), make("br"), make("code", {}, run.file)),
    make("td", {}, make("span", { class: `state-${run.state}` }, say(run.state)), make("br"), [last ? `${last.futures}/${run.futures}` : say("asked", { n: run.futures }), run.no_jobs ? say("jobsOut") : ""].filter(Boolean).join(" · "),
      run.error ? make("pre", { class: "why", tabindex: "0", "aria-label": say("failed") }, both(run.error)) : ""),
    make("td", {}, make("code", { title: run.scenario }, `${say("scenarioDigest")} ${short(run.scenario)}`), make("br"), last ? make("code", { title: last.tables, "data-digest": last.tables }, `${say("tablesDigest")} ${short(last.tables)}`) : ""),
    make("td", {}, make("div", { class: "bar" },
      button("show", "show", () => { own.shown = id; own.drawn = ""; answer(); progress(); byId("play-title").scrollIntoView(); }),
      open ? button("stop", "cancel", () => trying(() => ask(`/api/runs/${id}/cancel`, {}))) : button("edit", "again", async () => { const view = await trying(() => ask(`/api/runs/${id}/scenario`)); if (view) edit(view.name, view.text); }),
      open ? null : button("delete", "delete", () => { if (confirm(say("deleteSure", { id }))) trying(() => ask(`/api/runs/${id}`, undefined, "DELETE")); }), files)));
}

async function brief(id) {
  const button = byId(`brief-${id}`);
  button.disabled = true;
  byId("told").textContent = say("making");
  const done = await trying(() => ask(`/api/runs/${id}/briefing`, {}));
  if (done) {
    const one = find(id);
    if (one) one.briefing = done.files;
    byId("told").textContent = say("made");
  }
  list();
}

let comparing = "";
async function compare(force) {
  const place = byId("compare");
  const ones = [...own.chosen].map(find).filter(one => one?.run.stages.length).sort((a, b) => a.run.id.localeCompare(b.run.id));
  const is = ones.map(one => key(one, state.lang)).join("|");
  if (is === comparing && !force) return;
  comparing = is;
  if (ones.length < 2) { place.replaceChildren(); return; }
  const found = await trying(() => Promise.all(ones.map(async one => ({ one, answer: await answerOf(one), scenario: await ask(`/api/runs/${one.run.id}/scenario`) }))));
  if (!found || comparing !== is) return;
  const digests = new Set(ones.map(one => one.run.stages.at(-1).tables));
  place.replaceChildren(make("h2", {}, say("compareTitle")), digests.size === 1 ? make("p", {}, say("sameResults")) : "", differences(found),
    make("div", { class: "sides" }, found.map(({ one, answer }) => make("div", { "data-side": one.run.id }, make("h3", {}, `${one.run.id} · ${both(one.run.title)} · ${say("of", { n: answer.stage.futures })}${one.run.no_jobs ? ` · ${say("jobsOut")}` : ""}`), block(answer, false)))));
}

/** The inputs in which the runs differ, by their paths. */
function differences(found) {
  const values = found.map(({ scenario }) => new Map(scenario.tables.flatMap(table => table.fields.map(field => [field.at.join("."), field.value]))));
  const paths = [...new Set(values.flatMap(one => [...one.keys()]))].filter(path => new Set(values.map(one => one.get(path))).size > 1);
  if (!paths.length) return make("p", { class: "hint" }, say("same"));
  return make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": say("differs") }, make("table", { class: "list differs" }, make("caption", { class: "hidden" }, say("differs")),
    make("thead", {}, make("tr", {}, make("th", { scope: "col" }, say("differs")), found.map(({ one }) => make("th", { scope: "col" }, one.run.id)))),
    make("tbody", {}, paths.slice(0, 100).map(path => make("tr", {}, make("th", { scope: "row" }, make("code", {}, path)), values.map(one => make("td", {}, one.get(path) ?? say("absent"))))))));
}

byId("cancel").addEventListener("click", () => own.shown && trying(() => ask(`/api/runs/${own.shown}/cancel`, {})));

export const results = {
  begin,
  follow(id) { own.shown = id; own.drawn = ""; byId("told").textContent = ""; answer(); progress(); },
  language() { own.drawn = ""; comparing = ""; list(); progress(); answer(); compare(); },
};
