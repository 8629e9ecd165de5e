// Tasks and proof: comforts only; every page works without this file.
(() => {
  "use strict";

  // Show what was chosen before it is sent, and say the day a picture was taken.
  const fields = () => document.querySelectorAll("input[data-files]");

  // The day in a JPEG's EXIF ("2026:03:14 …"), read from its first bytes; null when there is none.
  async function dayTaken(file) {
    if (file.type !== "image/jpeg") return null;
    const bytes = new Uint8Array(await file.slice(0, 131072).arrayBuffer());
    const text = new TextDecoder("latin1").decode(bytes);
    if (!text.includes("Exif\0\0")) return null;
    const found = text.match(/(20\d\d):(0[1-9]|1[0-2]):([0-3]\d) \d\d:\d\d:\d\d/);
    return found ? `${found[3]}/${found[2]}/${found[1]}` : null;
  }

  function size(bytes) {
    if (bytes < 1048576) return `${Math.max(1, Math.floor(bytes / 1024))} KB`;
    return `${(bytes / 1048576).toFixed(1).replace(".", ",")} MB`;
  }

  function line(file) {
    const item = document.createElement("li");
    if (file.type.startsWith("image/") && file.size < 25 * 1048576) {
      const reader = new FileReader();
      reader.onload = () => {
        const picture = document.createElement("img");
        picture.src = reader.result;
        picture.alt = "";
        item.prepend(picture);
      };
      reader.readAsDataURL(file);
    }
    const words = document.createElement("span");
    words.textContent = `${file.name} · ${size(file.size)}`;
    item.append(words);
    return item;
  }

  async function showChosen(input) {
    const form = input.form;
    const place = form.querySelector("[data-chosen]");
    const suggest = form.querySelector("[data-suggest]");
    const files = [...input.files];
    place.replaceChildren(...files.map(line));
    const days = [...new Set((await Promise.all(files.map(dayTaken))).filter(Boolean))];
    suggest.hidden = days.length === 0;
    const typed = form.querySelector("input[name=effective_date]").value.split("-").reverse().join("/");
    const other = typed ? days.filter((day) => day !== typed) : [];
    suggest.classList.toggle("is-doubt", other.length > 0);
    if (typed) {
      suggest.hidden = other.length === 0;
      suggest.textContent = `Ảnh chụp ngày ${other.join(", ")}, khác ngày ghi ${typed}. Vẫn gửi được; người kiểm tra sẽ thấy điều này.`;
      return;
    }
    suggest.textContent = days.length === 1
      ? `Ảnh chụp ngày ${days[0]}; để trống ô này thì lấy ngày đó.`
      : `Các ảnh chụp ngày ${days.join(", ")}; để trống ô này thì mỗi ảnh lấy ngày của mình.`;
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches("input[data-files]")) showChosen(event.target);
    if (event.target.matches("input[name=effective_date]")) {
      const input = event.target.form.querySelector("input[data-files]");
      if (input && input.files.length) showChosen(input);
    }
  });

  // Files dropped on the dashed box land in its field.
  const box = (event) => event.target.closest && event.target.closest(".tt-drop");
  document.addEventListener("dragover", (event) => {
    const target = box(event);
    if (!target) return;
    event.preventDefault();
    target.classList.add("is-over");
  });
  document.addEventListener("dragleave", (event) => {
    const target = box(event);
    if (target && !target.contains(event.relatedTarget)) target.classList.remove("is-over");
  });
  document.addEventListener("drop", (event) => {
    const target = box(event);
    if (!target || !event.dataTransfer.files.length) return;
    event.preventDefault();
    target.classList.remove("is-over");
    const input = target.querySelector("input[data-files]");
    input.files = event.dataTransfer.files;
    showChosen(input);
  });

  // How far the sending is.
  document.body.addEventListener("htmx:xhr:progress", (event) => {
    const bar = event.target.querySelector && event.target.querySelector(".tt-sending");
    if (!bar || !event.detail.lengthComputable) return;
    bar.hidden = false;
    bar.value = (100 * event.detail.loaded) / event.detail.total;
  });

  // A long history shows its newest part first.
  function shorten() {
    const older = document.querySelector("[data-older]");
    if (!older || !older.hidden) return;
    document.querySelector(".tt-history").classList.add("is-short");
    older.hidden = false;
  }
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-older]")) return;
    document.querySelector(".tt-history").classList.remove("is-short");
    event.target.closest("[data-older]").remove();
  });
  document.body.addEventListener("htmx:afterSettle", shorten);
  shorten();
  fields().forEach((input) => input.files.length && showChosen(input));
})();
