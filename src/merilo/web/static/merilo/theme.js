// Before anything is drawn: light or dark, as chosen or as the device has it.
(() => {
  const chosen = document.documentElement.dataset.bsTheme;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const set = () => {
    document.documentElement.dataset.bsTheme = chosen || (dark.matches ? "dark" : "light");
  };
  set();
  dark.addEventListener("change", set);
})();
