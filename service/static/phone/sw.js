// Keeps the page for taking pictures at hand without a network: that page, its script and its style, and nothing of any paper.
const SHELL = "telefon-1";
const FILES = [
  "/telefon",
  "/telefon/app.webmanifest",
  "/static/css/tokens.css",
  "/static/css/base.css",
  "/static/css/parts.css",
  "/static/css/phone.css",
  "/static/js/phone.js",
  "/static/js/phone_look.js",
  "/static/js/phone_queue.js",
  "/static/icon.svg",
];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => name !== SHELL).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => self.clients.claim()));
});

// The network first, so that nobody works with an old page; the kept copy only when there is none.
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin || !FILES.includes(address.pathname)) return;
  event.respondWith(fresh(event.request, address.pathname));
});

async function fresh(request, path) {
  const cache = await caches.open(SHELL);
  try {
    const response = await fetch(request);
    if (response.ok && !response.redirected) await cache.put(path, response.clone());
    return response;
  } catch {
    return (await cache.match(path)) ?? Response.error();
  }
}
