// An address to copy.
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  const field = button.parentElement.querySelector("input");
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    return; // no right to the clipboard: it is selected, and can be copied by hand
  }
  button.querySelector("[data-said]").hidden = true;
  button.querySelector("[data-copied]").hidden = false;
});
