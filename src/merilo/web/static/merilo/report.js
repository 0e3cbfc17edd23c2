// The daily report: filed with Ctrl+Enter, kept as one types, and sent once there is a connection.

// What is kept here: reports that wait for a connection, and the draft of each day.
const STORES = { waiting: "key", draft: "id" };

const opened = new Promise((done, failed) => {
  const asked = indexedDB.open("merilo-daily", 1);
  asked.onupgradeneeded = () => {
    for (const [name, keyPath] of Object.entries(STORES)) asked.result.createObjectStore(name, { keyPath });
  };
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => failed(asked.error);
});
opened.catch(() => {}); // a browser that keeps nothing: then everything needs the connection

// One step in a store, done when it is safe on the disk.
async function step(store, mode, what) {
  const change = (await opened).transaction(store, mode, { durability: "strict" });
  const asked = what(change.objectStore(store));
  return new Promise((done, failed) => {
    change.oncomplete = () => done(asked.result);
    change.onerror = change.onabort = () => failed(change.error);
  });
}

const all = (store) => step(store, "readonly", (kept) => kept.getAll());
const get = (store, key) => step(store, "readonly", (kept) => kept.get(key));
const put = (store, one) => step(store, "readwrite", (kept) => kept.put(one));
const remove = (store, key) => step(store, "readwrite", (kept) => kept.delete(key));

const around = document.querySelector("[data-daily]");
const form = document.querySelector("[data-report]");
const said = form?.dataset;
const { user, page, worker } = around?.dataset ?? {};
const kept = document.querySelector("[data-kept]");
const problem = document.querySelector("[data-problem]");
const RETRY_MS = 5_000; // while something waits; nothing is asked of the server where nothing does

if (worker && "serviceWorker" in navigator)
  navigator.serviceWorker.register(worker).then(() => navigator.serviceWorker.ready).then(async () => {
    if (location.search || !navigator.onLine) return;
    const answer = await fetch(page, { headers: { Accept: "text/html" } }); // as it is without a draft
    if (answer.ok && !answer.redirected) await (await caches.open("merilo-page")).put(page, answer);
  }).catch(() => {});

// What stands in the form, by name; the token of the page is not part of it.
const typed = () => Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken"));
const tell = (text, link = "") => {
  kept.hidden = !text;
  kept.textContent = text;
  if (!link) return;
  kept.append(" ", Object.assign(document.createElement("a"), { href: link, textContent: said.signInLink }));
};

if (form) {
  const day = form.elements.day;
  stale();
  const id = () => `${user} ${day.value}`;
  const sent = form.querySelector("[data-send]");

  // The draft of the day: what one typed before comes back.
  let later;
  form.addEventListener("input", () => {
    clearTimeout(later);
    later = setTimeout(async () => {
      await put("draft", { id: id(), fields: typed(), at: Date.now() }).catch(() => {});
      form.querySelector("[data-draft]").textContent = form.querySelector("[data-draft]").dataset.said;
    }, 300);
  });
  get("draft", id()).then((draft) => {
    if (!draft || document.querySelector(".daily-wrong")) return;
    for (const [name, text] of Object.entries(draft.fields)) {
      const place = form.elements[name];
      if (!place || ["key", "day"].includes(name) || !text) continue;
      place.value = text;
      place.closest("details")?.setAttribute("open", "");
    }
  }).catch(() => {});

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(later);
    sent.disabled = true;
    const fields = typed();
    try {
      await put("waiting", { key: fields.key, user, fields, at: Date.now() });
    } catch {
      return form.submit(); // nothing can be kept here: as a form without a script
    }
    form.elements.key.value = crypto.randomUUID(); // what is typed next is another report
    await flush();
    sent.disabled = false;
  });
  addEventListener("online", flush);
  setInterval(flush, RETRY_MS);
  flush();
}

// Without a connection the page may be that of an earlier day: then it is made today's.
function stale() {
  const { zone, lang } = around.dataset;
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date());
  if (navigator.onLine || location.search || form.elements.day.value >= parts) return;
  form.elements.day.value = parts;
  around.querySelector("[data-day-said]").textContent = new Intl.DateTimeFormat(lang, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(parts));
  around.querySelector("[data-state]").textContent = said.old;
  for (const one of around.querySelectorAll("[data-counted], [data-plan]")) one.replaceWith(Object.assign(document.createElement("span"), { textContent: "—" }));
  for (const one of form.querySelectorAll("input[name^='f.'], input[name^='w.'], textarea")) one.value = "";
}

// Sends what waits, the oldest first; one after another, and only from one page at a time.
async function flush() {
  if (navigator.locks) return navigator.locks.request("merilo-daily", () => go());
  return go();
}

async function go() {
  const waiting = (await all("waiting").catch(() => [])).sort((one, other) => one.at - other.at);
  const mine = waiting.filter((one) => one.user === user);
  if (waiting.length > mine.length && !mine.length) tell(said.another);
  let done = false;
  for (const one of mine) {
    const answer = await send(one).catch(() => null);
    if (!answer) return tell(said.keptSaid);
    if (answer.signIn) return tell(said.signIn, said.signInPage);
    if (answer.again) return tell(said.keptSaid);
    await remove("waiting", one.key);
    if (answer.problems) return refused(one, answer.problems);
    await remove("draft", `${user} ${one.fields.day}`).catch(() => {});
    done = true;
  }
  if (done) location.reload();
}

// One report to the server. With a token that is too old it asks for a fresh one, once.
async function send(one, token = document.querySelector("meta[name=csrf]").content, first = true) {
  const answer = await fetch(page, {
    method: "POST", body: new URLSearchParams(one.fields),
    headers: { Accept: "application/json", "X-CSRFToken": token },
  });
  if (answer.redirected) return { signIn: true };
  if (answer.status === 403 && first) {
    const fresh = await fetch(page, { headers: { Accept: "text/html" } });
    if (fresh.redirected) return { signIn: true };
    const found = new DOMParser().parseFromString(await fresh.text(), "text/html");
    if (found.querySelector("[data-daily]")?.dataset.user !== user) return { signIn: true };
    return send(one, found.querySelector("meta[name=csrf]").content, false);
  }
  if (answer.ok || answer.status === 422) return answer.json();
  return answer.status === 401 || answer.status === 403 ? { signIn: true } : { again: true };
}

// What was typed stays in the form, with what is wrong beside it.
function refused(one, problems) {
  tell("");
  for (const [name, text] of Object.entries(one.fields)) {
    const place = form.elements[name];
    if (!place || name === "key") continue;
    place.value = text;
  }
  for (const row of form.querySelectorAll("[data-field]")) {
    const text = problems[row.dataset.field] ?? "";
    const place = row.querySelector("[data-wrong]");
    row.classList.toggle("daily-wrong", Boolean(text));
    Object.assign(place, { textContent: text, hidden: !text });
    if (text) row.querySelector("details")?.setAttribute("open", "");
    for (const input of row.querySelectorAll("input[name^='f.']")) input.toggleAttribute("aria-invalid", Boolean(text));
  }
  Object.assign(problem, { textContent: problems[""] ?? said.refused, hidden: false });
  form.querySelector(".daily-wrong input[name^='f.']")?.focus();
}
