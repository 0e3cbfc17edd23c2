{# The service worker. Takes: said. #}
// Keeps the page of the daily report and what it is drawn with, so that it opens without a connection.
// Of pages it keeps this one alone, and nothing of it after signing out.
const { assets, page, out, version } = {{ said | safe }};
const DRAWN = `merilo-drawn-${version}`;
const PAGE = "merilo-page";

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(caches.open(DRAWN).then((kept) => kept.addAll(assets)));
});
addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("merilo-drawn-") && name !== DRAWN);
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))).then(() => clients.claim()));
});
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method === "POST" && pathname === out) return event.respondWith(leave(request));
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && pathname === page) return event.respondWith(newest(request));
  if (assets.includes(pathname)) event.respondWith(caches.match(pathname).then((kept) => kept ?? fetch(request)));
});

// The page as it is now; without a connection as it was last.
async function newest(request) {
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected && !new URL(request.url).search) await (await caches.open(PAGE)).put(page, answer.clone());
    return answer;
  } catch (broken) {
    const kept = await (await caches.open(PAGE)).match(page);
    if (kept) return kept;
    throw broken;
  }
}

// Whoever signs out leaves neither the page nor a draft; what was filed and not sent waits for them.
async function leave(request) {
  await caches.delete(PAGE);
  await new Promise((done) => {
    const opened = indexedDB.open("merilo-daily", 1);
    opened.onerror = done;
    opened.onupgradeneeded = () => {
      opened.result.createObjectStore("waiting", { keyPath: "key" });
      opened.result.createObjectStore("draft", { keyPath: "id" });
    };
    opened.onsuccess = () => {
      const change = opened.result.transaction("draft", "readwrite");
      change.objectStore("draft").clear();
      change.oncomplete = change.onerror = () => {
        opened.result.close();
        done();
      };
    };
  });
  return fetch(request);
}
