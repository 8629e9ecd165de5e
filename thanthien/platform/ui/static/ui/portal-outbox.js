// A report written without a line stays in the phone, text and pictures, and is sent once when the line is back.
// Sent with the key it was written with, so that it is one report however often it is tried; after the server has
// answered nothing of it stays but its code, until its sender has noted that down.
(() => {
  "use strict";
  const { home } = document.currentScript.dataset;
  const place = document.querySelector("[data-reports]");
  if (!place || !window.indexedDB || !window.crypto || !crypto.getRandomValues) return;
  const DAY = 86400000; // ms after which a code that nobody noted goes
  const WORDS = {
    vi: {
      title: "Ý kiến trong máy này", waiting: "Chờ gửi", refused: "Chưa gửi được", sent: "Đã gửi",
      keeps: "Chưa có mạng nên ý kiến được giữ trong máy này. Khi có mạng, mở lại trang này là ý kiến tự gửi. Ai dùng chung máy cũng mở xem được; dùng máy mượn thì bấm “Xóa khỏi máy”.",
      full: "Máy không đủ chỗ để giữ. Ông/bà bỏ bớt ảnh rồi bấm Gửi lại.",
      hidden: "Ý kiến cần giữ kín", pictures: "tệp kèm", at: "viết lúc",
      now: "Gửi ngay", edit: "Sửa", drop: "Xóa khỏi máy", sure: "Xóa thật? Bấm lần nữa",
      code: "Mã theo dõi", look: "Xem ý kiến", noted: "Đã ghi mã, xóa khỏi máy", goes: "Mã tự xóa khỏi máy này sau một ngày.",
      sending: "Đang gửi…", noLine: "Vẫn chưa có mạng.", gone: "Đã xóa khỏi máy.",
    },
    en: {
      title: "Reports on this phone", waiting: "Waiting to be sent", refused: "Not sent", sent: "Sent",
      keeps: "There is no connection, so your report is kept on this phone. It is sent by itself when you open this page with a connection. Anybody who uses this phone can read it; on a borrowed phone, press “Delete from this phone”.",
      full: "The phone has no room to keep it. Please remove some pictures and press Send again.",
      hidden: "A confidential report", pictures: "files", at: "written at",
      now: "Send now", edit: "Change", drop: "Delete from this phone", sure: "Really delete? Press again",
      code: "Tracking code", look: "See the report", noted: "Code noted, delete from this phone", goes: "The code leaves this phone after one day.",
      sending: "Sending…", noLine: "Still no connection.", gone: "Deleted from this phone.",
    },
  };
  const say = WORDS[document.documentElement.lang] || WORDS.vi;
  let form = null;
  let editing = null; // the kept report that is being changed
  let busy = false;

  // -- the store ---------------------------------------------------------------------------------
  let opened = null;
  const base = () => {
    opened = opened || new Promise((resolve, reject) => {
      const asked = indexedDB.open("thanthien-portal", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("reports", { keyPath: "id" });
      asked.onsuccess = () => {
        asked.result.onclose = () => { opened = null; };
        resolve(asked.result);
      };
      asked.onerror = () => reject(asked.error);
    });
    return opened;
  };
  async function store(mode, work) {
    const here = await base();
    return new Promise((resolve, reject) => {
      const step = here.transaction("reports", mode, { durability: "strict" });
      const asked = work(step.objectStore("reports"));
      step.oncomplete = () => resolve(asked.result);
      step.onerror = step.onabort = () => reject(step.error);
    });
  }
  const put = (entry) => store("readwrite", (rows) => rows.put(entry));
  const drop = (id) => store("readwrite", (rows) => rows.delete(id));
  async function mine() {
    const rows = (await store("readonly", (kept) => kept.getAll())).filter((entry) => entry.home === home);
    const old = rows.filter((entry) => entry.state === "sent" && Date.now() - entry.at > DAY);
    for (const entry of old) await drop(entry.id);
    return rows.filter((entry) => !old.includes(entry)).sort((one, other) => one.at - other.at);
  }
  const newKey = () => [...crypto.getRandomValues(new Uint8Array(18))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  // -- the form ----------------------------------------------------------------------------------
  const isPrivate = (data, action) => data.get("category") === "staff" || /path=(complaint|denunciation)/.test(action);
  function addressOf(whose) {
    const address = new URL(whose.action, location.href);
    const standalone = window.matchMedia("(display-mode: standalone)").matches;
    if (standalone && !address.searchParams.has("via")) address.searchParams.set("via", "app");
    address.hash = "";
    return address.href;
  }
  async function written(whose) {
    const data = new FormData(whose);
    const action = addressOf(whose);
    const fields = [...data].filter(([, value]) => typeof value === "string");
    const files = [];
    for (const file of data.getAll("files")) {
      if (file.size) files.push({ name: file.name, type: file.type, bytes: await file.arrayBuffer() });
    }
    const hides = isPrivate(data, action);
    const what = hides ? "" : String(data.get("text")).slice(0, 80); // of a confidential one no word is shown
    return { id: editing || newKey(), home, action, fields, files, what, at: Date.now(), state: "waiting", why: "" };
  }
  function bodyOf(entry) {
    const body = new FormData();
    for (const [name, value] of entry.fields) body.append(name, value);
    for (const file of entry.files) body.append("files", new File([file.bytes], file.name, { type: file.type }));
    return body;
  }
  function fill(entry) {
    form.reset();
    for (const [name, value] of entry.fields) {
      for (const box of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (box.type === "radio" || box.type === "checkbox") box.checked = box.checked || box.value === value;
        else box.value = value;
      }
    }
    const files = new DataTransfer();
    for (const file of entry.files) files.items.add(new File([file.bytes], file.name, { type: file.type }));
    form.querySelector("[name=files]").files = files.files;
    editing = entry.id;
    form.querySelector("[name=text]").focus();
  }
  // Where a sent report is followed; "" where the server has not taken it.
  const followed = (answer) => (answer.redirected && answer.ok && /\/follow\/[^/]+\/$/.test(new URL(answer.url).pathname) ? answer.url : "");

  async function submitted(event) {
    event.preventDefault();
    if (busy) return;
    busy = true;
    const button = form.querySelector("button[type=submit]");
    const words = button.textContent;
    button.textContent = say.sending;
    button.setAttribute("aria-busy", "true");
    try {
      const entry = await written(form);
      let answer = null;
      try {
        answer = await fetch(entry.action, { method: "POST", body: bodyOf(entry) });
      } catch { /* no line: kept below */ }
      if (!answer || answer.status >= 500) await keepIt(entry);
      else if (followed(answer)) await arrived(answer);
      else await answered(await answer.text());
    } finally {
      busy = false;
      button.textContent = words;
      button.removeAttribute("aria-busy");
    }
  }
  async function arrived(answer) {
    if (editing) await drop(editing);
    await mark();
    form.reset();
    location.assign(answer.url);
  }
  async function keepIt(entry) {
    if (!form.reportValidity()) return; // what lacks a needed part would only be refused later
    try {
      await put(entry);
    } catch {
      place.hidden = false;
      place.textContent = say.full;
      return;
    }
    editing = null;
    form.reset();
    freshKey();
    await show();
    place.focus();
    place.scrollIntoView();
  }
  // The server's page about what is wrong, put where the form was; the chosen files stay chosen.
  async function answered(text) {
    const page = new DOMParser().parseFromString(text, "text/html").querySelector("main");
    const files = form.querySelector("[name=files]").files;
    if (!page) return;
    if (page.querySelector("form[data-report]")) {
      document.querySelector("main").replaceChildren(...[...page.childNodes].map((node) => document.importNode(node, true)));
      begin();
      form.querySelector("[name=files]").files = files;
      form.querySelectorAll("#files-hint b").forEach((node) => node.remove());
    } else {
      page.querySelectorAll("nav, a.go, [data-reports]").forEach((node) => node.remove());
      const note = document.createElement("div");
      note.className = "note note-bad";
      note.setAttribute("role", "alert");
      note.textContent = page.textContent.trim();
      form.before(note);
    }
    const told = document.querySelector("main [role=alert]");
    if (told) told.scrollIntoView();
    const wrong = form.querySelector("[aria-invalid=true]");
    if (wrong) wrong.focus();
  }
  function freshKey() {
    form.querySelector("[name=client_key]").value = newKey(); // a kept page of this form is filled in more than once
  }
  function begin() {
    form = document.querySelector("form[data-report]");
    if (form) form.addEventListener("submit", submitted);
  }

  // -- what waits --------------------------------------------------------------------------------
  function made(tag, words, whose) {
    const node = document.createElement(tag);
    node.textContent = words;
    if (whose) whose.append(node);
    return node;
  }
  function pressed(words, whose, work) {
    const button = made("button", words, whose);
    button.type = "button";
    button.className = "small";
    button.addEventListener("click", () => work(button));
  }
  function asksTwice(button, id) {
    if (button.dataset.asked) return drop(id).then(show).then(() => { if (!place.hidden) place.focus(); });
    button.dataset.asked = "1";
    button.textContent = say.sure;
    return null;
  }
  function edited(entry) {
    const there = new URL(entry.action);
    if (form && there.search === location.search && there.pathname === location.pathname) return fill(entry);
    location.assign(`${entry.action}#kept-${entry.id}`);
    return null;
  }
  function row(entry) {
    const item = document.createElement("li");
    made("b", say[entry.state], item);
    if (entry.state === "sent") {
      made("p", `${say.code}:`, item);
      made("p", entry.code, item).className = "code-said";
      made("p", say.goes, item).className = "hint";
      const look = made("a", say.look, item);
      look.href = entry.url;
      pressed(say.noted, item, () => drop(entry.id).then(show));
      return item;
    }
    const time = new Date(entry.at).toLocaleString(say === WORDS.en ? "en-GB" : "vi-VN", { dateStyle: "short", timeStyle: "short" });
    made("p", `${entry.what || say.hidden}${entry.files.length ? ` · ${entry.files.length} ${say.pictures}` : ""} · ${say.at} ${time}`, item);
    if (entry.why) made("p", entry.why, item).className = "wrong";
    pressed(say.now, item, () => flush(true));
    pressed(say.edit, item, () => edited(entry));
    pressed(say.drop, item, (button) => asksTwice(button, entry.id));
    return item;
  }
  async function mark() {
    const rows = await mine();
    const key = `thanthien-reports-${home}`;
    try {
      if (rows.length) localStorage.setItem(key, "1");
      else localStorage.removeItem(key);
    } catch { /* a browser that keeps nothing asks on the page of the form alone */ }
    return rows;
  }
  async function show() {
    const rows = (await mark()).filter((entry) => entry.state !== "sent" || new URL(entry.url).pathname !== location.pathname);
    place.hidden = !rows.length;
    place.replaceChildren();
    if (!rows.length) return rows;
    made("h2", say.title, place);
    if (rows.some((entry) => entry.state === "waiting")) made("p", say.keeps, place);
    made("ul", "", place).append(...rows.map(row));
    return rows;
  }
  async function sendOne(entry) {
    const answer = await fetch(entry.action, { method: "POST", body: bodyOf(entry) });
    const url = followed(answer);
    if (url) {
      const code = decodeURIComponent(new URL(url).pathname.split("/").slice(-2)[0]).replace(/(.{4})(?=.)/g, "$1-");
      await put({ id: entry.id, home, state: "sent", url, code, at: Date.now() });
    } else if (answer.status >= 500 || answer.status === 429) {
      throw new Error(String(answer.status));
    } else {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const told = page.querySelector("main .note-bad li, main .note-bad, main p");
      await put({ ...entry, state: "refused", why: told ? told.textContent.trim() : String(answer.status) });
    }
  }
  async function sendAll(again) {
    const rows = (await mine()).filter((entry) => entry.id !== editing && (entry.state === "waiting" || (again && entry.state === "refused")));
    for (const entry of rows) await sendOne(entry);
    return rows.length;
  }
  async function flush(again = false) {
    let told = "";
    try {
      const work = () => sendAll(again);
      const count = navigator.locks
        ? await navigator.locks.request(`thanthien-reports-${home}`, { ifAvailable: true }, (lock) => (lock ? work() : 0))
        : await work();
      if (!count) return;
    } catch {
      told = say.noLine;
    }
    await show();
    if (told && again) made("p", told, place).setAttribute("role", "status");
  }

  begin();
  if (form) freshKey();
  place.tabIndex = -1;
  window.addEventListener("online", () => flush());
  document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(); });
  setInterval(() => flush(), 30000);
  (async () => {
    const rows = await show();
    const wanted = form && rows.find((entry) => location.hash === `#kept-${entry.id}` && entry.state !== "sent");
    if (wanted) fill(wanted);
    document.documentElement.dataset.outbox = "ready";
    await flush();
  })().catch(() => { place.hidden = true; }); // a browser that gives no store sends as it would without this script
})();
