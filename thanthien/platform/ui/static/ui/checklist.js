// The list of the day without a line: a press is kept on the phone first and shown at once, then sent; so a dead
// battery, a closed page or a lost line loses nothing. Without this script each press is a form of its own.
(() => {
  "use strict";
  const root = document.getElementById("checklist");
  const mould = document.getElementById("checklist-fault");
  if (!root || !mould || !root.dataset.send || !window.offline) return;
  const { newId, keepPage, courier } = window.offline;
  const { all, put, drop } = window.offline.store("thanthien-checklist");
  const { person, unit, day, page, state, send, worker, login } = root.dataset;
  const SAID = { ok: "Tốt", fault: "Hỏng", not_used: "Không dùng" };
  const two = (number) => String(number).padStart(2, "0");
  const dayOf = (time) => `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  const clockOf = (time) => `${two(time.getHours())}:${two(time.getMinutes())}`;
  const asSaid = (text) => text.split("-").reverse().join("/");
  const lineOf = (pk) => document.getElementById(`item-${pk}`);
  const lines = () => [...root.querySelectorAll(".ck-line")];
  let keeping = 0;
  let isOld = false; // the page was kept on an earlier day, and there is no line

  // -- drawing -----------------------------------------------------------------------------------
  function say(words, link) {
    const line = document.getElementById("checklist-line");
    line.hidden = !words;
    line.textContent = words;
    if (!link) return;
    const anchor = document.createElement("a");
    anchor.href = link;
    anchor.textContent = "Đăng nhập lại";
    line.append(" ", anchor);
  }
  function mark(line, seen, who) {
    line.classList.remove("is-ok", "is-fault", "is-not_used", "is-waiting");
    if (seen) line.classList.add(`is-${seen}`);
    line.querySelectorAll("button.ck-tap").forEach((tap) => tap.setAttribute("aria-pressed", String(tap.value === seen)));
    const bad = line.querySelector(".is-bad");
    if (seen === "fault") bad.setAttribute("aria-current", "true");
    else bad.removeAttribute("aria-current");
    const what = line.querySelector(".ck-what");
    what.querySelectorAll(".ck-who").forEach((old) => old.remove());
    if (!who) return;
    const words = document.createElement("span");
    words.className = "ck-who";
    words.textContent = who;
    what.append(words);
  }
  function drawWaiting(entry, pk) {
    const line = lineOf(pk);
    if (!line || entry.day !== (isOld ? dayOf(new Date()) : day)) return;
    const told = [entry.said, entry.bytes ? "có ảnh" : "", `bấm ${clockOf(new Date(entry.at))}`];
    const end = entry.state === "refused" ? "chưa ghi được" : "chờ gửi";
    mark(line, entry.seen, `${told.filter(Boolean).join(" · ")}, ${end}`);
    line.classList.add("is-waiting");
    if (entry.state === "refused") line.append(refusal(entry));
  }
  function refusal(entry) {
    const note = document.createElement("div");
    note.className = "ck-kept";
    note.setAttribute("role", "alert");
    const why = document.createElement("p");
    why.textContent = entry.why;
    const again = button(`Vẫn ghi “${SAID[entry.seen]}”`, async () => {
      await put({ ...entry, state: "waiting", why: "", was: wasOf(entry.items[0]) });
      await show();
      flush();
    });
    const away = button("Bỏ lựa chọn của tôi", async () => { await drop(entry.id); location.reload(); });
    note.append(why, again, away);
    return note;
  }
  function button(words, work) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-sm";
    made.textContent = words;
    made.addEventListener("click", work);
    return made;
  }
  function count(waits) {
    const bar = document.getElementById("ck-progress");
    const whole = lines();
    const done = whole.filter((line) => ["is-ok", "is-fault", "is-not_used"].some((name) => line.classList.contains(name))).length;
    bar.querySelector(".ck-count b").textContent = `${done}/${whole.length}`;
    bar.querySelector("progress").value = done;
    let kept = bar.querySelector(".ck-waits");
    if (!kept) {
      kept = document.createElement("span");
      kept.className = "ck-waits";
      bar.querySelector(".ck-count").append(kept);
    }
    kept.textContent = waits ? `${waits} mục trong máy, chờ gửi` : "";
    const rest = bar.querySelector("form");
    if (!rest) return;
    const left = restful().length;
    rest.hidden = !left;
    const press = rest.querySelector("button");
    press.dataset.confirm = `Ghi ${left} nội dung chưa bấm là tốt?`;
    press.lastChild.textContent = `${left} nội dung còn lại đều tốt`;
  }
  // Neither marked nor under repair: what one press may call good.
  const restful = () => lines().filter((line) => !line.querySelector(".ck-broken") && !/is-(ok|fault|not_used)/.test(line.className));
  const wasOf = (pk) => { const line = lineOf(pk); return line ? line.querySelector(".ck-taps [name=was]").value : ""; };

  async function mine() {
    const entries = await all();
    const others = entries.filter((entry) => entry.person !== person).length;
    if (others) say(`Máy này còn ${others} mục của người khác, chờ người đó đăng nhập để gửi.`);
    return entries.filter((entry) => entry.person === person && entry.unit === unit).sort((one, other) => one.at - other.at);
  }
  async function show() {
    const entries = await mine();
    root.querySelectorAll(".ck-kept").forEach((note) => note.remove());
    for (const entry of entries) entry.items.forEach((pk) => drawWaiting(entry, pk));
    count(entries.filter((entry) => entry.state === "waiting").reduce((sum, entry) => sum + entry.items.length, 0));
    return entries;
  }
  // A page kept on an earlier day: its marks are not today's.
  function freshen() {
    if (isOld || dayOf(new Date()) === day) return;
    isOld = true;
    lines().forEach((line) => {
      mark(line, "", "");
      line.querySelector(".ck-taps [name=was]").value = "";
    });
    document.querySelectorAll("#ck-progress .ck-count > span").forEach((words) => words.remove());
    document.querySelector(".page-header .text-secondary").textContent = `Không có mạng: danh mục của ngày ${asSaid(day)} giữ trong máy. Anh/chị vẫn bấm được cho hôm nay, ${asSaid(dayOf(new Date()))}.`;
  }

  // -- pressing ----------------------------------------------------------------------------------
  async function keep(items, seen, more = {}) {
    const was = items.length === 1 ? wasOf(items[0]) : "";
    const entry = { id: newId(), person, unit, day: isOld ? dayOf(new Date()) : day, items, seen, was, said: "", at: Date.now(), state: "waiting", why: "", ...more };
    try {
      await put(entry);
    } catch {
      say("Máy không giữ được mục vừa bấm (có thể đã hết chỗ). Anh/chị xóa bớt tệp trong máy rồi bấm lại.");
      return false;
    }
    for (const old of await mine()) { // the last press of an item is the one that counts
      if (old.id === entry.id || old.day !== entry.day) continue;
      const left = old.items.filter((pk) => !items.includes(pk));
      if (!left.length) await drop(old.id);
      else if (left.length < old.items.length) await put({ ...old, items: left });
    }
    await show();
    flush();
    return true;
  }
  function openFault(pk) {
    const line = lineOf(pk);
    if (line.querySelector(".ck-fault")) return;
    const broken = line.querySelector(".ck-broken");
    const form = mould.content.firstElementChild.cloneNode(true);
    form.querySelectorAll("[id]").forEach((node) => { node.id = node.id.replace(/0$/, pk); });
    form.querySelectorAll("label").forEach((label) => { label.htmlFor = label.htmlFor.replace(/0$/, pk); });
    form.action = line.querySelector(".ck-taps").action;
    const said = form.querySelector("[name=said]");
    said.required = !broken;
    if (broken) {
      form.querySelector("label").textContent = "Vẫn hỏng; có gì mới?";
      form.querySelector("label").classList.remove("required");
      form.querySelector("button").lastChild.textContent = "Ghi vẫn hỏng";
    }
    line.append(form);
    said.focus();
  }
  async function sendFault(form) {
    const pk = form.closest(".ck-line").id.replace("item-", "");
    const [photo] = form.querySelector("[name=photo]").files;
    const more = { said: form.querySelector("[name=said]").value.trim() };
    if (photo) Object.assign(more, { bytes: await photo.arrayBuffer(), type: photo.type, name: photo.name });
    form.setAttribute("aria-busy", "true");
    if (await keep([pk], "fault", more)) form.remove();
    else form.removeAttribute("aria-busy");
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches(".ck-taps")) keep([form.closest(".ck-line").id.replace("item-", "")], event.submitter.value);
    else if (form.matches(".ck-fault")) { if (!form.hasAttribute("aria-busy")) sendFault(form); }
    else if (form.matches("#ck-progress form")) keep(restful().map((line) => line.id.replace("item-", "")), "ok");
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  document.addEventListener("click", (event) => {
    const bad = event.target.closest(".ck-tap.is-bad");
    const away = event.target.closest(".ck-fault a.btn");
    if (!bad && !away) return;
    event.preventDefault();
    event.stopPropagation();
    if (bad) openFault(bad.closest(".ck-line").id.replace("item-", ""));
    else away.closest(".ck-fault").remove();
  }, true);

  // -- sending -----------------------------------------------------------------------------------
  // The lines as the server has them now; a form that somebody is filling in stays where it is.
  function take(html) {
    const made = document.createElement("template");
    made.innerHTML = html;
    for (const fresh of made.content.querySelectorAll(".ck-line, #ck-progress")) {
      const old = document.getElementById(fresh.id);
      if (!old) continue;
      const open = old.querySelector(".ck-fault");
      if (open) fresh.append(open);
      old.replaceWith(fresh);
    }
  }
  async function sendOne(entry, token) {
    const form = new FormData();
    form.append("client_id", entry.id);
    form.append("items", entry.items.join(","));
    for (const name of ["seen", "was", "said"]) form.append(name, entry[name]);
    form.append("age", String(Math.max(0, Math.round((Date.now() - entry.at) / 1000))));
    if (entry.bytes) form.append("photo", new Blob([entry.bytes], { type: entry.type }), entry.name);
    const answer = await fetch(send, { method: "POST", body: form, headers: { "X-CSRFToken": token }, redirect: "manual" });
    if (answer.status !== 200 && answer.status !== 422) throw new Error(String(answer.status));
    const told = await answer.json();
    const kept = (await all()).find((one) => one.id === entry.id);
    if (answer.status === 200) await drop(entry.id);
    else if (kept) await put({ ...kept, state: "refused", why: told.why });
    take(told.lines);
    clearTimeout(keeping);
    keeping = setTimeout(() => keepFresh().catch(() => {}), 2000); // after the last of several
  }
  // The page as it is now opens without a line from here on.
  async function keepFresh() {
    if (await keepPage({ page, worker, cache: "thanthien-checklist" })) root.dataset.ready = String(Number(root.dataset.ready || 0) + 1);
  }
  const words = {
    ended: "Phiên làm việc đã hết. Các mục đã bấm vẫn nằm trong máy và được gửi sau khi anh/chị đăng nhập lại.",
    noLine: "Chưa có mạng hoặc máy chủ chưa trả lời. Các mục đã bấm vẫn nằm trong máy và tự gửi khi có mạng.",
  };
  const waiting = async () => (await show()).filter((entry) => entry.state === "waiting");
  // With a line again, a page of another day gives way to today's; what was pressed is in the store.
  function came(here) {
    if (here.day === day) return;
    const key = "checklist-renewed"; // once a day: where the line is slow the page kept here may come again
    if (sessionStorage.getItem(key) === here.day) return freshen();
    sessionStorage.setItem(key, here.day);
    location.reload();
  }
  const { flush, asked } = courier({ person, state, page, login, words, say, waiting, sendOne, show, came });

  // A page left open, or kept, since an earlier day.
  async function renew() {
    try {
      await asked();
    } catch {
      freshen();
    }
  }
  (async () => {
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
    await show();
    await renew();
    await flush();
    await keepFresh();
  })().catch(() => {});
  document.addEventListener("visibilitychange", () => { if (!document.hidden && dayOf(new Date()) !== day) renew(); });
})();
