/* Keys of the review page: digits choose, Enter confirms, letters press the button that bears them. Without this file
   every choice is a radio button and every act a button. It runs before the keys of the frame. */
(function () {
  "use strict";
  const form = document.querySelector("form[data-review]");
  if (!form) return;
  const status = form.querySelector("[data-review-status]");
  const help = document.querySelector("[data-review-help]");
  const say = (text) => { if (status) { status.textContent = ""; status.textContent = text; } };
  const typing = (element) => element && (element.isContentEditable || /^(textarea|select)$/i.test(element.tagName)
    || (/^input$/i.test(element.tagName) && !/^(radio|checkbox|submit|button)$/i.test(element.type)));
  const mark = () => {
    const chosen = form.querySelector("input[name=choice]:checked");
    document.querySelectorAll(".review-table .is-chosen").forEach((cell) => cell.classList.remove("is-chosen"));
    const number = chosen ? Number(chosen.dataset.key) : 0;
    if (number) form.querySelectorAll("tr").forEach((row) => { const cell = row.cells[number + 1]; if (cell) cell.classList.add("is-chosen"); });
  };
  form.addEventListener("change", mark);
  mark();

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const stop = () => { event.preventDefault(); event.stopImmediatePropagation(); };
    if (key === "?" && help) {
      stop();
      help.open = !help.open;
      if (help.open) help.querySelector("summary").focus();
    } else if (key === "Enter") {
      if (event.target.closest("a, button, summary")) return;
      stop();
      if (!form.querySelector("input[name=choice]:checked")) { say("Chưa chọn kết luận. Bấm số của một người, hoặc 0."); return; }
      form.querySelector("[data-key=Enter]").click();
    } else if (/^[a-z0-9]$/.test(key)) {
      const target = document.querySelector(`[data-key="${key}"]`);
      if (!target) return;
      stop();
      target.click();
      if (target.type === "radio") { target.focus({ preventScroll: true }); say(`Đã chọn: ${target.closest("label").querySelector("span").textContent}. Enter để xác nhận.`); }
    }
  }, true);
})();
