// The choice of those compared is searched by name; the row whose chart is shown is marked.
const plain = (text) => text.toLowerCase().replaceAll("ё", "е").normalize("NFD").replace(/\p{M}/gu, "");

document.addEventListener("input", (event) => {
  if (event.target.id !== "choose-find") return;
  const text = plain(event.target.value);
  for (const label of event.target.form.querySelectorAll("fieldset label")) {
    label.hidden = !plain(label.textContent).includes(text);
  }
});
document.addEventListener("keydown", (event) => {
  if (event.target.id === "choose-find" && event.key === "Enter") event.preventDefault();
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id !== "compare-charts") return;
  const metric = new URLSearchParams(location.search).get("metric");
  for (const row of document.querySelectorAll("[data-metric]")) {
    const on = row.dataset.metric === metric;
    row.classList.toggle("on", on);
    const link = row.querySelector("th a");
    if (on) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
});
