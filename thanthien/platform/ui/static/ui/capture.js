// Pictures in three taps: take, choose the task, done. Each lies in the phone's own store until the server
// has answered for it, so a dead battery, a closed page or a lost line loses nothing.
(() => {
  "use strict";
  const root = document.getElementById("capture");
  if (!root || !window.offline || !window.pictures) return;
  const { newId, keepPage, courier } = window.offline;
  const { exifOf, takenAt, smaller } = window.pictures;
  const { all, put, drop } = window.offline.store("thanthien-capture");
  const { person, unit, page, state, send, worker, login } = root.dataset;
  const part = (name) => root.querySelector(`[data-${name}]`);
  const SENT_SHOWN = 10;
  let chosen = [];

  // -- pictures ----------------------------------------------------------------------------------
  const two = (number) => String(number).padStart(2, "0");
  const dayOf = (time) => `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;

  async function read(file) {
    const bytes = await file.arrayBuffer();
    const exif = exifOf(bytes);
    const taken = takenAt(exif);
    const today = dayOf(new Date());
    let kept = bytes;
    let type = file.type;
    try {
      const made = await smaller(file, bytes, exif);
      if (made) [kept, type] = [made, "image/jpeg"];
    } catch { /* what the browser cannot draw is sent as it is; the server says what it thinks of it */ }
    const name = type === "image/jpeg" ? file.name.replace(/\.\w+$/, "") + ".jpg" : file.name;
    const day = taken && taken.slice(0, 10) <= today && taken.slice(0, 4) === today.slice(0, 4) ? taken.slice(0, 10) : today;
    return { id: newId(), person, unit, name, type, bytes: kept, taken, day, at: Date.now(), state: "waiting", why: "" };
  }
  const asSaid = (text) => text.slice(0, 10).split("-").reverse().join("/");
  function drawn(entry) {
    const image = document.createElement("img");
    image.alt = "";
    const reader = new FileReader();
    reader.onload = () => { image.src = reader.result; };
    reader.readAsDataURL(new Blob([entry.bytes], { type: entry.type }));
    return image;
  }

  // -- choosing ----------------------------------------------------------------------------------
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");
  const tasks = [...root.querySelectorAll("select[name=task] option")].filter((option) => option.value)
    .map((option) => ({ pk: option.value, title: option.textContent, key: plain(option.textContent) }));
  function showTasks() {
    const words = plain(part("find").value).split(/\s+/).filter(Boolean);
    const last = localStorage.getItem(`capture-task-${unit}`);
    const found = tasks.filter((task) => words.every((word) => task.key.includes(word)));
    found.sort((one, other) => (other.pk === last) - (one.pk === last));
    part("tasks").replaceChildren(...found.map((task) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "cp-task";
      button.textContent = task.title;
      button.addEventListener("click", () => choose(task));
      item.append(button);
      return item;
    }));
    if (!found.length) part("tasks").textContent = "Không có nhiệm vụ nào khớp. Anh/chị gõ ít chữ hơn.";
  }
  async function take(input) {
    const files = [...input.files];
    input.value = "";
    if (!files.length) return;
    // A page closed while the task is being chosen must not cost the picture: it is kept before that.
    for (const file of files) {
      try {
        const entry = { ...(await read(file)), state: "choosing" };
        await put(entry);
        chosen.push(entry);
      } catch {
        say(`Máy không giữ được ảnh “${file.name}” (có thể đã hết chỗ). Anh/chị gửi các ảnh đang chờ hoặc xóa bớt tệp trong máy, rồi chọn lại ảnh này.`);
      }
    }
    showChoosing();
  }
  function showChoosing() {
    part("choose").hidden = !chosen.length;
    if (!chosen.length) return;
    part("taken").replaceChildren(...chosen.map(drawn));
    const other = chosen.find((entry) => entry.taken && entry.taken.slice(0, 10) !== entry.day);
    part("taken-note").hidden = !other;
    if (other) part("taken-note").textContent = `Ảnh chụp ngày ${asSaid(other.taken)} không thuộc năm nay, nên ngày diễn ra ghi là ${asSaid(other.day)}. Người kiểm tra thấy cả hai ngày.`;
    part("choose-title").textContent = chosen.length > 1 ? `${chosen.length} ảnh này cho nhiệm vụ nào?` : "Ảnh này cho nhiệm vụ nào?";
    showTasks();
    part("choose-title").focus();
  }
  async function choose(task) {
    localStorage.setItem(`capture-task-${unit}`, task.pk);
    const ready = chosen;
    chosen = [];
    for (const entry of ready) await put({ ...entry, task: task.pk, title: task.title, state: "waiting", why: "" });
    part("find").value = "";
    showChoosing();
    await show();
    flush();
  }

  // -- the queue ---------------------------------------------------------------------------------
  const WORDS = { waiting: "Chờ gửi", refused: "Chưa nhận được", sent: "Đã gửi" };
  function row(entry) {
    const item = document.createElement("li");
    item.className = `cp-item is-${entry.state}`;
    if (entry.bytes) item.append(drawn(entry));
    const body = document.createElement("div");
    const mark = document.createElement("strong");
    mark.textContent = WORDS[entry.state];
    const what = document.createElement("span");
    what.textContent = `${entry.title} · ngày ${asSaid(entry.day)}`;
    body.append(mark, what);
    if (entry.why) {
      const why = document.createElement("span");
      why.className = "cp-why";
      why.textContent = entry.why;
      body.append(why);
    }
    item.append(body);
    if (entry.state !== "sent") {
      const again = document.createElement("button");
      again.type = "button";
      again.className = "btn btn-sm";
      again.textContent = "Đổi nhiệm vụ";
      again.addEventListener("click", async () => {
        const moved = { ...entry, state: "choosing" };
        await put(moved);
        chosen.push(moved);
        showChoosing();
        show();
      });
      item.append(again);
    }
    return item;
  }
  async function show() {
    const entries = (await all()).sort((one, other) => other.at - one.at);
    const mine = entries.filter((entry) => entry.person === person && entry.unit === unit);
    const queue = mine.filter((entry) => entry.state === "waiting" || entry.state === "refused");
    const sent = mine.filter((entry) => entry.state === "sent");
    for (const old of sent.slice(SENT_SHOWN)) await drop(old.id);
    part("queue").replaceChildren(...queue.map(row), ...sent.slice(0, SENT_SHOWN).map(row));
    part("none").hidden = queue.length + sent.length > 0;
    part("flush").hidden = !queue.length;
    const others = entries.filter((entry) => entry.person !== person && entry.state !== "sent").length;
    if (others) say(`Máy này còn ${others} ảnh của người khác, chờ người đó đăng nhập để gửi.`);
    return queue;
  }
  function say(words, link) {
    const line = part("line");
    line.hidden = !words;
    line.textContent = words;
    if (!link) return;
    const anchor = document.createElement("a");
    anchor.href = link;
    anchor.textContent = "Đăng nhập lại";
    line.append(" ", anchor);
  }
  async function sendOne(entry, token) {
    const form = new FormData();
    form.append("client_id", entry.id);
    form.append("task", entry.task);
    form.append("effective_date", entry.day);
    if (entry.taken) form.append("taken_at", entry.taken);
    form.append("upload", new Blob([entry.bytes], { type: entry.type }), entry.name);
    const answer = await fetch(send, { method: "POST", body: form, headers: { "X-CSRFToken": token }, redirect: "manual" });
    if (answer.status === 200) return put({ ...entry, bytes: null, state: "sent", why: "", at: Date.now() });
    if (answer.status === 422) return put({ ...entry, state: "refused", why: (await answer.json()).why });
    throw new Error(String(answer.status));
  }
  async function waiting(again) {
    const queue = await show();
    return queue.filter((entry) => again || entry.state === "waiting").reverse(); // the oldest first
  }
  const words = {
    sending: "Đang gửi…",
    ended: "Phiên làm việc đã hết. Ảnh vẫn nằm trong máy và được gửi sau khi anh/chị đăng nhập lại.",
    noLine: "Chưa có mạng hoặc máy chủ chưa trả lời. Ảnh vẫn nằm trong máy và tự gửi khi có mạng.",
  };
  const { flush } = courier({ person, state, page, login, words, say, waiting, sendOne, show });

  root.querySelectorAll("input[data-take]").forEach((input) => input.addEventListener("change", () => take(input)));
  part("find").addEventListener("input", showTasks);
  part("cancel").addEventListener("click", async () => {
    for (const entry of chosen) await drop(entry.id);
    chosen = [];
    showChoosing();
  });
  part("flush").addEventListener("click", () => flush(true));
  part("plain").hidden = true;
  part("quick").hidden = false;
  (async () => {
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
    chosen = (await all()).filter((entry) => entry.person === person && entry.unit === unit && entry.state === "choosing");
    showChoosing();
    await flush();
    if (await keepPage({ page, worker, cache: "thanthien-capture" })) root.dataset.ready = "1"; // it opens without a line from here on
  })().catch(() => {});
})();
