// Paper forms typed quickly: a digit answers a row and moves to the next one; Enter moves on too.
(() => {
  "use strict";
  const form = document.getElementById("paper");
  if (!form) return;
  const fields = [...form.querySelectorAll("input:not([type=hidden]), select, textarea, button[type=submit]")];
  const next = (field) => fields[fields.indexOf(field) + 1];
  form.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.hasAttribute("data-one")) return;
    field.value = field.value.replace(/[^1-5]/g, "").slice(-1);
    if (field.value) next(field).focus();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    next(event.target).focus();
  });
  const first = form.querySelector("[role=alert]") ? null : form.querySelector("#paper_number");
  if (first) (first.value ? form.querySelector("[data-one]") || first : first).focus();
})();
