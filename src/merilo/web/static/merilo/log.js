// The quick log: customers are offered as one types; the reason of a loss is asked where there is one.
const form = document.querySelector("[data-log]");
const list = form?.querySelector("#customers");
let asked;
form?.elements.customer?.addEventListener("input", (event) => {
  clearTimeout(asked);
  const text = event.target.value.trim();
  if (text.length < 2) return;
  asked = setTimeout(async () => {
    const answer = await fetch(`${form.dataset.customers}?${new URLSearchParams({ q: text })}`).catch(() => null);
    if (!answer?.ok) return;
    const { names } = await answer.json();
    list.replaceChildren(...names.map((name) => Object.assign(document.createElement("option"), { value: name })));
  }, 200);
});
const lost = form?.querySelector("[data-lost]");
const outcome = form?.elements.outcome;
const asking = () => {
  if (lost) lost.hidden = outcome.value !== "lost";
};
outcome?.addEventListener("change", asking);
asking();
