// A picture chosen in <input type="file" data-shrink> is replaced by a smaller one before the form is sent.
// Without this script, or where the browser cannot, the picture goes as it is.
(() => {
  "use strict";
  if (!window.pictures || !window.DataTransfer) return;
  const working = new WeakMap();

  async function shrink(input) {
    const [file] = input.files;
    if (!file) return;
    try {
      const bytes = await file.arrayBuffer();
      const made = await window.pictures.smaller(file, bytes, window.pictures.exifOf(bytes));
      if (!made || input.files[0] !== file) return;
      const held = new DataTransfer();
      held.items.add(new File([made], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }));
      input.files = held.files;
    } catch { /* what the browser cannot draw is sent as it is; the server says what it thinks of it */ }
  }

  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input.matches("input[type=file][data-shrink]")) working.set(input, shrink(input));
  });
  // Who presses before the picture is ready: the form waits for it.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const waits = [...form.querySelectorAll("input[type=file][data-shrink]")].map((input) => working.get(input)).filter(Boolean);
    if (!waits.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    form.querySelectorAll("input[type=file][data-shrink]").forEach((input) => working.delete(input));
    const { submitter } = event;
    // after this event is over: a form that is just being submitted is not submitted a second time
    Promise.all(waits).then(() => setTimeout(() => form.requestSubmit(submitter)));
  }, true);
})();
