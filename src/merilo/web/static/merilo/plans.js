// The sheet of plans works as a spreadsheet: arrows, pasting, filling, taking back; sums as one types.
document.documentElement.classList.add("scripted");
document.querySelector("[data-choose] select")?.addEventListener("change", (event) => event.target.form.requestSubmit(event.target.form.querySelector(".on")));

const form = document.querySelector("[data-plans]");

// The period that goes on is in sight.
const now = form?.querySelector(".plan-now");
if (now) {
  const around = now.closest(".plan-sheet");
  const [whose, ...heads] = now.parentElement.children;
  const most = around.scrollWidth - around.clientWidth;
  const wanted = Math.min(now.offsetLeft + 3 * now.offsetWidth - around.clientWidth, now.offsetLeft - whose.offsetWidth);
  const edges = heads.map((head) => head.offsetLeft - whose.offsetWidth).filter((edge) => edge <= most);
  around.scrollLeft = edges.find((edge) => edge >= wanted) ?? edges.at(-1) ?? 0; // no cell half covered
}

// How likely the targets of this month and the next are: they come after the sheet.
if (form?.dataset.chances)
  fetch(form.dataset.chances).then((answer) => answer.json()).then(({ cells }) => {
    for (const line of form.querySelectorAll("[data-chance-of]")) {
      const chance = cells[line.dataset.chanceOf];
      if (!chance) continue;
      Object.assign(line, { textContent: chance.text, title: chance.hint, hidden: false });
      line.classList.add(chance.tone);
    }
  }).catch(() => {});

if (form?.querySelector("[data-undo]")) {
  const rows = [...form.querySelectorAll("tbody tr")];
  const places = rows.map((row) => [...row.querySelectorAll("td:not(.plan-total)")].map((cell) => cell.firstElementChild));
  const inputs = [...form.querySelectorAll("input[data-was]")];
  const undo = form.querySelector("[data-undo]");
  const count = form.querySelector("[data-count]");
  const point = form.dataset.lang === "en" ? "." : ",";
  const done = []; // what was changed: lists of [input, text before]

  const figure = (text) => {
    const bare = text.replace(/[^\d.,−-]/g, "").replace("−", "-");
    if (!/\d/.test(bare)) return null;
    const marks = bare.match(/[.,]/g) ?? [];
    const last = marks.at(-1);
    const mark = new Set(marks).size === 2 ? last : marks.length === 1 && (last === point || !/[.,]\d{3}$/.test(bare)) ? last : "";
    const plain = [...bare].filter((sign) => /[\d-]/.test(sign) || sign === mark);
    const cut = mark ? plain.lastIndexOf(mark) : -1;
    return Number(plain.map((sign, n) => (sign === mark ? (n === cut ? "." : "") : sign)).join(""));
  };
  const written = new Intl.NumberFormat(form.dataset.lang, { maximumFractionDigits: 4 });
  const said = (number) => written.format(Math.round(number * 1e4) / 1e4).replace("-", "−");
  const at = (input) => {
    const row = rows.indexOf(input.closest("tr"));
    return [row, places[row].indexOf(input)];
  };
  const text = (place) => (place instanceof HTMLInputElement ? place.value : place.textContent);

  const sums = () => {
    if (form.dataset.adds !== "1") return;
    const below = new Map();
    for (const row of [...rows].reverse()) {
      const cells = places[rows.indexOf(row)];
      cells.forEach((place, n) => {
        const parts = below.get(row.dataset.key)?.[n] ?? null;
        const own = figure(text(place));
        const value = own ?? parts;
        if (value !== null && row.dataset.above) {
          const sum = below.get(row.dataset.above) ?? [];
          sum[n] = (sum[n] ?? 0) + value;
          below.set(row.dataset.above, sum);
        }
        const line = place.parentElement.querySelector("[data-parts-of]");
        line.hidden = parts === null;
        if (parts === null) return;
        const apart = own === null ? 0 : Math.round((parts - own) * 1e4) / 1e4;
        const beside = apart ? ` (${apart > 0 ? "+" : ""}${said(apart)})` : "";
        line.textContent = `Σ ${said(parts)}${beside}`;
        line.classList.toggle("off", apart !== 0);
      });
      const total = row.querySelector("[data-total]");
      if (total && total !== document.activeElement) {
        const known = cells.map((place) => figure(text(place))).filter((one) => one !== null);
        const sum = known.length ? said(known.reduce((one, other) => one + other, 0)) : "";
        if (total instanceof HTMLInputElement) total.value = sum;
        else total.textContent = sum || "—";
      }
    }
  };
  // Those who are there for a part of a period are offered a part of the full target.
  const all = form.querySelector("[data-prorate-all]");
  const offerable = new Map([...form.querySelectorAll("[data-offer-of]")].map((line) => [line.dataset.offerOf, line]));
  const accepted = new Map(); // what was taken of them, so that a part is not parted again
  let offers = {};
  const offered = () => {
    for (const [name, line] of offerable) {
      const offer = offers[name];
      line.hidden = !offer;
      if (!offer) continue;
      line.title = offer.hint;
      const same = !offer.text || form.elements[`t|${name}`].value === offer.text;
      const words = document.createElement(same ? "span" : "button");
      words.textContent = same ? offer.said.split(": ")[0] : offer.said;
      if (!same) Object.assign(words, { type: "button", className: "plain plan-offer" }).dataset.offer = name;
      line.replaceChildren(words);
    }
    const open = Object.entries(offers).filter(([name, offer]) => offer.full && form.elements[`t|${name}`]?.value !== offer.text);
    all.hidden = !open.length;
    all.querySelector(".badge").textContent = open.length;
    return open;
  };
  const prorated = async () => {
    const asked = new FormData();
    for (const field of form.querySelectorAll("input[type=hidden]:not([name^=w])")) asked.set(field.name, field.value);
    asked.set("kind", form.elements.kind.value);
    const other = inputs.filter((input) => input.value.trim() !== input.dataset.was && input.name.startsWith("t|p|"));
    asked.set("typed", JSON.stringify(Object.fromEntries(other.map((input) => [input.name.slice(2), input.value]))));
    asked.set("taken", JSON.stringify(other.filter((input) => accepted.get(input.name) === input.value).map((input) => input.name.slice(2))));
    try {
      const answer = await fetch(form.dataset.prorate, { method: "POST", body: asked });
      if (answer.ok) offers = (await answer.json()).cells;
    } catch {} // without a line nothing is offered
    offered();
  };
  let soon;
  const renew = () => {
    clearTimeout(soon);
    soon = setTimeout(prorated, 300);
  };
  if (form.dataset.prorate) {
    form.elements.kind.addEventListener("change", prorated);
    const take = (names) => {
      for (const name of names) accepted.set(`t|${name}`, offers[name].text);
      set(names.map((name) => [form.elements[`t|${name}`], offers[name].text]));
    };
    all.addEventListener("click", () => take(offered().map(([name]) => name)));
    form.addEventListener("click", (event) => {
      const name = event.target.closest("[data-offer]")?.dataset.offer;
      if (name) take([name]);
    });
  }

  const shown = () => {
    let changed = 0;
    for (const input of inputs) {
      const other = input.value.trim() !== input.dataset.was;
      input.classList.toggle("changed", other);
      changed += other;
    }
    count.textContent = changed ? form.dataset.changed.replace("{count}", changed) : "";
    undo.disabled = !done.length;
    sums();
    if (form.dataset.prorate) {
      offered();
      renew();
    }
  };
  const set = (pairs) => {
    const before = pairs.filter(([input, value]) => input instanceof HTMLInputElement && input.value !== value)
      .map(([input]) => [input, input.value]);
    for (const [input, value] of pairs) if (input instanceof HTMLInputElement) input.value = value;
    if (before.length) done.push(before);
    shown();
  };
  const back = () => {
    for (const [input, value] of done.pop() ?? []) input.value = value;
    shown();
  };

  let typed = "";
  form.addEventListener("focusin", (event) => {
    typed = event.target.value ?? "";
    if (event.target.matches?.(".plan-cell")) event.target.select();
  });
  form.addEventListener("change", (event) => {
    const input = event.target;
    if (!input.matches("input[data-was]")) return;
    const number = figure(input.value);
    done.push([[input, typed]]);
    if (number !== null && !/[%\p{L}]/u.test(input.value)) input.value = said(number);
    typed = input.value;
    shown();
  });
  form.addEventListener("paste", (event) => {
    const input = event.target;
    const clip = event.clipboardData.getData("text");
    if (!input.matches("input[data-was]") || !/[\t\n]/.test(clip.trimEnd())) return;
    event.preventDefault();
    const [top, left] = at(input);
    set(clip.replace(/\r/g, "").replace(/\n$/, "").split("\n").flatMap((line, down) =>
      line.split("\t").map((cell, right) => [places[top + down]?.[left + right], cell.trim()])));
  });
  const filled = (input, down) => {
    const [row, column] = at(input);
    const rest = down ? places.slice(row + 1).filter((_, n) => rows[row + 1 + n].dataset.above === rows[row].dataset.above).map((line) => line[column]) : places[row].slice(column + 1);
    set(rest.map((place) => [place, input.value]));
  };
  form.addEventListener("keydown", (event) => {
    const input = event.target;
    const held = event.ctrlKey || event.metaKey;
    if (!input.matches("input.plan-cell")) return;
    if (held && event.key.toLowerCase() === "z" && input.value === typed) {
      event.preventDefault();
      back();
    } else if (held && "dr".includes(event.key.toLowerCase()) && input.dataset.was !== undefined) {
      event.preventDefault();
      filled(input, event.key.toLowerCase() === "d");
    } else if (["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) {
      event.preventDefault();
      const line = [...form.querySelectorAll(`td:nth-of-type(${[...input.closest("tr").children].indexOf(input.closest("td"))}) > input.plan-cell`)];
      line[line.indexOf(input) + (event.key === "ArrowUp" ? -1 : 1)]?.focus();
    }
  });
  undo.addEventListener("click", back);

  const divided = async (row, how, total) => {
    const asked = new FormData();
    for (const field of form.querySelectorAll("input[type=hidden]:not([name^=w])")) asked.set(field.name, field.value);
    for (const place of places[rows.indexOf(row)]) asked.set(place.name ?? `t|${place.dataset.name}`, text(place).replace("—", ""));
    asked.set("key", row.dataset.key);
    asked.set("how", how);
    if (total !== undefined) asked.set("total", total);
    let answer;
    try {
      answer = await (await fetch(form.dataset.divide, { method: "POST", body: asked })).json();
    } catch {
      answer = { problem: form.dataset.broken };
    }
    count.textContent = answer.problem ?? "";
    if (answer.cells) set(Object.entries(answer.cells).map(([name, value]) => [form.elements[`t|${name}`], value]));
  };
  form.addEventListener("click", (event) => {
    const way = event.target.closest("[data-way]");
    if (!way) return;
    way.closest("details").open = false;
    divided(way.closest("tr"), way.dataset.way);
  });
  for (const take of document.querySelectorAll("[data-take]"))
    take.addEventListener("click", () => {
      set(Object.entries(JSON.parse(take.dataset.take)).map(([name, value]) => [form.elements[`t|${name}`], value]));
      take.closest("li").remove();
    });
  for (const total of form.querySelectorAll("input[data-total]"))
    total.addEventListener("change", () => divided(total.closest("tr"), "season", total.value));

  // Only what was changed is sent, with what stood there: whoever was faster is not overwritten.
  form.addEventListener("submit", () => {
    for (const input of inputs) {
      input.disabled = input.value.trim() === input.dataset.was;
      if (input.disabled) continue;
      const was = document.createElement("input");
      Object.assign(was, { type: "hidden", name: `w${input.name.slice(1)}`, value: input.dataset.was });
      form.append(was);
    }
  });
  addEventListener("pageshow", () => inputs.forEach((input) => (input.disabled = false)));
  addEventListener("beforeunload", (event) => {
    if (inputs.some((input) => !input.disabled && input.value.trim() !== input.dataset.was) && !form.dataset.sent) event.preventDefault();
  });
  form.addEventListener("submit", () => (form.dataset.sent = "1"));
  shown();
}
