// The editor: one text, shown as forms, as options and as TOML. The server reads and changes it; the page only shows.
import { PARTS, WORDS, inKeys } from "./words.js";
import { results } from "./results.js";

const address = new URL(location.href);
const byId = id => document.getElementById(id);
const stored = (key, value) => {
  try {
    if (value === undefined) return sessionStorage.getItem(key);
    if (value === null) sessionStorage.removeItem(key); else sessionStorage.setItem(key, value);
  } catch { /* a browser that keeps nothing loses only what a reload would restore */ }
  return null;
};
// The token has become a cookie: it stays in no history and in no picture of the screen.
const asked = address.searchParams.get("lang");
if (address.search) history.replaceState(null, "", address.pathname);

export const state = { lang: asked || stored("lang") || "ko", view: null, before: null, past: [], tab: "form", open: new Set(), files: null };
if (!WORDS[state.lang]) state.lang = "ko";

export const say = (word, fill = {}) =>
  (WORDS[state.lang][word] ?? word).replace(/\{(\w+)\}/g, (_, key) => fill[key] ?? "");
export const both = text => (text ? text[state.lang] || text.ko || text.en || "" : "");

/** An element with attributes and children; text is never read as HTML. */
export function make(tag, attributes = {}, ...children) {
  const it = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) it.addEventListener(key.slice(2), value);
    else if (key === "value" || key === "checked" || key === "open" || key === "disabled") it[key] = value;
    else it.setAttribute(key, value === true ? "" : value);
  }
  it.append(...children.flat(9).filter(child => child !== null && child !== undefined && child !== false));
  return it;
}

export function alarm(text) {
  const it = byId("alert");
  it.textContent = text || "";
  it.hidden = !text;
}

export async function ask(path, body, method) {
  const how = { method: method || (body === undefined ? "GET" : "POST"), headers: {} };
  if (body !== undefined) {
    how.headers["content-type"] = "application/json";
    how.body = JSON.stringify(body);
  }
  let answer;
  try { answer = await fetch(path, how); } catch { throw new Error(say("lost")); }
  const data = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    const error = new Error(both(data.error) || answer.statusText);
    error.status = answer.status;
    throw error;
  }
  return data;
}

/** Does something that may be refused, and says why if it is. */
export async function trying(work) {
  try { const done = await work(); alarm(""); return done; } catch (error) { alarm(error.message); return undefined; }
}

const draftKey = name => `draft ${name}`;
const isChanged = () => state.view && state.view.digest !== state.before;

// One change after another: each is made to the text that the one before has left.
let line = Promise.resolve();
function inLine(work) {
  line = line.then(work, work);
  return line;
}

function take(view, remember = true) {
  if (remember && state.view && state.view.name === view.name && state.view.text !== view.text) state.past.push(state.view.text);
  state.view = view;
  stored(draftKey(view.name), isChanged() ? JSON.stringify({ text: view.text, before: state.before }) : null);
  stored("file", view.name);
  show();
}

export const change = changes =>
  inLine(() => trying(async () => take(await ask("/api/edit", { name: state.view.name, text: state.view.text, changes }))));

async function setText(text, remember = true) {
  return inLine(() => trying(async () => take(await ask("/api/view", { name: state.view.name, text }), remember)));
}

async function openFile(name) {
  const view = await trying(() => ask(`/api/file/${encodeURIComponent(name)}`));
  if (!view) return;
  state.past = [];
  state.before = view.digest;
  state.view = null;
  const draft = JSON.parse(stored(draftKey(name)) || "null");
  take(view, false);
  byId("futures").value = view.futures || 1000;
  if (draft && draft.text !== view.text) {
    state.before = draft.before;
    await setText(draft.text, false);
    byId("saved").textContent = say("restored");
  }
}

/** A text that is not the file's, such as that of a run, in the editor. */
export async function edit(name, text) {
  if (state.view?.name !== name) await openFile(name);
  if (state.view?.name === name) await setText(text);
  byId("title").scrollIntoView();
}

async function files(openName) {
  const all = await trying(() => ask("/api/files"));
  if (!all) return;
  state.files = all;
  byId("folder").textContent = all.folder;
  byId("file").replaceChildren(...all.files.map(name => make("option", { value: name }, name)));
  byId("copy-from").replaceChildren(...all.shipped.map(name => make("option", { value: name }, name)));
  if (!byId("copy-name").value) byId("copy-name").value = `${all.shipped[0]}.toml`;
  const last = stored("file");
  const name = [openName, last, all.first, all.files[0]].find(one => all.files.includes(one));
  document.querySelector(".edit").hidden = !name;
  if (name) {
    byId("file").value = name;
    await openFile(name);
  } else {
    byId("told").textContent = say("empty");
    byId("new").open = true;
  }
}

async function save(name) {
  const own = name === state.view.name;
  const body = { text: state.view.text, before: own ? state.before : null };
  const done = await trying(() => ask(`/api/file/${encodeURIComponent(name)}`, body, "PUT"));
  if (!done) return;
  if (own) {
    state.before = done.digest;
    stored(draftKey(name), null);
    show();
  } else {
    stored(draftKey(state.view.name), null);
    await files(name);
  }
  byId("saved").textContent = say("savedTo", { name });
}

// ---- What is seen -----------------------------------------------------------------------------------------------

function words() {
  document.documentElement.lang = state.lang;
  for (const it of document.querySelectorAll("[data-w]")) it.textContent = say(it.dataset.w);
  for (const it of document.querySelectorAll("[data-w-label]")) it.setAttribute("aria-label", say(it.dataset.wLabel));
  for (const lang of ["ko", "en"]) byId(`lang-${lang}`).setAttribute("aria-pressed", String(lang === state.lang));
}

function show() {
  const view = state.view;
  if (!view) return;
  byId("title").textContent = both(view.title);
  byId("question").textContent = both(view.question);
  document.title = `${both(view.title)} – daegi`;
  byId("saved").textContent = isChanged() ? say("unsaved") : say("savedNow");
  byId("save").disabled = !isChanged();
  byId("discard").hidden = !isChanged();
  byId("undo").disabled = state.past.length === 0;
  byId("play-button").disabled = view.errors > 0;
  byId("told").textContent = view.errors > 0 ? say("fixFirst") : byId("told").textContent === say("fixFirst") ? "" : byId("told").textContent;
  if (byId("save-name").value === "") byId("save-name").value = view.name.replace(/\.toml$/, "-2.toml");
  if (document.activeElement !== byId("text") && byId("text").value !== view.text) byId("text").value = view.text;
  problems(view);
  tables(view);
  options(view);
}

function placeOf(problem) {
  return say(problem.base ? "inBase" : "place", problem);
}

function problems(view) {
  const warnings = view.problems.length - Math.min(view.errors, view.problems.length);
  const item = problem => make("li", { class: problem.severity },
    make("b", {}, placeOf(problem)), problem.option ? ` ${say("inOption", { name: problem.option })}` : "", `: ${both(problem.reason)}`,
    problem.help ? `. ${say("fix")}: ${both(problem.help)}` : "",
    problem.base ? null : make("button", { type: "button", onclick: () => jump(problem.line, problem.column) }, say("show")));
  const counts = [view.errors ? say("errors", { n: view.errors }) : say("sound"), warnings ? say("warnings", { n: warnings }) : ""];
  byId("problems").replaceChildren(
    make("p", { class: view.errors ? "error" : "hint", role: "status" }, counts.filter(Boolean).join(", ")),
    view.problems.length ? make("ul", { class: view.errors ? "errors" : "", tabindex: "0", "aria-label": counts.filter(Boolean).join(", ") }, view.problems.map(item)) : "");
}

function jump(lineNumber, column) {
  tab("toml");
  const text = byId("text");
  const lines = text.value.split("\n");
  const start = lines.slice(0, lineNumber - 1).reduce((sum, one) => sum + one.length + 1, 0) + [...(lines[lineNumber - 1] || "")].slice(0, column - 1).join("").length;
  text.focus();
  text.setSelectionRange(start, start + Math.max(1, (lines[lineNumber - 1] || "").length - column + 1));
  text.scrollTop = Math.max(0, (lineNumber - 6) * (text.scrollHeight / lines.length));
}

/** The problems of a field: of its own path on its line, or of its line if nothing else stands there. */
function problemsOf(field, all) {
  const whole = field.at.join(".");
  const close = path => path !== "" && (path === whole || whole.endsWith(`.${path}`) || field.path === path || field.path.startsWith(`${path}.`) || path.startsWith(`${field.path}.`));
  return all.filter(problem => !problem.base && problem.line === field.line && (close(problem.path) || field.alone));
}

const idOf = at => `f-${at.join("/")}`.replace(/[^\w가-힣/.-]/g, "_");

function input(field, label, problems, describedBy) {
  const id = idOf(field.at);
  const invalid = problems.some(problem => problem.severity === "error");
  const attributes = { id, "data-at": JSON.stringify(field.at), "aria-describedby": describedBy, "aria-invalid": invalid ? "true" : null, "aria-label": label, spellcheck: "false", autocomplete: "off" };
  const commit = event => {
    const value = event.target.value;
    if (value.trim() !== field.value.trim()) change([{ do: "set", at: field.at, value }]);
  };
  if (field.words?.length && !field.parts?.length) {
    const words = field.words.includes(field.value) ? field.words : [field.value, ...field.words];
    return make("select", { ...attributes, onchange: commit }, words.map(word => make("option", { value: word, selected: word === field.value }, word)));
  }
  if (field.value.length > 42 || (field.long && field.value.length > 30)) return make("textarea", { ...attributes, rows: "3", onchange: commit, value: field.value });
  return make("input", { ...attributes, onchange: commit, value: field.value, onkeydown: event => { if (event.key === "Enter") event.target.blur(), event.target.focus(); } });
}

/** What a value must lie between. */
function rangeOf({ low, high }) {
  if (low === null) return say("atMost").replace("#", high);
  return high === null ? say("atLeast").replace("#", low) : say("between").replace("#", low).replace("#", high);
}

function meaning(about, id) {
  const bits = [about[state.lang], [about.unit && both(about.unit), about.range && rangeOf(about.range)].filter(Boolean).join(", ")];
  if (about.example && !about.long && about.example !== '"text"') bits.push(`${say("example")}: ${inKeys(about.example, state.lang)}`);
  if (about.default) bits.push(`${say("usual")}: ${inKeys(about.default, state.lang)}`);
  return make("p", { class: "meaning", id }, bits.filter(Boolean).join(" · "));
}

/** The parts of a value in words. */
const partName = parts => parts.map(part => PARTS[state.lang][part] || part).join(" ");

const tags = about => [
  about.required ? make("span", { class: "tag" }, say("needed")) : null,
  about.drawn && about.drawn !== "fixed" ? make("span", { class: "tag" }, say(about.drawn === "per entity" ? "drawnEntity" : "drawnReplication")) : null,
];

/** The fields of one key, together: the parts of a distribution, the two languages of a text. */
function group(fields, view, removable) {
  const first = fields[0];
  const key = first.of.at(-1) ?? first.at.at(-1);
  const base = idOf(first.of.length ? first.of : first.at);
  const list = [];
  for (const field of fields) {
    field.alone = fields.length === 1;
    for (const problem of problemsOf(field, view.problems)) if (!list.includes(problem)) list.push(problem);
  }
  const single = fields.length === 1 && !first.parts.length;
  const errors = make("div", { id: `${base}-e` }, list.map(problem =>
    make("p", { class: "error" }, `${placeOf(problem)}: ${both(problem.reason)}${problem.help ? `. ${say("fix")}: ${both(problem.help)}` : ""}`)));
  const describedBy = `${base}-e ${base}-m`;
  const name = field => [key, partName(field.parts)].join(" ");
  const hit = field => problemsOf(field, view.problems);
  const body = single
    ? input(first, null, hit(first), describedBy)
    : make("div", { class: "parts" }, fields.map(field => make("div", {}, make("label", { for: idOf(field.at) }, partName(field.parts) || key), input(field, name(field), hit(field), describedBy))));
  const label = single ? make("label", { for: idOf(first.at) }, key, tags(first)) : make("div", { class: "label" }, key, tags(first));
  const drop = removable && !first.required
    ? make("button", { type: "button", class: "drop", onclick: () => change([{ do: "remove", at: first.of.length ? first.of : first.at }]), "aria-label": `${say("remove")}: ${key}` }, say("remove")) : null;
  return make("div", { class: "field", "data-key": first.path }, label, body, errors, first.ko ? meaning(first, `${base}-m`) : make("span", { id: `${base}-m` }), drop);
}

function groups(fields) {
  const all = new Map();
  for (const field of fields) {
    const key = JSON.stringify(field.of.length ? field.of : field.at);
    if (!all.has(key)) all.set(key, []);
    all.get(key).push(field);
  }
  return [...all.values()];
}

const isOption = table => table.at[0] === "study" && table.at[1] === "alternative" && table.at.length > 2;
const inside = (table, view) => table.fields.reduce((sum, field) => sum + problemsOf(field, view.problems).filter(one => one.severity === "error").length, 0);

/** What a table is called: its title, or what it is for. */
function called(table) {
  const meaning = (table[state.lang] || "").split(/(?<=[.。])\s/)[0].replace(/\.$/, "");
  return both(table.title) || (meaning.length > 60 ? `${meaning.slice(0, 58)}…` : meaning) || (table.name ? "" : say("scenario"));
}

function tableForm(table, view, wanted) {
  const id = table.at.join(".");
  const shown = groups(table.fields);
  const wrong = inside(table, view);
  const isOpen = state.open.has(id) || wrong > 0 || wanted;
  const it = make("details", { class: "table", "data-table": id, open: isOpen },
    make("summary", {}, called(table), table.name ? make("code", {}, table.name) : "", wrong ? make("span", { class: "count" }, say("errors", { n: wrong })) : ""));
  // Hundreds of fields that nobody looks at would make every change slow.
  const fill = () => {
    if (it.querySelector(".inside")) return;
    const heading = table.at.length ? make("p", { class: "meaning" }, table[state.lang] || "") : null;
    it.append(make("div", { class: "inside" }, heading, shown.map(fields => group(fields, view, true)), addKey(table)));
  };
  if (isOpen) fill();
  it.addEventListener("toggle", () => {
    if (it.open) { state.open.add(id); fill(); } else state.open.delete(id);
  });
  return it;
}

function addKey(table) {
  if (!table.more.length) return null;
  const id = idOf(table.at);
  const explain = make("p", { class: "meaning", id: `${id}-k-m` });
  const value = make("input", { id: `${id}-v`, autocomplete: "off", spellcheck: "false", "aria-describedby": `${id}-k-m` });
  const select = make("select", { id: `${id}-k`, onchange: () => {
    const row = table.more.find(one => one.key === select.value);
    explain.textContent = row ? meaning(row).textContent : "";
    value.placeholder = row ? row.default || row.example : "";
  } }, make("option", { value: "" }, say("choose")), table.more.map(row => make("option", { value: row.key }, row.required ? `${row.key} (${say("needed")})` : row.key)));
  const add = () => { if (select.value && value.value.trim()) change([{ do: "set", at: [...table.at, select.value], value: value.value }]); };
  return make("details", { class: "more" }, make("summary", {}, say("addKey")), make("div", { class: "stack" },
    make("label", { for: `${id}-k` }, say("key")), select, make("label", { for: `${id}-v` }, say("value")), value, explain,
    make("button", { type: "button", onclick: add }, say("add"))));
}

/** Rebuilds a part of the page and gives the focus, and what is being typed, back to the same field. */
function rebuilt(place, children) {
  const focused = document.activeElement;
  const own = place.contains(focused) && focused.id ? focused.id : null;
  const typed = own && "value" in focused ? focused.value : null;
  const unsent = own && focused.defaultValue !== undefined && focused.dataset.shown !== undefined && focused.value !== focused.dataset.shown;
  const top = place.scrollTop;
  place.replaceChildren(...children);
  for (const it of place.querySelectorAll("[data-at]")) it.dataset.shown = it.value;
  place.scrollTop = top;
  const again = own && byId(own);
  if (again) {
    again.focus({ preventScroll: true });
    if (unsent && typed !== null && again.dataset.shown !== undefined && again.dataset.sent !== typed) again.value = typed;
  }
}

function tables(view) {
  const wanted = byId("find").value.trim().toLowerCase();
  const fits = table => !wanted || [table.name, both(table.title), ...table.fields.flatMap(field => [field.path, field.value, field[state.lang] || ""])].some(text => text.toLowerCase().includes(wanted));
  const list = view.tables.filter(table => !isOption(table) && fits(table));
  rebuilt(byId("tables"), list.map(table => tableForm(table, view, wanted !== "" && list.length <= 6)));
}

function options(view) {
  const names = [...new Set(view.tables.filter(isOption).map(table => table.at[2]))];
  const cards = names.map(name => {
    const parts = view.tables.filter(table => isOption(table) && table.at[2] === name);
    const head = parts.find(table => table.at.length === 3);
    const title = both(head?.title) || name;
    const pathId = `o-${name}-path`, valueId = `o-${name}-value`;
    const path = make("input", { id: pathId, list: "paths", autocomplete: "off", spellcheck: "false" });
    const value = make("input", { id: valueId, autocomplete: "off", spellcheck: "false" });
    path.addEventListener("change", () => { if (!value.value) value.value = current(view, path.value); });
    const add = () => { if (path.value.trim() && value.value.trim()) change([{ do: "differ", option: name, path: path.value.trim(), value: value.value }]); };
    const fields = parts.flatMap(table => groups(table.fields).map(fields => ({ table, fields })));
    return make("section", { class: "card", "data-option": name, "aria-labelledby": `o-${name}` },
      make("h2", { id: `o-${name}` }, title, " ", make("code", {}, name)),
      fields.map(({ fields }) => group(fields.map(field => ({ ...field, of: field.of, required: false })), view, true)),
      make("h3", {}, say("addChange")),
      make("div", { class: "change" }, make("label", { for: pathId, class: "full" }, say("path")), make("div", { class: "full stack" }, path),
        make("label", { for: valueId, class: "full" }, say("value")), value, make("button", { type: "button", onclick: add }, say("add"))),
      make("button", { type: "button", onclick: () => change([{ do: "remove", at: ["study", "alternative", name] }]) }, `${say("remove")}: ${title}`));
  });
  rebuilt(byId("options"), cards.length ? cards : [make("p", {}, say("noOptions"))]);
  const paths = new Set(view.tables.filter(table => table.at[0] !== "study").flatMap(table => table.fields.map(field => [...field.of].join("."))).filter(Boolean));
  byId("paths").replaceChildren(...[...paths].map(path => make("option", { value: path })));
}

/** The value at a path as it stands, to begin from. */
function current(view, path) {
  const fields = view.tables.flatMap(table => table.fields).filter(field => field.of.join(".") === path);
  if (fields.length !== 1 || fields[0].parts.length) return "";
  return fields[0].value;
}

function tab(name) {
  state.tab = name;
  for (const one of ["form", "options", "toml"]) {
    const on = one === name;
    byId(`tab-${one}`).setAttribute("aria-selected", String(on));
    byId(`tab-${one}`).tabIndex = on ? 0 : -1;
    byId(`view-${one}`).hidden = !on;
  }
}

// ---- What is done -----------------------------------------------------------------------------------------------

function language(lang) {
  state.lang = lang;
  stored("lang", lang);
  words();
  show();
  results.language();
}

byId("lang-ko").addEventListener("click", () => language("ko"));
byId("lang-en").addEventListener("click", () => language("en"));
for (const [at, name] of ["form", "options", "toml"].entries()) {
  byId(`tab-${name}`).addEventListener("click", () => tab(name));
  byId(`tab-${name}`).addEventListener("keydown", event => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const next = ["form", "options", "toml"][(at + by + 3) % 3];
    tab(next);
    byId(`tab-${next}`).focus();
  });
}
byId("file").addEventListener("change", async event => {
  const name = event.target.value;
  if (isChanged() && !confirm(say("leave"))) { event.target.value = state.view.name; return; }
  if (state.view) stored(draftKey(state.view.name), null);
  await openFile(name);
});
byId("copy-from").addEventListener("change", event => { byId("copy-name").value = `${event.target.value}.toml`; });
byId("copy").addEventListener("submit", async event => {
  event.preventDefault();
  const name = byId("copy-name").value.trim();
  if (await trying(() => ask("/api/copy", { shipped: byId("copy-from").value, name }))) {
    byId("new").open = false;
    byId("told").textContent = "";
    await files(name);
  }
});
byId("save").addEventListener("click", () => inLine(() => save(state.view.name)));
byId("save-as").addEventListener("submit", event => {
  event.preventDefault();
  byId("as").open = false;
  inLine(() => save(byId("save-name").value.trim()));
});
byId("undo").addEventListener("click", () => { const text = state.past.pop(); if (text !== undefined) setText(text, false); });
byId("discard").addEventListener("click", () => { stored(draftKey(state.view.name), null); openFile(state.view.name); });
byId("download").addEventListener("click", event => {
  const url = URL.createObjectURL(new Blob([state.view.text], { type: "application/toml" }));
  event.currentTarget.href = url;
  event.currentTarget.download = state.view.name;
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
});
byId("find").addEventListener("input", () => state.view && tables(state.view));
let typing;
byId("text").addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => setText(byId("text").value), 350);
});
byId("text").addEventListener("blur", () => { clearTimeout(typing); if (state.view && byId("text").value !== state.view.text) setText(byId("text").value); });
byId("add-option").addEventListener("submit", event => {
  event.preventDefault();
  const wish = { do: "option", name: byId("option-name").value.trim(), ko: byId("option-ko").value, en: byId("option-en").value };
  inLine(async () => {
    try {
      take(await ask("/api/edit", { name: state.view.name, text: state.view.text, changes: [wish] }));
      byId("option-error").textContent = "";
      for (const id of ["option-name", "option-ko", "option-en"]) byId(id).value = "";
      byId(`o-${wish.name}-path`)?.focus();
    } catch (error) { byId("option-error").textContent = error.message; }
  });
});
byId("play").addEventListener("submit", event => {
  event.preventDefault();
  inLine(() => trying(async () => {
    const { name, text } = state.view;
    const run = await ask("/api/runs", { name, text, futures: Number(byId("futures").value), no_jobs: byId("no-jobs").checked, lang: state.lang });
    results.follow(run.id);
  }));
});

words();
tab("form");
await files();
results.begin();
document.body.dataset.ready = "yes";
