// What pages share that work without a line: a queue in the browser's own store, and the page itself kept.
// `window.offline` is missing where the browser cannot do it; such a page stays a plain form.
(() => {
  "use strict";
  if (!window.indexedDB || !window.crypto || !crypto.getRandomValues) return;

  // A queue of entries with an `id`; `name` is the database's.
  function store(name) {
    let opened = null;
    function base() {
      opened = opened || new Promise((resolve, reject) => {
        const asked = indexedDB.open(name, 1);
        asked.onupgradeneeded = () => asked.result.createObjectStore("queue", { keyPath: "id" });
        asked.onsuccess = () => {
          asked.result.onclose = () => { opened = null; };
          resolve(asked.result);
        };
        asked.onerror = () => reject(asked.error);
      });
      return opened;
    }
    async function once(mode, work) {
      const here = await base();
      return new Promise((resolve, reject) => {
        const step = here.transaction("queue", mode, { durability: "strict" });
        const asked = work(step.objectStore("queue"));
        step.oncomplete = () => resolve(asked.result);
        step.onerror = step.onabort = () => reject(step.error);
      });
    }
    // An iPhone takes the store away from a page that slept; it is opened once more then.
    async function run(mode, work) {
      try {
        return await once(mode, work);
      } catch (error) {
        if (!error || error.name === "QuotaExceededError") throw error;
        opened = null;
        return once(mode, work);
      }
    }
    return {
      all: () => run("readonly", (queue) => queue.getAll()),
      put: (entry) => run("readwrite", (queue) => queue.put(entry)),
      drop: (id) => run("readwrite", (queue) => queue.delete(id)),
    };
  }

  function newId() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  // Keeps the page and its static files for times without a line; true when all of it is kept and the worker that
  // serves it is at work.
  async function keepPage({ page, worker, cache: name }) {
    if (!navigator.serviceWorker || !window.caches) return false;
    await navigator.serviceWorker.register(worker);
    if (!navigator.onLine) return false;
    const cache = await caches.open(name);
    const needed = performance.getEntriesByType("resource").map((entry) => new URL(entry.name))
      .filter((address) => address.origin === location.origin && address.pathname.startsWith("/static/"))
      .map((address) => address.href);
    document.querySelectorAll("use").forEach((use) => needed.push(new URL(use.getAttribute("href"), location).href.split("#")[0]));
    const fresh = await fetch(page, { redirect: "manual", cache: "no-store" });
    if (fresh.ok) await cache.put(page, fresh);
    const files = new Set(needed);
    for (const old of await cache.keys()) {
      const { pathname } = new URL(old.url);
      if (pathname.startsWith("/static/") && !files.has(old.url)) await cache.delete(old);
    }
    for (const file of files) if (!(await cache.match(file))) await cache.add(file);
    await navigator.serviceWorker.ready; // registered, it may still be starting
    return true;
  }

  // Sends what waits as soon as there is a line, for the person alone who made it; gives back `flush(again)`.
  // `waiting(again)` gives the entries in their order, `sendOne(entry, token)` throws where no answer came, `show()`
  // draws what waits; `came(here)` is told what the server says of who is signed in. `words`: sending, ended, noLine.
  function courier({ person, state, page, login, words, say, waiting, sendOne, show, came }) {
    let sending = false;
    let more = false; // something was added while the others were on their way
    // Who is signed in now, and the token to send with; null where that cannot be known.
    async function asked() {
      const answer = await fetch(state, { redirect: "manual", cache: "no-store" });
      if (answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 404) {
        say(words.ended, `${login}?next=${encodeURIComponent(page)}`);
        return null;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const here = await answer.json();
      if (here.person !== person) {
        say("Đang đăng nhập bằng tài khoản khác. Anh/chị tải lại trang.");
        return null;
      }
      if (came) came(here);
      return here;
    }
    async function flush(again = false) {
      if (sending) {
        more = true;
        return;
      }
      sending = true;
      more = false;
      try {
        const queue = await waiting(again);
        if (!queue.length) return;
        if (words.sending) say(words.sending);
        const here = await asked();
        if (!here) return;
        for (const entry of queue) {
          await sendOne(entry, here.csrf);
          await show();
        }
        say("");
      } catch {
        say(words.noLine);
      } finally {
        sending = false;
        await show();
        if (more) flush();
      }
    }
    window.addEventListener("online", () => flush());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(); });
    setInterval(() => flush(), 30000);
    return { flush, asked };
  }

  window.offline = { store, newId, keepPage, courier };
})();
