// Whoever comes to a page that asks to sign in is nobody yet: what pages kept to open without a line (names, titles
// of tasks) goes. What waits to be sent stays, for the person who made it alone.
(() => {
  "use strict";
  const KEPT = {
    "thanthien-capture": (left) => `Máy này còn ${left} ảnh chưa gửi. Ảnh vẫn được giữ trong máy; người đã chụp đăng nhập rồi mở trang Chụp minh chứng để gửi.`,
    "thanthien-checklist": (left) => `Máy này còn ${left} mục kiểm tra đầu ngày chưa gửi. Các mục vẫn được giữ trong máy; người đã bấm đăng nhập rồi mở trang Kiểm tra đầu ngày để gửi.`,
  };
  if (window.caches) Object.keys(KEPT).forEach((name) => caches.delete(name).catch(() => {}));
  try {
    Object.keys(localStorage).filter((key) => key.startsWith("capture-task-")).forEach((key) => localStorage.removeItem(key));
  } catch { /* a browser that keeps nothing has nothing to forget */ }
  if (window.indexedDB) Object.keys(KEPT).forEach(look);

  function look(name) {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => asked.transaction.abort(); // nothing was ever kept here: no store is made up
    asked.onerror = (event) => event.preventDefault();
    asked.onsuccess = () => {
      const step = asked.result.transaction("queue", "readwrite");
      const queue = step.objectStore("queue");
      let left = 0;
      queue.openCursor().onsuccess = (event) => {
        const cursor = event.target.result;
        if (!cursor) return;
        if (cursor.value.state === "sent") cursor.delete();
        else left += 1;
        cursor.continue();
      };
      step.oncomplete = () => { asked.result.close(); if (left) tell(KEPT[name](left)); };
    };
  }
  function tell(words) {
    const main = document.getElementById("main");
    if (!main) return;
    const line = document.createElement("div");
    line.className = "alert alert-warning bg-white";
    line.setAttribute("role", "status");
    line.textContent = words;
    main.prepend(line);
  }
})();
