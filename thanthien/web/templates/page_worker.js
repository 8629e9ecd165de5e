// Lets the one page beside it open without a line. It knows that page and the static files it needs.
"use strict";
const CACHE = "{{ cache }}";
const PAGE = new URL("./", self.location).pathname;
const PATIENCE = 5000; // ms after which a slow line counts as none, where the page is kept

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

function impatient(request) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("slow")), PATIENCE);
    fetch(request).then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

// The line first, so that the page is fresh; an answer that leads elsewhere (to sign in) is not kept.
async function page(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(PAGE);
  try {
    const fresh = await (kept ? impatient(request) : fetch(request));
    if (fresh.ok && !fresh.redirected) await cache.put(PAGE, fresh.clone());
    return fresh;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

async function file(request) {
  const kept = await caches.match(request, { cacheName: CACHE });
  return kept || fetch(request);
}

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && address.pathname === PAGE) event.respondWith(page(event.request));
  else if (address.pathname.startsWith("/static/")) event.respondWith(file(event.request));
});
