// Citizens' pages need no script. With one, they open without a line and an unsent report waits in the phone.
(() => {
  "use strict";
  const { home, outbox } = document.currentScript.dataset;
  const waits = () => { try { return localStorage.getItem(`thanthien-reports-${home}`) === "1"; } catch { return false; } };
  if (document.querySelector("form[data-report]") || waits()) {
    const script = document.createElement("script");
    script.src = outbox;
    script.dataset.home = home;
    document.head.append(script);
  }
  // After the page is there: what the worker keeps must not cost the first look anything.
  window.addEventListener("load", () => {
    if (!navigator.serviceWorker || !window.caches) return;
    setTimeout(() => navigator.serviceWorker.register(`${home}worker.js`).catch(() => {}), 500); // a browser may refuse
  });
  const button = document.querySelector("[data-install]");
  window.addEventListener("beforeinstallprompt", (event) => {
    if (!button) return;
    event.preventDefault();
    button.hidden = false;
    button.onclick = () => event.prompt();
  });
  window.addEventListener("appinstalled", () => { if (button) button.hidden = true; });
})();
