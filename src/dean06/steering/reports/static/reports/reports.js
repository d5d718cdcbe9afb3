/* The workshop's text saves itself; leaving asks only while something is not kept yet. */
(() => {
  "use strict";
  const form = document.querySelector("[data-autosave]");
  if (!form) return;
  const status = form.querySelector("[role=status]");
  let kept = true;
  form.addEventListener("input", () => { kept = false; });
  form.addEventListener("submit", () => { kept = true; });
  document.addEventListener("htmx:afterSwap", () => { if (status.querySelector("[data-saved]")) kept = true; });
  ["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach((kind) => document.addEventListener(kind, () => {
    let line = status.querySelector("[data-lost]");
    if (!line) {
      line = document.createElement("span");
      line.dataset.lost = "";
      line.className = "field__error";
      status.append(line);
    }
    line.textContent = " Chưa lưu được vì mất kết nối. Phần đang viết vẫn còn trên trang, hệ thống lưu khi bạn gõ tiếp.";
  }));
  window.addEventListener("beforeunload", (event) => { if (!kept) event.preventDefault(); });
})();
