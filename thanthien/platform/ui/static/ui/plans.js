// The review page by keyboard. Without this file every step still works as a plain form.
(() => {
  const drop = document.querySelector("[data-drop]");
  if (drop) {
    const input = drop.querySelector("input[type=file]");
    const name = drop.querySelector("[data-file-name]");
    const say = () => { if (input.files.length) name.textContent = input.files[0].name; };
    drop.querySelector("[data-pick]").hidden = false;
    input.classList.add("visually-hidden");
    input.addEventListener("change", say);
    for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, (e) => { e.preventDefault(); drop.classList.add("is-over"); });
    for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("is-over"));
    drop.addEventListener("drop", (e) => { e.preventDefault(); if (e.dataTransfer.files.length) { input.files = e.dataTransfer.files; say(); } });
  }

  const review = document.querySelector("[data-review]");
  if (!review) return;
  const list = review.querySelector("#rows");
  const lines = review.querySelector("[data-lines]");
  const source = review.querySelector("#source");
  const isSmall = () => matchMedia("(max-width: 991.98px)").matches;
  const rows = () => [...list.querySelectorAll(".tt-row")].filter((row) => row.offsetParent !== null || row.offsetHeight);
  const rowOf = (thing) => thing && thing.closest && thing.closest(".tt-row");
  let here = null; // id of the row that is in hand
  let shut = null; // the row behind the open form, as it was

  const bar = review.querySelector(".tt-bar-sticky");
  new ResizeObserver(() => review.style.setProperty("--tt-bar", isSmall() ? "0px" : `${bar.offsetHeight}px`)).observe(bar);

  // -- the source beside the row ---------------------------------------------------------------
  function showSource(row, open) {
    for (const line of lines.querySelectorAll(".is-here")) line.classList.remove("is-here");
    if (!row.dataset.from) return;
    for (let i = Number(row.dataset.from); i <= Number(row.dataset.to); i += 1) {
      const line = document.getElementById(`s${i}`);
      if (line) line.classList.add("is-here");
    }
    if (isSmall()) { if (!open) return; source.classList.add("is-shown"); }
    const first = document.getElementById(`s${row.dataset.from}`);
    if (first) lines.scrollTop = Math.max(0, first.offsetTop - lines.offsetTop - lines.clientHeight / 3);
  }

  function take(row, { focus = true, open = false } = {}) {
    if (!row) return;
    for (const other of list.querySelectorAll(".tt-row.is-here")) other.classList.remove("is-here");
    row.classList.add("is-here");
    here = row.id;
    showSource(row, open);
    if (focus) { row.focus({ preventScroll: true }); row.scrollIntoView({ block: "nearest" }); }
  }

  // -- opening, saving, leaving ------------------------------------------------------------------
  // Settled at once: until then htmx leaves the old row's class on the new row, and quick fingers meet it.
  const send = (row, verb, url, values) => htmx.ajax(verb, url, { target: row, swap: "outerHTML settle:0ms", values });
  const isOpen = (row) => Boolean(row.querySelector("[data-row-form]"));
  const openRow = () => rowOf(list.querySelector("[data-row-form]"));

  function edit(row, field) {
    if (!row || isOpen(row) || row.classList.contains("is-out")) return Promise.resolve();
    return closeOpen().then(() => send(row, "GET", row.dataset.url)).then(() => {
      shut = row;
      const open = document.getElementById(row.id);
      const place = open && (open.querySelector(`[name="${field || "title"}"]`) || open.querySelector("[name=title]"));
      take(open, { focus: false });
      if (!place) return;
      place.focus({ preventScroll: true });
      if (place.setSelectionRange && place.type !== "checkbox") place.setSelectionRange(place.value.length, place.value.length);
      open.scrollIntoView({ block: "nearest" });
    });
  }

  // A form left for another row is saved first, when something was typed.
  function closeOpen() {
    const open = openRow();
    if (!open) return Promise.resolve();
    const form = open.querySelector("form");
    const touched = [...form.elements].some((e) => (e.type === "checkbox" ? e.checked !== e.defaultChecked
      : e.tagName === "SELECT" ? [...e.options].some((o) => o.selected !== o.defaultSelected) : e.value !== e.defaultValue && e.name !== "caret"));
    return touched ? post(form, "save") : cancel(open);
  }
  // The row as it was is put back at once; one that the server opened is asked for.
  function cancel(row) {
    if (!shut || shut.id !== row.id) return send(row, "GET", `${row.dataset.url}?show`);
    row.replaceWith(shut);
    shut = null;
    return Promise.resolve();
  }

  function post(form, doing) {
    const row = rowOf(form);
    const values = Object.fromEntries(new FormData(form));
    const title = form.querySelector("textarea[name=title]");
    if (title) values.caret = title.selectionStart === title.value.length || title.selectionStart === 0 ? "" : String(title.selectionStart);
    return send(row, "POST", form.action, { ...values, do: doing }).then(() => {
      const open = openRow();
      if (open) { take(open, { focus: false }); (open.querySelector("[name=title]") || open).focus(); return; }
      take(document.getElementById(row.id));
    });
  }

  const quickStep = (row, button) => send(row, "POST", button.getAttribute("formaction"), { do: button.value })
    .then(() => take(document.getElementById(row.id)));

  list.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-step]");
    if (!form) return;
    event.preventDefault();
    post(form, event.submitter ? event.submitter.value : "save");
  });
  list.addEventListener("click", (event) => {
    const row = rowOf(event.target);
    if (!row) return;
    const button = event.target.closest("button[form=row-step]");
    if (button) { event.preventDefault(); quickStep(row, button); return; }
    if (event.target.closest("[data-edit]")) { event.preventDefault(); edit(row); return; }
    if (event.target.closest("[data-cancel]")) { event.preventDefault(); cancel(row).then(() => take(document.getElementById(row.id))); return; }
    if (event.target.closest("[data-see]")) { take(row, { open: true }); return; }
    if (!event.target.closest("button, a, input, textarea, select, label")) take(row, { focus: !isOpen(row) });
  });
  list.addEventListener("dblclick", (event) => {
    const field = event.target.closest("[data-field]");
    if (field) edit(rowOf(field), field.dataset.field);
  });
  // The row in hand grows: while a button is being pressed it must not move away from under the pointer.
  let pressed = false;
  list.addEventListener("pointerdown", () => { pressed = true; });
  for (const name of ["click", "pointercancel"]) document.addEventListener(name, () => { pressed = false; });
  document.addEventListener("pointerup", () => setTimeout(() => { pressed = false; }));
  list.addEventListener("focusin", (event) => { const row = rowOf(event.target); if (row && row.id !== here && !pressed) take(row, { focus: false }); });
  source.addEventListener("click", (event) => { if (event.target.closest("[data-close]")) source.classList.remove("is-shown"); });

  // A line of the source leads to the row that came from it.
  lines.addEventListener("click", (event) => {
    const line = event.target.closest(".tt-src");
    if (!line) return;
    const at = Number(line.id.slice(1));
    const row = rows().find((r) => r.dataset.from && Number(r.dataset.from) <= at && at <= Number(r.dataset.to));
    if (row) { take(row, { focus: false }); row.scrollIntoView({ block: "center" }); }
  });

  // -- moving about ------------------------------------------------------------------------------
  function step(by) {
    const all = rows();
    const at = all.findIndex((row) => row.id === here);
    return all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))];
  }
  function nextDoubt() {
    const all = [...list.querySelectorAll(".tt-row")];
    const at = all.findIndex((row) => row.id === here);
    const turn = [...all.slice(at + 1), ...all.slice(0, at + 1)];
    const row = turn.find((r) => r.classList.contains("is-doubtful") && r.id !== here) || turn.find((r) => r.classList.contains("is-doubtful"));
    if (row) edit(row, row.dataset.doubt);
  }
  review.addEventListener("click", (event) => {
    if (event.target.closest("[data-next]")) nextDoubt();
    const filter = event.target.closest("[data-filter]");
    if (filter) {
      list.dataset.only = filter.dataset.filter;
      for (const button of review.querySelectorAll("[data-filter]")) button.setAttribute("aria-pressed", String(button === filter));
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, textarea, select");
    const row = rowOf(event.target);
    if (event.key === "F8" || (event.key === "n" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey)) { event.preventDefault(); nextDoubt(); return; }
    if (event.key === "z" && (event.ctrlKey || event.metaKey) && !typing) {
      const undo = review.querySelector("form[action$='/undo/']");
      if (undo) { event.preventDefault(); undo.requestSubmit(); }
      return;
    }
    if (typing && row) { whileTyping(event, row); return; }
    if (typing || event.target.closest("button, a, summary")) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (document.activeElement !== document.body && !row) return;
      event.preventDefault();
      take(step(event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && row) { event.preventDefault(); edit(row, row.dataset.doubt); }
  });
  function whileTyping(event, row) {
    const form = row.querySelector("form");
    if (event.key === "Escape") { event.preventDefault(); cancel(row).then(() => take(document.getElementById(row.id))); }
    if (event.key === "Enter" && event.target.matches("textarea") && !event.shiftKey && !event.isComposing) { event.preventDefault(); post(form, "save"); }
    if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      edit(step(event.key === "ArrowDown" ? 1 : -1));
    }
  }

  // -- several agencies in one field: the list offers the last one ---------------------------------
  const known = [...document.querySelectorAll("#agencies option")].map((option) => option.value);
  const offered = document.getElementById("agencies-here");
  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-names]")) return;
    const cut = event.target.value.lastIndexOf(";");
    const before = cut < 0 ? "" : `${event.target.value.slice(0, cut + 1)} `;
    offered.replaceChildren(...known.filter((name) => !before.includes(name)).map((name) => {
      const option = document.createElement("option");
      option.value = before + name;
      return option;
    }));
  });

  const asked = list.querySelector(".tt-row.is-open") || (location.hash && document.getElementById(location.hash.slice(1)));
  if (asked) { take(asked, { focus: !asked.classList.contains("is-open") }); const first = asked.querySelector("[name=title]"); if (first) first.focus(); }
})();
