// The form of a rule shows what its condition asks for; filters apply when they are chosen.

const form = document.querySelector("[data-rule]");

/** Options that do not belong to the kind go; what was chosen among them becomes the first left. */
function fit(select, kind) {
  for (const one of select.options) {
    one.hidden = one.disabled = !one.dataset.of.split(" ").includes(kind);
  }
  if (select.selectedOptions[0]?.disabled) {
    select.value = [...select.options].find((one) => !one.disabled).value;
  }
  select.closest("label").hidden = [...select.options].filter((one) => !one.disabled).length < 2;
}

function follow() {
  const kind = form.elements.kind.value;
  fit(form.elements.way, kind);
  fit(form.elements.grain, kind);
  const way = form.elements.way.value;
  const metric = form.elements.metric.selectedOptions[0];
  const share = way === "plan" || kind === "fell";
  const own = kind === "less" || kind === "more" ? metric?.dataset.sign ?? "" : "";
  form.querySelector("[data-sign-of]").textContent = share ? "%" : own;
  const title = form.querySelector("[data-limit]");
  title.textContent = title.dataset[kind] ?? title.dataset.usual;
  for (const one of form.querySelectorAll("[data-about]")) one.hidden = one.dataset.about !== kind;
}

if (form) {
  form.addEventListener("change", follow);
  follow();
}

const filter = document.querySelector("[data-filter]");
if (filter) {
  const apply = filter.querySelector("[data-apply]");
  filter.addEventListener("change", (event) => {
    if (event.target.matches("select")) filter.requestSubmit(apply ?? undefined);
  });
}
