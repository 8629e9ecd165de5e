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
  if (slip) {
    const again = document.querySelector("[data-again]");
    again.hidden = false;
    again.addEventListener("click", () => window.print());
    window.print();
  }
})();
