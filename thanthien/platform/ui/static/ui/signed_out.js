// Whoever comes to a page that asks to sign in is nobody yet: what the page for pictures kept to open without a
// line (names, titles of tasks) goes. Pictures that wait to be sent stay, for the person who took them alone.
(() => {
  "use strict";
  if (window.caches) caches.delete("thanthien-capture").catch(() => {});
  try {
    Object.keys(localStorage).filter((key) => key.startsWith("capture-task-")).forEach((key) => localStorage.removeItem(key));
  } catch { /* a browser that keeps nothing has nothing to forget */ }
  if (!window.indexedDB) return;
  const asked = indexedDB.open("thanthien-capture", 1);
  asked.onupgradeneeded = () => asked.transaction.abort(); // no pictures were ever taken here: none are made up
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
    step.oncomplete = () => { asked.result.close(); if (left) tell(left); };
  };
  function tell(left) {
    const main = document.getElementById("main");
    if (!main) return;
    const line = document.createElement("div");
    line.className = "alert alert-warning bg-white";
    line.setAttribute("role", "status");
    line.textContent = `Máy này còn ${left} ảnh chưa gửi. Ảnh vẫn được giữ trong máy; người đã chụp đăng nhập rồi mở trang Chụp minh chứng để gửi.`;
    main.prepend(line);
  }
})();
