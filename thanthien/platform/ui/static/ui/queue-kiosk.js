// The kiosk that gives numbers: a press is sent again under its own key until the server has answered, so a lost line
// costs no number and gives none twice; the slip prints by itself.
(() => {
  "use strict";
  const RETRY = 3000; // ms
  const form = document.querySelector("[data-take]");
  const slip = document.querySelector("[data-print]");
  let sending = false;

  function body(submitter) {
    const fields = new URLSearchParams(new FormData(form));
    if (submitter && submitter.name) fields.append(submitter.name, submitter.value);
    return fields;
  }
  async function send(fields, submitter) {
    const problem = document.querySelector("[data-problem]");
    try {
      const answer = await fetch(form.action, { method: "POST", body: fields });
      if (answer.redirected) {
        location.assign(answer.url);
        return;
      }
      if (answer.status < 500) { // refused: sent once more as a page, so that the server's words show
        if (submitter && submitter.name) {
          const one = document.createElement("input");
          Object.assign(one, { type: "hidden", name: submitter.name, value: submitter.value });
          form.append(one);
        }
        form.submit();
        return;
      }
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    problem.textContent = problem.dataset.lost;
    problem.hidden = false;
    setTimeout(() => send(fields, submitter), RETRY);
  }
  if (form) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (sending) return;
      sending = true;
      send(body(event.submitter), event.submitter);
    });
    // back from a number by the browser's own button: the key of that press is spent
    window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  }
  const again = document.querySelector("[data-again]");
  if (again) {
    again.hidden = false;
    again.addEventListener("click", () => window.print());
  }
  if (slip) window.print();

  // -- a sign of life; what others took shows by itself while nobody stands here ------------------------
  const EVERY = 20000; // ms
  const ALONE = 15000; // ms since somebody last touched the screen
  let touched = Date.now();
  ["pointerdown", "keydown", "scroll"].forEach((kind) => {
    document.addEventListener(kind, () => { touched = Date.now(); }, { passive: true });
  });
  async function live() {
    try {
      const answer = await fetch(form.dataset.seen, { method: "POST", body: new URLSearchParams({ sent_at: Date.now() }) });
      if (answer.status === 401) location.reload(); // ended at the desk
      if (answer.ok) {
        const { version, clock } = await answer.json();
        const words = document.querySelector("[data-clock]");
        words.textContent = clock && `Dành cho cán bộ: đồng hồ của máy này ${clock}. Số và giờ trên phiếu theo máy chủ; xin chỉnh lại giờ của máy.`;
        words.hidden = !clock;
        if (String(version) !== form.dataset.version && !sending && Date.now() - touched > ALONE) location.replace(location.pathname);
      }
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // no line now: the next one tells
    }
    setTimeout(live, EVERY);
  }
  if (form) live();
})();
