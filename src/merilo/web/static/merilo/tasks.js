// Tasks by keyboard: arrows go from task to task, x ticks it off, Enter opens it. Only while one of
// them has the focus, so that no key typed elsewhere does anything.
const lines = (list) => [...list.closest("#tasks, #day, main").querySelectorAll("[data-tasks] .task-line")];
let last = 0;

document.addEventListener("keydown", (event) => {
  const line = event.target.closest?.("[data-tasks] .task-line");
  if (!line || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = lines(line);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    all[all.indexOf(line) + step]?.querySelector(".task-title").focus();
  }
  if (event.key === "x") {
    last = all.indexOf(line);
    line.querySelector("button.task-tick")?.click();
  }
});

// After a task is ticked off the next one has the focus.
document.addEventListener("htmx:beforeRequest", (event) => {
  const line = event.target.closest?.("[data-tasks] .task-line");
  if (line) last = lines(line).indexOf(line);
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (!event.detail.requestConfig?.elt?.closest?.(".task-line")) return;
  const all = [...document.querySelectorAll("[data-tasks] .task-line")];
  (all[Math.min(last, all.length - 1)]?.querySelector(".task-title") ?? document.getElementById("line"))?.focus();
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-send]")) event.target.form.requestSubmit();
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  const field = button.parentElement.querySelector("input");
  field.select();
  await navigator.clipboard?.writeText(field.value);
  button.querySelector("[data-said]").hidden = true;
  button.querySelector("[data-copied]").hidden = false;
});
