// Small things every page needs. Nothing here is required for the page to work.
htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;

document.body.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = document.querySelector("meta[name=csrf-token]").content;
});
// A refusal (403, 422 …) carries words for the person: show them instead of swallowing them.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 422) event.detail.shouldSwap = true;
});
document.body.addEventListener("htmx:responseError", (event) => {
  const place = document.getElementById("messages");
  if (!place || event.detail.xhr.status === 422) return;
  const words = event.detail.xhr.status === 403
    ? "Anh/chị không có quyền làm việc này, hoặc trang đã mở quá lâu. Hãy tải lại trang."
    : "Máy chủ chưa làm được việc này. Những gì đã lưu vẫn còn; anh/chị thử lại sau ít phút.";
  place.innerHTML = "";
  const note = document.createElement("div");
  note.className = "alert alert-danger";
  note.setAttribute("role", "alert");
  note.textContent = words;
  place.append(note);
  note.scrollIntoView({ block: "nearest" });
});
document.body.addEventListener("htmx:sendError", () => {
  const place = document.getElementById("messages");
  if (place) place.textContent = "Mất kết nối mạng. Nội dung đang nhập vẫn còn trên trang; anh/chị thử lại khi có mạng.";
});
// <button data-confirm="…"> asks once before a step that is hard to undo.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-confirm]");
  if (button && !window.confirm(button.dataset.confirm)) event.preventDefault();
}, true);
// <select data-submit> sends its form at once.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});
