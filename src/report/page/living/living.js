// What can be changed on the page: which curves are drawn, and which computed point of a sweep is shown.
// Everything is read from the tables embedded beside this script. Nothing is simulated, averaged or filled in here:
// a number is shown as it stands there, or, for the whole centre, as the quotient of two that stand there.
(function () {
  "use strict";
  var source = document.getElementById("living-data");
  if (!source) return;
  var data = JSON.parse(source.textContent);
  var words = data.words;
  var COLOURS = ["#5c5c5c", "#0072b2", "#b04800", "#00735a", "#8a5a00", "#a3487f", "#2f6f9f", "#333333"];
  var DASHES = ["", "", "7 4", "2 3", "10 3 2 3", "5 2", "1 3", "12 4"];
  var count = 0;

  // ---- Small tools -------------------------------------------------------------------------------------------

  function make(tag, attributes, children) {
    var node = document.createElement(tag);
    set(node, attributes);
    [].concat(children || []).forEach(function (child) {
      node.append(child);
    });
    return node;
  }
  function set(node, attributes) {
    Object.keys(attributes || {}).forEach(function (name) {
      if (attributes[name] !== null) node.setAttribute(name, attributes[name]);
    });
    return node;
  }
  // The namespace of drawings is that of any drawing in the page: the page names no address.
  var SPACE = document.createRange().createContextualFragment("<svg></svg>").firstChild.namespaceURI;
  function draw(tag, attributes, text) {
    var node = set(document.createElementNS(SPACE, tag), attributes);
    if (text !== undefined) node.textContent = text;
    return node;
  }
  function fill(template, values) {
    return template.replace(/\{(\w+)\}/g, function (_, name) {
      return values[name];
    });
  }
  function decimal(value, digits) {
    var text = Math.abs(value).toFixed(digits).split(".");
    text[0] = text[0].replace(/\B(?=(\d{3})+$)/g, ",");
    return (value < 0 ? "\u2212" : "") + text.join(".");
  }
  function option(value, text) {
    return make("option", { value: value }, text);
  }
  function choice(label, name, entries) {
    var select = make("select", { "data-control": name });
    entries.forEach(function (one) {
      select.append(option(one[0], one[1]));
    });
    return { node: make("label", { class: "over" }, [label, select]), select: select };
  }
  function button(text, name, act) {
    var node = make("button", { type: "button", "data-control": name }, text);
    node.addEventListener("click", act);
    return node;
  }

  // ---- A table: shown, copied, saved -------------------------------------------------------------------------

  // A cell that a spreadsheet would compute is text, as in the tables of the results.
  function guarded(cell) {
    if (cell === null || cell === undefined) return "";
    if (typeof cell === "string" && /^[=+\-@\t\r]/.test(cell)) return "'" + cell;
    return String(cell);
  }
  function quoted(cell) {
    var text = guarded(cell);
    return /[",\n\r]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  }
  function csv(rows) {
    return rows.map(function (row) { return row.map(quoted).join(","); }).join("\n") + "\n";
  }
  function copy(text, done) {
    function by_hand() {
      var area = make("textarea", { class: "unseen", readonly: "", tabindex: "-1" });
      area.value = text;
      var before = document.activeElement;
      document.body.append(area);
      area.select();
      var held = false;
      try {
        held = document.execCommand("copy");
      } catch (refused) {
        held = false;
      }
      area.remove();
      if (before) before.focus();
      done(held);
    }
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text).then(function () { done(true); }, by_hand);
    } else {
      by_hand();
    }
  }
  function save(name, text) {
    // The mark at the start tells spreadsheets that this is UTF-8.
    var link = make("a", { download: name });
    link.href = URL.createObjectURL(new Blob(["\ufeff" + text], { type: "text/csv;charset=utf-8" }));
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
  }
  // Buttons to copy and save what `table` gives: { name, rows }, the heads of columns first; and the table itself.
  function tools(table, prefix) {
    var said = make("span", { role: "status", class: "small" });
    var body = make("div", { class: "wide values", tabindex: "0", role: "region", "aria-label": words.values });
    var details = make("details", {}, [make("summary", { "data-control": prefix + "-values" }, words.values), body]);
    function show() {
      if (!details.open) return;
      var rows = table().rows;
      var head = make("tr", {}, rows[0].map(function (cell) { return make("th", { scope: "col" }, String(cell)); }));
      var lines = rows.slice(1).map(function (row) {
        return make("tr", {}, row.map(function (cell, at) {
          var text = cell === null ? "" : String(cell);
          return at === 0 ? make("th", { scope: "row" }, text) : make("td", {}, text);
        }));
      });
      body.replaceChildren(make("table", {}, [make("thead", {}, head), make("tbody", {}, lines)]));
    }
    details.addEventListener("toggle", show);
    var bar = make("div", { class: "tools" }, [
      button(words.copy, prefix + "-copy", function () {
        // Spreadsheets take what is pasted by tabs.
        var rows = table().rows;
        var text = rows.map(function (row) {
          return row.map(function (cell) { return guarded(cell).replace(/[\t\n\r]/g, " "); }).join("\t");
        }).join("\n");
        copy(text, function (held) {
          said.textContent = held ? fill(words.copied, { rows: decimal(rows.length - 1, 0) }) : words.not_copied;
        });
      }),
      button(words.save, prefix + "-save", function () {
        var made = table();
        save(made.name + ".csv", csv(made.rows));
        said.textContent = fill(words.saved, { file: made.name + ".csv" });
      }),
      said,
    ]);
    return { node: make("div", { class: "data-tools" }, [bar, details]), show: show };
  }

  // ---- Curves ------------------------------------------------------------------------------------------------

  function curves(host) {
    var prefix = "curves";
    // Series by option, scope and measure.
    var held = {};
    data.series.forEach(function (one) {
      held[one.slice(0, 3).join()] = one[3];
    });
    var state = { options: [], scope: 0, of: "", per: "", bands: true, at: 0, day: null };
    state.options = data.options.map(function (_, at) { return at < 2; });

    function scope() { return data.scopes[state.scope]; }
    function dates() { return data.dates[scope().dates]; }
    // Which quotients a scope has. Of pools the tables have those of each future; of the centre only the mean units.
    function known(of, per) {
      var own = scope();
      if (own.monthly) return own.measures.indexOf(of) >= 0 && (!per || (per !== of && own.measures.indexOf(per) >= 0 && own.order.indexOf(per) < own.order.indexOf(of)));
      var name = per ? of + "_of_" + per : of;
      return own.measures.indexOf(name) >= 0;
    }
    function rungs() {
      return data.rungs.map(function (one) { return one.name; });
    }
    function word(name) {
      return data.rungs.filter(function (one) { return one.name === name; })[0].word;
    }
    function place(name) { return data.measures.indexOf(name); }
    // Low, middle and high of an option at a point of time, or null. One number stands for three that are equal.
    function value(option, at) {
      var own = scope();
      if (own.monthly) {
        var part = held[[option, state.scope, place(state.of)].join()];
        if (!part || part[1][at] === null) return null;
        if (!state.per) return [null, part[1][at], null];
        var whole = held[[option, state.scope, place(state.per)].join()];
        if (!whole || !whole[1][at]) return null;
        return [null, part[1][at] / whole[1][at], null];
      }
      var name = state.per ? state.of + "_of_" + state.per : state.of;
      var series = held[[option, state.scope, place(name)].join()];
      if (!series || series[1][at] === null) return null;
      return [0, 1, 2].map(function (which) { return series[which] ? series[which][at] : series[1][at]; });
    }
    function shown(number) {
      return state.per ? decimal(100 * number, 1) + "%" : decimal(number, 1) + words.unit_space + scope().unit;
    }
    function range(three) {
      if (three[0] === null) return "";
      return state.per
        ? decimal(100 * three[0], 1) + "–" + decimal(100 * three[2], 1) + "%"
        : decimal(three[0], 1) + "–" + decimal(three[2], 1);
    }
    function chosen() {
      return data.options.map(function (_, at) { return at; }).filter(function (at) { return state.options[at]; });
    }
    function title() {
      return state.per ? word(state.of) + " ÷ " + word(state.per) : word(state.of);
    }

    // Controls.
    var options = make("fieldset", {}, make("legend", {}, words.options));
    data.options.forEach(function (one, at) {
      var box = make("input", { type: "checkbox", "data-control": "option-" + at });
      box.checked = state.options[at];
      box.addEventListener("change", function () { state.options[at] = box.checked; render(); });
      var swatch = draw("svg", { class: "swatch", viewBox: "0 0 30 12", "aria-hidden": "true" });
      swatch.append(draw("path", { d: "M0 6H30", stroke: colour(at), "stroke-width": 3, "stroke-dasharray": dash(at) }));
      options.append(make("label", {}, [box, swatch, one.title]));
    });
    var scopes = choice(words.pool, "scope", data.scopes.map(function (one, at) { return [at, one.title]; }));
    var ofs = choice(words.part, "of", []);
    var pers = choice(words.denominator, "per", []);
    var from = make("input", { type: "date", "data-control": "from", min: data.from, max: data.to, value: data.from, required: "" });
    var to = make("input", { type: "date", "data-control": "to", min: data.from, max: data.to, value: data.to, required: "" });
    var bands = make("input", { type: "checkbox", "data-control": "bands" });
    bands.checked = true;
    var whole = button(words.whole, "whole", function () {
      from.value = data.from;
      to.value = data.to;
      render();
    });
    var said = make("p", { class: "small said", role: "status" });
    var heading = make("h3", {});
    var plot = make("div", { class: "plot" });
    var slider = make("input", { type: "range", step: 1, min: 0, "data-control": "day" });
    var moment_word = make("span", {}, words.day);
    var moment = make("label", { class: "over" }, [moment_word, slider]);
    var readout = make("div", { class: "wide", tabindex: "0", role: "region", "aria-label": words.readout });
    var note = make("p", { class: "small" });
    var given = tools(table, prefix);

    function colour(at) { return COLOURS[at % COLOURS.length]; }
    function dash(at) { return DASHES[at % DASHES.length] || null; }

    // The options of the two lists follow the scope; what was chosen stays where it can.
    function lists() {
      var parts = rungs().filter(function (of) {
        return known(of, "") || rungs().some(function (per) { return known(of, per); });
      });
      if (parts.indexOf(state.of) < 0) state.of = parts.indexOf("allocated") >= 0 ? "allocated" : parts[0];
      ofs.select.replaceChildren.apply(ofs.select, parts.map(function (of) { return option(of, word(of)); }));
      ofs.select.value = state.of;
      var wholes = rungs().filter(function (per) { return known(state.of, per); });
      var none = known(state.of, "") ? [option("", fill(words.units, { unit: scope().unit }))] : [];
      if (state.per && wholes.indexOf(state.per) < 0) state.per = none.length ? "" : wholes[0];
      pers.select.replaceChildren.apply(pers.select, wholes.map(function (per) {
        return option(per, fill(words.of_what, { whole: word(per) }));
      }).concat(none));
      pers.select.value = state.per;
    }
    // The places of the dates of the stretch.
    function stretch() {
      var all = dates();
      var first = from.value && from.value >= data.from ? from.value : data.from;
      var last = to.value && to.value <= data.to ? to.value : data.to;
      var inside = [];
      all.forEach(function (date, at) { if (date >= first && date <= last) inside.push(at); });
      // Of a stretch between two dates the one before it is what holds.
      if (!inside.length || first > last) return null;
      return inside;
    }
    function day_number(date) { return Date.parse(date + "T00:00:00Z") / 86400000; }
    var last_inside = [];

    function render() {
      lists();
      var inside = stretch();
      if (!inside) {
        said.textContent = fill(words.no_dates, { from: data.from, to: data.to });
        return;
      }
      var ons = chosen();
      said.textContent = ons.length ? "" : words.no_options;
      last_inside = inside;
      heading.textContent = scope().title + ": " + title();
      note.textContent = scope().note;
      bands.disabled = !!scope().monthly;
      moment_word.textContent = scope().monthly ? words.month : words.day;
      if (state.day === null) state.day = dates()[inside[inside.length - 1]];
      // The day of before, or the nearest that is still there.
      var near = 0;
      inside.forEach(function (at, place) { if (dates()[at] <= state.day) near = place; });
      slider.max = inside.length - 1;
      slider.value = near;
      paint();
      point(near, false);
      given.show();
    }

    // The drawing.
    var frame = null;
    function paint() {
      var width = Math.max(260, plot.clientWidth || 900);
      var height = width < 560 ? 250 : 330;
      var left = 56, right = 14, top = 22, bottom = 30;
      var inside = last_inside, all = dates();
      var first = day_number(all[inside[0]]);
      var end = day_number(all[inside[inside.length - 1]]);
      // The last value holds until the next one would stand.
      var step = scope().monthly ? 30 : data.step;
      var last = end + step;
      var most = 0;
      chosen().forEach(function (on) {
        inside.forEach(function (at) {
          var three = value(on, at);
          if (three) most = Math.max(most, three[2] === null || !bands.checked ? three[1] : three[2]);
        });
      });
      var ticks = rounded(state.per ? Math.max(most, most > 1 ? most : 0.2) : Math.max(most, 1));
      var high = ticks[ticks.length - 1];
      var x = function (day) { return left + (day - first) / Math.max(1, last - first) * (width - left - right); };
      var y = function (number) { return height - bottom - number / high * (height - top - bottom); };
      var svg = draw("svg", { viewBox: "0 0 " + width + " " + height, height: height, "aria-hidden": "true" });
      svg.append(draw("text", { x: 2, y: 12 }, state.per ? "%" : scope().unit));
      ticks.forEach(function (tick) {
        svg.append(draw("path", { d: "M" + left + " " + y(tick) + "H" + (width - right), stroke: tick ? "#ddd" : "#222" }));
        svg.append(draw("text", { x: left - 6, y: y(tick) + 4, "text-anchor": "end" },
          state.per ? decimal(100 * tick, high < 0.1 ? 1 : 0) : decimal(tick, high < 3 ? 1 : 0)));
      });
      marks(first, last, Math.floor((width - left - right) / 74)).forEach(function (mark) {
        svg.append(draw("path", { d: "M" + x(mark[0]) + " " + (height - bottom) + "v5", stroke: "#222" }));
        var edge = x(mark[0]) > width - 30 ? "end" : "middle";
        svg.append(draw("text", { x: edge === "end" ? width : x(mark[0]), y: height - bottom + 18, "text-anchor": edge }, mark[1]));
      });
      var ons = chosen();
      var runs = ons.map(function (on) { return pieces(on, inside, all, first, end, step); });
      if (bands.checked && !scope().monthly) {
        ons.forEach(function (on, nth) {
          runs[nth].forEach(function (run) {
            var upper = corners(run, 2, x, y), lower = corners(run, 0, x, y).reverse();
            svg.append(draw("path", { d: path(upper.concat(lower)) + "Z", fill: colour(on), "fill-opacity": 0.16, "data-band": on }));
          });
        });
      }
      ons.forEach(function (on, nth) {
        runs[nth].forEach(function (run) {
          svg.append(draw("path", {
            d: path(corners(run, 1, x, y)), fill: "none", stroke: colour(on), "stroke-width": 2.2,
            "stroke-dasharray": dash(on), "stroke-linejoin": "round", "data-line": on,
          }));
        });
      });
      var cross = draw("g", { "data-cross": "" });
      svg.append(cross);
      plot.replaceChildren(svg);
      frame = { x: x, y: y, svg: svg, cross: cross, width: width, left: left, right: right, top: top, height: height, bottom: bottom, first: first, last: last, step: step };
    }
    // Stretches of an option that have values: [from, to, low, middle, high] each.
    function pieces(on, inside, all, first, end, step) {
      var runs = [], open = null;
      inside.forEach(function (at, nth) {
        var three = value(on, at);
        if (!three) { open = null; return; }
        var start = day_number(all[at]);
        var until = nth + 1 < inside.length ? day_number(all[inside[nth + 1]]) : end + step;
        if (!open) { open = []; runs.push(open); }
        open.push([start, until].concat(three));
      });
      return runs;
    }
    function corners(run, which, x, y) {
      var points = [];
      run.forEach(function (one) {
        points.push([x(one[0]), y(one[2 + which])], [x(one[1]), y(one[2 + which])]);
      });
      return points;
    }
    function path(points) {
      return points.map(function (point, at) {
        return (at ? "L" : "M") + point[0].toFixed(1) + " " + point[1].toFixed(1);
      }).join("");
    }
    // Round numbers from 0 to at least the most.
    function rounded(most) {
      var rough = most / 4, power = Math.pow(10, Math.floor(Math.log10(rough)));
      var unit = [1, 2, 2.5, 5, 10].filter(function (one) { return one * power >= rough * 0.999; })[0] * power;
      var ticks = [];
      for (var at = 0; at * unit < most * 0.999 + unit; at++) {
        ticks.push(at * unit);
        if (at * unit >= most * 0.999) break;
      }
      return ticks;
    }
    // Firsts of months that have room, with what stands under them.
    function marks(first, last, room) {
      var all = [];
      var start = new Date(first * 86400000);
      var year = start.getUTCFullYear(), month = start.getUTCMonth();
      for (var at = 0; at < 1200; at++) {
        var day = Date.UTC(year, month + at, 1) / 86400000;
        if (day > last) break;
        if (day >= first) all.push([day, new Date(day * 86400000)]);
      }
      var every = [1, 3, 6, 12, 24, 60, 120].filter(function (one) { return all.length / one <= Math.max(2, room); })[0] || 240;
      return all.filter(function (mark) {
        var months = mark[1].getUTCFullYear() * 12 + mark[1].getUTCMonth();
        return months % every === 0;
      }).map(function (mark) {
        var year = mark[1].getUTCFullYear(), month = mark[1].getUTCMonth() + 1;
        return [mark[0], every >= 12 ? String(year) : year + "-" + (month < 10 ? "0" : "") + month];
      });
    }

    // One moment: a line in the drawing, a table beneath it.
    function point(nth, aloud) {
      var at = last_inside[nth];
      if (at === undefined || !frame) return;
      state.day = dates()[at];
      var date = scope().monthly ? state.day.slice(0, 7) : state.day;
      slider.setAttribute("aria-valuetext", date);
      var cross = frame.cross;
      cross.replaceChildren();
      var x = frame.x(day_number(state.day));
      cross.append(draw("path", { d: "M" + x + " " + frame.top + "V" + (frame.height - frame.bottom), stroke: "#222", "stroke-dasharray": "3 3" }));
      var side = x > frame.width - 110 ? "end" : x < 110 ? "start" : "middle";
      cross.append(draw("text", { x: x, y: frame.top - 8, "text-anchor": side, class: "strong" }, date));
      var rows = [], sayings = [];
      chosen().forEach(function (on) {
        var three = value(on, at);
        if (three) {
          cross.append(draw("circle", { cx: x, cy: frame.y(three[1]), r: 4, fill: colour(on), stroke: "#fff" }));
        }
        var middle = three ? shown(three[1]) : words.no_value;
        rows.push(make("tr", { "data-option": data.options[on].name }, [
          make("th", { scope: "row" }, data.options[on].title),
          make("td", { "data-value": "" }, middle),
        ].concat(scope().monthly ? [] : [make("td", { "data-range": "" }, three ? range(three) : "")])));
        sayings.push(data.options[on].title + " " + middle);
      });
      var heads = scope().monthly ? [words.option, words.mean] : [words.option, words.median, words.band];
      readout.replaceChildren(make("table", {}, [
        make("caption", {}, date + ", " + heading.textContent),
        make("thead", {}, make("tr", {}, heads.map(function (head) { return make("th", { scope: "col" }, head); }))),
        make("tbody", {}, rows),
      ]));
      if (aloud) said.textContent = date + ": " + sayings.join("; ");
    }
    slider.addEventListener("input", function () { point(Number(slider.value), true); });
    function follow(event) {
      if (!frame) return;
      var box = frame.svg.getBoundingClientRect();
      var day = frame.first + ((event.clientX - box.left) / box.width * frame.width - frame.left) / (frame.width - frame.left - frame.right) * (frame.last - frame.first);
      var near = 0;
      // A value holds from its day on: the one under the pointer, never one between.
      last_inside.forEach(function (at, nth) { if (day_number(dates()[at]) <= day) near = nth; });
      slider.value = near;
      point(near, false);
    }
    plot.addEventListener("pointermove", follow);
    plot.addEventListener("pointerdown", follow);

    // The rows behind the curves, named as in the tables.
    function table() {
      var own = scope(), all = dates(), rows;
      if (own.monthly) {
        rows = [["month", "alternative", "level", state.of].concat(state.per ? [state.per, state.of + " / " + state.per] : [])];
      } else {
        rows = [["date", "alternative", "pool", "measure", "q05", "q50", "q95"]];
      }
      chosen().forEach(function (on) {
        last_inside.forEach(function (at) {
          var three = value(on, at), name = data.options[on].name;
          if (!three) return;
          if (own.monthly) {
            var raw = function (rung) { return held[[on, state.scope, place(rung)].join()][1][at]; };
            rows.push([all[at], name, own.name, raw(state.of)].concat(state.per ? [raw(state.per), three[1]] : []));
          } else {
            rows.push([all[at], name, own.name, state.per ? state.of + "_of_" + state.per : state.of].concat(three));
          }
        });
      });
      return { name: ["daegi", own.name, state.per ? state.of + "_of_" + state.per : state.of].join("-"), rows: rows };
    }

    scopes.select.addEventListener("change", function () { state.scope = Number(scopes.select.value); render(); });
    ofs.select.addEventListener("change", function () { state.of = ofs.select.value; render(); });
    pers.select.addEventListener("change", function () { state.per = pers.select.value; render(); });
    [from, to].forEach(function (one) { one.addEventListener("change", render); });
    bands.addEventListener("change", render);

    host.append(
      options,
      make("div", { class: "row" }, [
        scopes.node, ofs.node, pers.node,
        make("label", { class: "over" }, [words.from, from]),
        make("label", { class: "over" }, [words.to, to]),
        whole,
        make("label", {}, [bands, words.show_bands]),
      ]),
      said, heading, plot, moment, readout, note, given.node
    );
    // Of what stands: of what is leased the part is nearly whole, whatever stands idle.
    state.per = "installed";
    host.hidden = false;
    render();
    if (window.ResizeObserver) {
      var width = 0;
      new ResizeObserver(function () {
        if (plot.clientWidth !== width) {
          width = plot.clientWidth;
          paint();
          point(Number(slider.value), false);
        }
      }).observe(plot);
    }
  }

  // ---- Sweeps ------------------------------------------------------------------------------------------------

  function sweep(host, own) {
    var prefix = "sweep-" + own.name;
    var across = own.axes.length > 1 ? own.axes[1].labels.length : 1;
    var state = own.axes.map(function () { return 0; });
    var measure = 0;
    function number(places) { return places[0] * across + (places[1] || 0); }

    var sliders = own.axes.map(function (axis, which) {
      var input = make("input", { type: "range", min: 0, max: axis.labels.length - 1, step: 1, value: 0, "data-control": prefix + "-axis-" + which });
      // Not an <output>: of two things that a label can be of it would take the first.
      var output = make("strong", {});
      input.addEventListener("input", function () { state[which] = Number(input.value); render(); });
      return { node: make("label", { class: "over" }, [make("span", {}, [axis.title + ": ", output]), input]), input: input, output: output };
    });
    var measures = choice(words.measure, prefix + "-measure", own.measures.map(function (one, at) { return [at, one.title]; }));
    measures.select.addEventListener("change", function () { measure = Number(measures.select.value); render(); });
    var plot = make("div", { class: "plot" });
    var readout = make("div", { class: "wide", tabindex: "0", role: "region", "aria-label": words.readout });
    var said = make("p", { class: "small said", role: "status" });
    var given = tools(function () {
      var rows = [["sweep", "value"].concat(across > 1 ? ["by_value"] : [], ["response", "scope", "q05", "q50", "q95", "refused"])];
      own.points.forEach(function (point, nth) {
        var places = [own.axes[0].labels[Math.floor(nth / across)]].concat(across > 1 ? [own.axes[1].labels[nth % across]] : []);
        if (point.refused) {
          rows.push([own.name].concat(places, [null, null, null, null, null, point.refused]));
          return;
        }
        own.measures.forEach(function (one, at) {
          var cell = point.cells[at];
          rows.push([own.name].concat(places, [one.response, one.scope], cell.raw || [null, null, null], [null]));
        });
      });
      return { name: "daegi-" + prefix, rows: rows };
    }, prefix);

    function render() {
      sliders.forEach(function (slider, which) {
        var label = own.axes[which].labels[state[which]];
        slider.output.textContent = label;
        slider.input.setAttribute("aria-valuetext", label);
      });
      var point = own.points[number(state)];
      var heads = [words.measure, words.median, words.band, words.difference].concat(own.targets ? [words.met] : []);
      said.textContent = point.refused ? "–: " + point.refused : "";
      var rows = own.measures.map(function (one, at) {
        var cell = point.refused ? {} : point.cells[at];
        return make("tr", { "data-measure": at }, [
          make("th", { scope: "row" }, one.title),
          make("td", { "data-value": "" }, cell.value || "–"),
          make("td", { "data-range": "" }, cell.range || ""),
          make("td", {}, cell.difference || ""),
        ].concat(own.targets ? [make("td", {}, cell.met || "")] : []));
      });
      readout.replaceChildren(make("table", {}, [
        make("caption", {}, own.axes.map(function (axis, which) { return axis.title + " " + axis.labels[state[which]]; }).join(" · ")),
        make("thead", {}, make("tr", {}, heads.map(function (head) { return make("th", { scope: "col" }, head); }))),
        make("tbody", {}, rows),
      ]));
      paint();
    }
    // A bar for each computed point of the first axis; between them there is nothing.
    function paint() {
      var labels = own.axes[0].labels;
      var width = Math.max(260, plot.clientWidth || 900), height = 230;
      var top = 26, bottom = 30, side = 34;
      var cells = labels.map(function (_, at) {
        var point = own.points[number([at, state[1]])];
        return point.refused ? null : point.cells[measure];
      });
      var most = 0, least = 0;
      // One scale for the whole grid, so that the second slider moves the bars and not the paper.
      own.points.forEach(function (point) {
        var raw = point.refused ? null : point.cells[measure].raw;
        if (raw) {
          most = Math.max(most, raw[2]);
          least = Math.min(least, raw[0]);
        }
      });
      if (most === least) most = least + 1;
      var y = function (value) { return height - bottom - (value - least) / (most - least) * (height - top - bottom); };
      var apart = (width - 2 * side) / labels.length;
      var svg = draw("svg", { viewBox: "0 0 " + width + " " + height, height: height, "aria-hidden": "true" });
      svg.append(draw("path", { d: "M0 " + y(0) + "H" + width, stroke: "#222" }));
      var every = Math.ceil(labels.length / Math.max(1, Math.floor((width - 2 * side) / 84)));
      cells.forEach(function (cell, at) {
        var x = side + apart * (at + 0.5), here = at === state[0];
        if (here || at % every === 0) {
          svg.append(draw("text", { x: x, y: height - bottom + 18, "text-anchor": "middle", class: here ? "strong" : null }, labels[at]));
        }
        if (!cell || !cell.raw) {
          svg.append(draw("text", { x: x, y: y(0) - 8, "text-anchor": "middle" }, "–"));
          return;
        }
        var colour = here ? "#b04800" : "#0072b2";
        svg.append(draw("path", { d: "M" + x + " " + y(cell.raw[0]) + "V" + y(cell.raw[2]), stroke: colour, "stroke-width": here ? 9 : 6, "stroke-opacity": 0.4 }));
        svg.append(draw("circle", { cx: x, cy: y(cell.raw[1]), r: here ? 6 : 4, fill: colour, "data-point": at }));
        if (here || (every === 1 && labels.length <= 8)) {
          svg.append(draw("text", { x: x, y: y(cell.raw[2]) - 8, "text-anchor": "middle", class: here ? "strong" : null }, cell.value));
        }
      });
      plot.replaceChildren(svg);
    }
    host.append(
      make("h4", {}, words.sweep_lead),
      make("div", { class: "row" }, sliders.map(function (slider) { return make("fieldset", {}, slider.node); })),
      make("div", { class: "row" }, measures.node),
      said, plot, readout,
      make("p", { class: "small" }, words.sweep_note),
      given.node
    );
    host.hidden = false;
    render();
    if (window.ResizeObserver) {
      var width = 0;
      new ResizeObserver(function () {
        if (plot.clientWidth !== width) {
          width = plot.clientWidth;
          paint();
        }
      }).observe(plot);
    }
  }

  // ---- Charts that stand still: their numbers ----------------------------------------------------------------

  function parsed(text) {
    var rows = [], row = [], cell = "", inside = false;
    for (var at = 0; at < text.length; at++) {
      var one = text[at];
      if (inside) {
        if (one === '"' && text[at + 1] === '"') { cell += one; at++; }
        else if (one === '"') inside = false;
        else cell += one;
      } else if (one === '"') inside = true;
      else if (one === ",") { row.push(cell); cell = ""; }
      else if (one === "\n") { row.push(cell); rows.push(row); row = []; cell = ""; }
      else cell += one;
    }
    return rows;
  }
  function still(figure) {
    var name = figure.getAttribute("data-chart");
    if (!Object.prototype.hasOwnProperty.call(data.charts, name)) return;
    // Cells are guarded already as they stand in charts/NAME.csv: numbers stay numbers.
    var rows = parsed(data.charts[name]).map(function (row) {
      return row.map(function (cell) { return cell !== "" && isFinite(cell) ? Number(cell) : cell.replace(/^'(?=[=+\-@])/, ""); });
    });
    var given = tools(function () { return { name: "daegi-" + name, rows: rows }; }, "chart-" + name);
    given.node.classList.add("living");
    figure.append(given.node);
  }

  var host = document.getElementById("living-curves");
  if (host && data.series.length) curves(host);
  (data.sweeps || []).forEach(function (own, at) {
    var host = document.getElementById("living-sweep-" + at);
    if (host) sweep(host, own);
  });
  document.querySelectorAll("figure[data-chart]").forEach(still);
})();
