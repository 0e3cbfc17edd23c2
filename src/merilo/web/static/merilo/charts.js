// Charts: drawn from the specification beside them, in the colours of the page, and again when
// those change.
const root = document.documentElement;
const drawn = new Map(); // place -> view

const painted = (spec, colours) => {
  if (Array.isArray(spec)) return spec.map((one) => painted(one, colours));
  if (spec && typeof spec === "object") {
    return Object.fromEntries(Object.entries(spec).map(([key, one]) => [key, painted(one, colours)]));
  }
  if (typeof spec !== "string" || !spec.startsWith("--")) return spec;
  return colours.getPropertyValue(spec).trim() || spec;
};

async function draw(figure) {
  const place = figure.querySelector("[data-place]");
  const said = JSON.parse(figure.querySelector("script").textContent);
  const { spec, formatLocale, timeFormatLocale } = said;
  drawn.get(place)?.finalize();
  const done = await window.vegaEmbed(place, painted(spec, getComputedStyle(root)), {
    ast: true, actions: false, defaultStyle: false, renderer: "svg",
    tooltip: { disableDefaultStyle: true }, formatLocale, timeFormatLocale,
  });
  drawn.set(place, done);
  figure.dataset.drawn = "";
}

async function all(again = false) {
  for (const [place, view] of drawn) {
    if (place.isConnected) continue;
    view.finalize();
    drawn.delete(place);
  }
  const wanted = again ? "[data-chart]" : "[data-chart]:not([data-drawn])";
  const figures = [...document.querySelectorAll(wanted)];
  if (!figures.length) return;
  await document.fonts.load("12px Inter");
  await Promise.all(figures.map(draw));
  document.body.dataset.charts = document.querySelectorAll("[data-drawn]").length;
}

all();
document.addEventListener("htmx:afterSettle", () => all());
new MutationObserver(() => all(true)).observe(root, { attributeFilter: ["data-bs-theme"] });
