// Passkeys that fail, links to copy, lists to narrow.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault(); // the page says it in words
  for (const said of document.querySelectorAll("[data-key-failed]")) said.hidden = false;
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = button.closest("li").querySelector("input");
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    return; // no right to the clipboard: the link is selected, and can be copied by hand
  }
  button.querySelector("[data-said]").hidden = true;
  button.querySelector("[data-copied]").hidden = false;
});

const boxes = () => document.querySelectorAll("[data-narrowed] li:not([hidden]) input");
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-all]")) return;
  for (const box of boxes()) box.checked = event.target.checked;
});
document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-narrow]")) return;
  const text = event.target.value.toLowerCase();
  for (const item of document.querySelectorAll("[data-narrowed] li")) {
    item.hidden = !item.textContent.toLowerCase().includes(text);
  }
});
