// What pages do beyond links and forms: menus that close, the sheet, choices of columns and rows.
const sheet = document.getElementById("sheet");
const busy = document.getElementById("busy");

// Requests of pieces of pages: the form's token, the pieces that say what went wrong.
document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = document.querySelector("meta[name=csrf]").content;
});
document.addEventListener("htmx:beforeSwap", (event) => {
  if ([404, 422, 503].includes(event.detail.xhr.status)) event.detail.shouldSwap = true;
});
// What renews itself does so unseen, and not under the hands of somebody who types in it.
const live = (event) => event.target.closest?.("[data-live]") === event.target;
document.addEventListener("htmx:beforeSwap", (event) => {
  const piece = event.detail.target;
  const typing = piece.querySelector("input:focus, textarea:focus, select:focus")
    ?? [...piece.querySelectorAll("textarea")].find((text) => text.value !== text.defaultValue)
    ?? piece.querySelector("details[data-hold][open]");
  if (live(event) && event.detail.requestConfig.elt === piece && typing) event.detail.shouldSwap = false;
});
let under_way = 0;
document.addEventListener("htmx:beforeRequest", (event) => {
  if (live(event)) return;
  under_way += 1;
  busy.classList.add("on");
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (live(event)) return;
  under_way = Math.max(0, under_way - 1);
  if (!under_way) busy.classList.remove("on");
});
addEventListener("pageshow", () => busy.classList.remove("on"));

// The sheet: what stands behind a figure comes from the side; the page stays where it is. With a key
// held the link is a link, and opens a page of its own.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a.open");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  htmx.ajax("GET", link.href, { target: "#sheet-body", source: link });
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "sheet-body" && !sheet.open) sheet.showModal();
});
sheet?.addEventListener("click", (event) => {
  if (event.target === sheet) sheet.close();
});

// Menus: one at a time, closed by Escape or a click elsewhere.
const menus = () => document.querySelectorAll("details[data-drop][open]");
document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    for (const menu of menus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  }
  if (event.key === "/" && !/INPUT|TEXTAREA|SELECT/.test(document.activeElement.tagName)) {
    const search = document.querySelector("main input[type=search]");
    if (search) {
      event.preventDefault();
      search.focus();
    }
  }
});
const menu = document.querySelector("details[data-menu]");
const wide = matchMedia("(min-width: 62rem)");
const unfold = () => {
  if (menu) menu.open = wide.matches;
};
wide.addEventListener("change", unfold);
unfold();

// Arrow keys go from figure to figure.
document.addEventListener("keydown", (event) => {
  const cell = event.target.closest?.("table[data-rows] td, table[data-rows] th");
  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  if (!cell || !steps[event.key] || event.target.tagName === "INPUT") return;
  const [down, right] = steps[event.key];
  const rows = [...cell.closest("table").rows];
  const next = rows[rows.indexOf(cell.parentElement) + down]?.cells[cell.cellIndex + right];
  const link = next?.querySelector("a");
  if (link) {
    event.preventDefault();
    link.focus();
  }
});

// Rows that are picked can be compared.
const picked = () => {
  const bar = document.querySelector("[data-pick]");
  if (bar) bar.classList.toggle("on", document.querySelectorAll(".pick input:checked").length > 1);
};
document.addEventListener("change", (event) => {
  if (event.target.closest(".pick")) picked();
});
picked();

// The choice of columns: added, removed, moved; nothing is sent until it is applied.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-columns] button[data-add], [data-columns] button[data-move]");
  if (!button) return;
  const chosen = button.closest("[data-columns]").querySelector("[data-chosen]");
  if (button.dataset.add) return add(chosen, button);
  const item = button.closest("li");
  if (button.dataset.move === "out") item.remove();
  if (button.dataset.move === "up") item.previousElementSibling?.before(item);
  if (button.dataset.move === "down") item.nextElementSibling?.after(item);
  if (item.isConnected) button.focus();
});

function add(chosen, button) {
  if (chosen.querySelector(`[data-id="${button.dataset.add}"]`)) return;
  const item = chosen.querySelector("li").cloneNode(true);
  item.dataset.id = item.querySelector("input").value = button.dataset.add;
  item.querySelector("span").textContent = button.textContent.trim();
  chosen.append(item);
  item.scrollIntoView({ block: "nearest" });
}

document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-find]")) return;
  const text = event.target.value.toLowerCase();
  for (const family of event.target.closest("fieldset").querySelectorAll("[data-family]")) {
    const all = [...family.querySelectorAll("button")];
    for (const one of all) one.hidden = !one.textContent.toLowerCase().includes(text);
    family.hidden = all.every((one) => one.hidden);
  }
});
