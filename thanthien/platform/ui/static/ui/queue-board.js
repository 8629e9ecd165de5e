// The board in the hall asks a few times a second whether anything has changed; without a line it keeps what it shows,
// says since when, and catches up. Calls are said one after the other: a chime, then the voice of this machine's server.
(() => {
  "use strict";
  const root = document.body;
  const { board: address, asks, speaks } = root.dataset;
  const part = (name) => root.querySelector(`[data-${name}]`);
  const PATIENCE = 4000; // ms without an answer, after which the board says so
  const SLOW = 2000; // ms between two looks while there is no line
  let version = root.dataset.version;
  let newest = Number(root.dataset.newest);
  let heard = Date.now();
  const offset = Number(root.dataset.now) - Date.now(); // what this machine's clock is off
  let sound = null;
  const queue = [];
  let saying = false;

  function lost() {
    const at = new Date(heard + offset);
    const time = `${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`;
    part("lost").textContent = `Mất kết nối từ ${time}. Bảng đang giữ các số gọi cuối; mời nghe cán bộ gọi.`;
    part("lost").hidden = false;
  }
  function found() {
    heard = Date.now();
    part("lost").hidden = true;
  }

  // -- sound ---------------------------------------------------------------------------------------
  function chime() {
    if (!sound || sound.state !== "running") return Promise.resolve();
    [[660, 0], [880, 0.22]].forEach(([pitch, after]) => {
      const tone = sound.createOscillator();
      const loud = sound.createGain();
      const begins = sound.currentTime + after;
      tone.frequency.value = pitch;
      loud.gain.setValueAtTime(0.0001, begins);
      loud.gain.exponentialRampToValueAtTime(0.4, begins + 0.03);
      loud.gain.exponentialRampToValueAtTime(0.0001, begins + 0.45);
      tone.connect(loud).connect(sound.destination);
      tone.start(begins);
      tone.stop(begins + 0.5);
    });
    return new Promise((done) => { setTimeout(done, 750); });
  }
  function play(url) {
    return new Promise((done) => {
      const voice = new Audio(url);
      const limit = setTimeout(done, 12000);
      const over = () => { clearTimeout(limit); done(); };
      voice.addEventListener("ended", over);
      voice.addEventListener("error", over); // no voice on this server: the chime and the text are there
      voice.play().catch(over);
    });
  }
  async function say() {
    if (saying) return;
    saying = true;
    while (queue.length) {
      const call = queue.shift();
      await chime();
      await play(call.sound);
    }
    saying = false;
  }
  function unlock() {
    sound = sound || new AudioContext();
    sound.resume().then(() => { part("sound").hidden = sound.state === "running"; });
  }
  if (speaks !== undefined && window.AudioContext) {
    sound = new AudioContext();
    part("sound").hidden = sound.state === "running";
    part("sound").addEventListener("click", unlock);
    document.addEventListener("pointerdown", unlock, { once: true });
  }

  // -- what is shown ---------------------------------------------------------------------------------
  function show(said) {
    version = String(said.version);
    part("shown").innerHTML = said.shown;
    const fresh = said.calls.filter((call) => call.number > newest);
    fresh.forEach((call) => { newest = call.number; queue.push(call); });
    if (fresh.length) {
      const latest = root.querySelector(".qb-latest");
      if (latest) latest.classList.add("qb-fresh");
      say();
    }
  }
  async function look() {
    let next = Number(asks);
    const stop = new AbortController();
    const limit = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch(`${address}?v=${version}`, { signal: stop.signal });
      if (answer.status === 200) show(await answer.json());
      if (answer.status === 404) { location.reload(); return; } // the board was ended at the desk
      if (answer.ok) found();
      else next = SLOW;
    } catch (error) {
      next = SLOW;
    } finally {
      clearTimeout(limit);
    }
    if (Date.now() - heard > PATIENCE) lost();
    setTimeout(look, next);
  }
  function tick() {
    const now = new Date(Date.now() + offset);
    part("clock").textContent = `${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`;
  }
  setInterval(tick, 5000);
  look();
})();
