// Today: the walk by keyboard, one matter open at a time, and the time it takes.
const PAUSE_S = 120; // without a touch: whoever looks elsewhere does not walk
let spent = 0;
let touched = Date.now();
for (const what of ["keydown", "pointerdown", "pointermove", "scroll"])
  addEventListener(what, () => { touched = Date.now(); }, { passive: true });

setInterval(() => {
  if (document.visibilityState !== "visible" || Date.now() - touched > PAUSE_S * 1000) return;
  spent += 1;
  const shown = document.querySelector("[data-walk]");
  const minutes = Math.floor((Number(shown.dataset.walk) + spent) / 60);
  if (shown.dataset.minutes !== String(minutes)) {
    shown.dataset.minutes = minutes;
    shown.textContent = shown.textContent.replace(/\d+/, minutes);
  }
}, 1000);

// Whatever is asked from here takes the seconds with it; what did not arrive is counted again.
const ours = (path) => path.includes("/today/");
document.addEventListener("htmx:configRequest", (event) => {
  if (ours(event.detail.path)) event.detail.parameters.spent = String(spent);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const { successful, requestConfig, xhr } = event.detail;
  if (!successful || !ours(requestConfig.path)) return;
  const told = Number(requestConfig.parameters.spent);
  spent = Math.max(0, spent - told);
  const shown = document.querySelector("[data-walk]");
  if (xhr.status === 204) shown.dataset.walk = Number(shown.dataset.walk) + told;
});

// A list that renewed itself has the same matter open as before.
let open_key = "";
document.addEventListener("htmx:beforeSwap", () => { open_key = opened()?.dataset.matter ?? ""; });
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.requestConfig?.verb !== "get" || !open_key) return;
  for (const matter of all()) matter.open = matter.dataset.matter === open_key;
});

const all = () => [...document.querySelectorAll("[data-matter]")];
const opened = () => document.querySelector("[data-matter][open]");

// One at a time, and in sight.
document.addEventListener("toggle", (event) => {
  const matter = event.target;
  if (!matter.matches?.("[data-matter]") || !matter.open) return;
  for (const other of all()) if (other !== matter) other.open = false;
  matter.scrollIntoView({ block: "nearest" });
}, true);

// After an answer the next one stands open; the keyboard goes on there.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.requestConfig?.verb === "post") (opened()?.querySelector("[aria-invalid]") ?? opened()?.querySelector("summary"))?.focus();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.target.matches("input, textarea, select")) {
    if (event.key === "Escape") event.target.closest("[data-matter]")?.querySelector("summary").focus();
    return;
  }
  const key = event.key.toLowerCase();
  const matters = all();
  const place = matters.indexOf(opened());
  if (key === "j" || key === "k") {
    const next = matters[Math.min(Math.max(place + (key === "j" ? 1 : -1), 0), matters.length - 1)];
    if (next) {
      for (const one of matters) one.open = one === next;
      next.querySelector("summary").focus();
    }
    return event.preventDefault();
  }
  const button = opened()?.querySelector(`[data-key="${key}"]`);
  if (!button) return;
  event.preventDefault();
  const note = opened().querySelector("textarea");
  if ((key === "m" || key === "c") && !note.value.trim()) return note.focus();
  if (key === "z") return opened().querySelector("input[type=date]").focus();
  button.click();
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-send]")) event.target.form.requestSubmit();
});
