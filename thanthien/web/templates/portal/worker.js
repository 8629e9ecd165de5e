// Lets the pages of one unit open without a line: those its server calls public and that were read, whom to call,
// and the form for a report. A page with a code in its address is never kept, nor one that was asked with words.
"use strict";
const CONFIG = {{ config|safe }};
const PAGES = `portal-pages-${CONFIG.home}`;
const FILES = `portal-files-${CONFIG.home}-${CONFIG.version}`;
const MOST = 40; // pages kept; the one longest unread goes first
const PATIENCE = 6000; // ms after which a slow line counts as none, where there is a kept page
const KEPT_AT = "x-kept-at";
const PLACE = '<p class="kept" hidden></p>';

self.addEventListener("install", (event) => event.waitUntil(begin()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));

async function begin() {
  const files = await caches.open(FILES);
  await files.addAll(CONFIG.files);
  for (const address of [...Object.values(CONFIG.offline), ...CONFIG.pages]) await keep(address, await fetch(address));
  await self.skipWaiting();
}

async function tidy() {
  for (const name of await caches.keys()) {
    if (name.startsWith(`portal-files-${CONFIG.home}-`) && name !== FILES) await caches.delete(name);
  }
  await self.clients.claim();
}

const isForm = (path) => path === `${CONFIG.home}send/` || path === `${CONFIG.home}en/send/`;
function mayKeep(path, answer) {
  const said = answer.headers.get("cache-control") || "";
  return answer.ok && !answer.redirected && (isForm(path) || /\bpublic\b/.test(said));
}

async function keep(path, answer) {
  if (!mayKeep(path, answer)) return;
  const headers = new Headers(answer.headers);
  headers.set(KEPT_AT, new Date().toISOString());
  const whole = await answer.blob(); // first: a line that breaks off in the middle must not cost the copy kept before
  const pages = await caches.open(PAGES);
  await pages.delete(path); // so that the order of the keys is the order of reading
  await pages.put(path, new Response(whole, { headers }));
  const needed = new Set([...Object.values(CONFIG.offline), ...CONFIG.pages]);
  const others = (await pages.keys()).filter((one) => !needed.has(new URL(one.url).pathname));
  for (const one of others.slice(0, Math.max(0, others.length - MOST))) await pages.delete(one);
}

const two = (number) => String(number).padStart(2, "0");
async function shown(kept, path) {
  const at = new Date(kept.headers.get(KEPT_AT));
  const when = `${two(at.getHours())}:${two(at.getMinutes())} ${two(at.getDate())}/${two(at.getMonth() + 1)}/${at.getFullYear()}`;
  const words = CONFIG.kept[languageOf(path)].replace("{at}", when);
  const text = (await kept.text()).replace(PLACE, `<p class="note note-urgent kept" role="status">${words}</p>`);
  const headers = new Headers(kept.headers);
  headers.delete("content-length");
  headers.delete("content-encoding");
  return new Response(text, { headers });
}
const languageOf = (path) => (path.startsWith(`${CONFIG.home}en/`) ? "en" : "vi");
const after = (time) => new Promise((resolve) => { setTimeout(resolve, time); });

async function page(event, address) {
  const { pathname: path, search } = address;
  const isPlain = !search || /^\?via=\w+$/.test(search);
  const pages = await caches.open(PAGES);
  const kept = isPlain ? await pages.match(path) : undefined;
  const line = fetch(event.request);
  // registered first, so that the copy is made before the page reads the answer
  if (isPlain) event.waitUntil(line.then((answer) => keep(path, answer.clone()), () => {}));
  if (!kept) {
    return line.catch(async (error) => {
      const instead = await pages.match(CONFIG.offline[languageOf(path)]);
      if (instead) return instead;
      throw error;
    });
  }
  return Promise.race([line.catch(() => shown(kept, path)), after(PATIENCE).then(() => shown(kept.clone(), path))]);
}

async function file(request) {
  const files = await caches.open(FILES);
  const kept = await files.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await files.put(request, answer.clone());
  return answer;
}

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (address.pathname.startsWith(CONFIG.static)) event.respondWith(file(event.request));
  else if (event.request.mode === "navigate" && address.pathname.startsWith(CONFIG.home)) event.respondWith(page(event, address));
});
