/* Keys of the queue: j and k go down and up, Enter opens, x ticks. Without this file Tab, Enter and Space do it. */
(function () {
  "use strict";
  const table = document.querySelector("[data-desk-queue]");
  if (!table) return;
  const links = Array.from(table.querySelectorAll("a[data-row]"));
  const typing = (element) => element && (element.isContentEditable || /^(textarea|select)$/i.test(element.tagName)
    || (/^input$/i.test(element.tagName) && !/^(radio|checkbox)$/i.test(element.type)));
  const current = () => {
    const row = document.activeElement && document.activeElement.closest("tr");
    return links.findIndex((link) => row && row.contains(link));
  };
  const go = (index) => {
    const link = links[Math.max(0, Math.min(links.length - 1, index))];
    if (link) { link.focus(); link.scrollIntoView({ block: "nearest" }); }
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const at = current();
    if (event.key === "j") go(at + 1);
    else if (event.key === "k") go(at < 0 ? 0 : at - 1);
    else if (event.key === "x" && at >= 0) {
      const box = links[at].closest("tr").querySelector("input[type=checkbox]");
      if (box) { box.checked = !box.checked; box.dispatchEvent(new Event("change", { bubbles: true })); }
    } else if (event.key === "Enter" && at >= 0 && event.target.matches("input[type=checkbox]")) links[at].click();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  const count = document.querySelector("[data-desk-count]");
  const tell = () => {
    const ticked = table.querySelectorAll("tbody input[type=checkbox]:checked").length;
    if (count) count.textContent = ticked ? `Đã chọn ${ticked} hồ sơ` : "Chưa chọn hồ sơ nào";
  };
  document.addEventListener("change", tell);
  tell();
})();
