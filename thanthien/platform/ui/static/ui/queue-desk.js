// An officer with people waiting: letters press the buttons, and what others do shows by itself.
(() => {
  "use strict";
  const live = document.querySelector("[data-live]");
  if (!live) return;
  const EVERY = 2000; // ms

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (event.target.closest("input, select, textarea")) return;
    const pressed = event.key.toLowerCase();
    const button = [...document.querySelectorAll("button[data-key]")].find((one) => one.dataset.key === pressed);
    if (!button) return;
    event.preventDefault();
    button.click();
  });

  // a second press of the same button, while the first is under way, is no second call
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => form.removeAttribute("data-sent"));
  });

  async function look() {
    try {
      const version = live.querySelector("[data-version]").dataset.version;
      const answer = await fetch(`${live.dataset.live}?v=${version}`, { credentials: "same-origin", redirect: "manual" });
      if (answer.status === 200 && !live.contains(document.activeElement)) live.innerHTML = await answer.text();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // no line now: the next look asks again
    }
    setTimeout(look, EVERY);
  }
  setTimeout(look, EVERY);
})();
