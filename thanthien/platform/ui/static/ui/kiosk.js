// The tablet at a counter. A face pressed lies in the tablet's own store before thanks are said, so days without
// a line, a reload and a power cut lose nothing; each rating has a name of its own, so sending it twice keeps it once.
(() => {
  "use strict";
  const root = document.querySelector("[data-kiosk]");
  if (!root || !window.offline) return;
  const { newId, keepPage } = window.offline;
  const { all, put, drop } = window.offline.store("thanthien-kiosk");
  const { device, mark: shown, page, send, seen, worker } = root.dataset;
  const part = (name) => root.querySelector(`[data-${name}]`);
  const LOW = 2;
  const THANKS = 6000; // ms
  const PATIENCE = 45000; // ms without a touch, after which a low mark goes without reasons
  const RETRY = 30000;
  const ALIVE = 300000;
  let current = null; // the rating whose reasons are being asked
  let timer = 0;
  let sending = false;
  let state = "";
  let stale = false;

  // -- what is on the screen -----------------------------------------------------------------------
  function say(lang) {
    document.body.dataset.lang = lang;
    document.documentElement.lang = lang;
    root.querySelectorAll("[data-to]").forEach((link) => {
      if (link.dataset.to === lang) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  }
  function step(name, focus = true) {
    root.querySelectorAll("[data-step]").forEach((one) => { one.hidden = one.dataset.step !== name; });
    window.scrollTo(0, 0);
    if (focus) root.querySelector(`[data-step="${name}"] .say`).focus({ preventScroll: true });
  }
  function later(ms, work) {
    clearTimeout(timer);
    timer = setTimeout(work, ms);
  }
  function start() {
    clearTimeout(timer);
    current = null;
    part("why").reset();
    if (stale && navigator.onLine) {
      location.replace(page);
      return;
    }
    say("vi");
    step("start");
  }
  function thank(low) {
    part("low").hidden = !low;
    step("thanks");
    later(THANKS, start);
  }

  // -- giving ----------------------------------------------------------------------------------------
  async function give(mark) {
    const entry = {
      id: newId(), mark, reasons: [], comment: "", lang: document.body.dataset.lang, given: Date.now(), device,
      state: mark <= LOW ? "open" : "ready", why: "",
    };
    await put(entry);
    if (mark > LOW) {
      thank(false);
      flush();
      return;
    }
    current = entry;
    part("why").reset();
    step("why");
    later(PATIENCE, finish);
    show();
  }
  async function finish() {
    const entry = current;
    if (!entry) return;
    current = null;
    const form = new FormData(part("why"));
    await put({ ...entry, reasons: form.getAll("reasons"), comment: form.get("comment").trim(), state: "ready" });
    thank(true);
    flush();
  }

  // -- the queue ---------------------------------------------------------------------------------------
  async function show() {
    const entries = await all();
    const refused = entries.filter((entry) => entry.state === "refused").length;
    const waiting = entries.length - refused;
    const words = [];
    if (state === "unpaired") words.push("Máy cần ghép lại");
    words.push(waiting ? `${waiting} lượt chờ gửi` : "Đã gửi hết");
    if (refused) words.push(`${refused} lượt máy chủ không nhận`);
    part("staff").textContent = words.join(" · ");
    part("staff").dataset.state = waiting || refused || state ? "waiting" : "sent";
    return entries;
  }
  async function post(address, told) {
    return fetch(address, { method: "POST", body: new URLSearchParams(told), redirect: "manual", cache: "no-store" });
  }
  // Whether the next may be sent.
  async function sendOne(entry, left) {
    const told = [
      ["key", entry.id], ["mark", entry.mark], ["comment", entry.comment], ["lang", entry.lang], ["given_at", entry.given],
      ["sent_at", Date.now()], ["waiting", left], ["device", entry.device], ...entry.reasons.map((key) => ["reasons", key]),
    ];
    const answer = await post(send, told);
    if (answer.status === 200) {
      state = "";
      await drop(entry.id);
      return true;
    }
    if (answer.status === 422) {
      await put({ ...entry, state: "refused", why: (await answer.json()).why });
      return true;
    }
    state = answer.status === 401 ? "unpaired" : "";
    return false;
  }
  async function flush() {
    if (sending) return;
    sending = true;
    try {
      const ready = (await show()).filter((entry) => entry.state === "ready").sort((one, other) => one.given - other.given);
      for (let n = 0; n < ready.length; n += 1) {
        if (!(await sendOne(ready[n], ready.length - n - 1))) break;
        await show();
      }
    } catch { /* no line: what is kept is sent with the next try */ } finally {
      sending = false;
      await show();
    }
  }
  async function alive() {
    try {
      const waiting = (await all()).length;
      const answer = await post(seen, [["waiting", waiting], ["sent_at", Date.now()]]);
      state = answer.status === 401 ? "unpaired" : "";
      if (answer.status === 200) stale = (await answer.json()).page !== shown;
      if (stale && !root.querySelector('[data-step="start"]').hidden) start();
    } catch { /* no line */ }
    show();
  }

  // -- hands -------------------------------------------------------------------------------------------
  part("faces").addEventListener("submit", (event) => {
    const mark = Number(event.submitter && event.submitter.value);
    if (!mark) return;
    event.preventDefault();
    // A store that fails leaves the page a plain form: better one rating without a queue than none.
    give(mark).catch(() => {
      const kept = document.createElement("input");
      kept.type = "hidden";
      kept.name = "mark";
      kept.value = String(mark);
      part("faces").append(kept);
      part("faces").elements.lang.value = document.body.dataset.lang;
      part("faces").submit();
    });
  });
  part("why").addEventListener("submit", (event) => {
    event.preventDefault();
    finish();
  });
  part("why").addEventListener("input", () => later(PATIENCE, finish));
  part("skip").addEventListener("click", () => {
    part("why").reset();
    finish();
  });
  part("again").addEventListener("click", start);
  root.querySelectorAll("[data-to]").forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    say(link.dataset.to);
    if (!root.querySelector('[data-step="start"]').hidden) later(PATIENCE, start);
  }));
  window.addEventListener("online", () => { flush(); alive(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(); });
  setInterval(flush, RETRY);
  setInterval(alive, ALIVE);
  (async () => {
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
    // A low mark whose reasons were being asked when the power went: it counts without them.
    for (const entry of await all()) if (entry.state === "open") await put({ ...entry, state: "ready" });
    step("start", false);
    await flush();
    alive();
    if (await keepPage({ page, worker, cache: "thanthien-kiosk" })) root.dataset.ready = "1";
  })().catch(() => {});
})();
