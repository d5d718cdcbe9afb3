/* Arrow keys between the cells of the matrix; Enter or a click opens the indicator for that unit. Without this file
   the heads of rows and columns lead to the same pages. */
(function () {
  "use strict";
  document.querySelectorAll("[data-matrix]").forEach((table) => {
    const rows = Array.from(table.tBodies[0].rows);
    const columns = table.tHead.rows[0].cells;
    const cell = (row, column) => (rows[row] && column > 1 ? rows[row].cells[column] : null);
    let current = cell(0, 2);
    if (!current) return;
    current.tabIndex = 0;
    const go = (next) => {
      if (!next) return;
      current.removeAttribute("tabindex");
      current = next;
      current.tabIndex = 0;
      current.focus();
    };
    const open = (target) => {
      const head = columns[target.cellIndex], row = target.parentElement, unit = row.dataset.unit;
      /* Others' figures stand here, but their pages open only for who answers for the unit or for the indicator. */
      if (!head || !("own" in row.dataset || "owned" in head.dataset)) return;
      if (head.dataset.over) window.location.assign(`${head.dataset.over}&don_vi=${encodeURIComponent(unit)}`);
    };
    table.addEventListener("keydown", (event) => {
      const here = event.target.closest("td");
      if (!here || event.ctrlKey || event.altKey || event.metaKey) return;
      const row = here.parentElement.rowIndex - 1, column = here.cellIndex, last = columns.length - 1;
      const moves = {
        ArrowUp: [row - 1, column], ArrowDown: [row + 1, column], ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
        Home: [row, 2], End: [row, last], PageUp: [Math.max(row - 10, 0), column], PageDown: [Math.min(row + 10, rows.length - 1), column],
      };
      if (event.key === "Enter") { event.preventDefault(); open(here); return; }
      if (!moves[event.key]) return;
      event.preventDefault();
      go(cell(...moves[event.key]));
    });
    table.addEventListener("click", (event) => {
      const here = event.target.closest("td");
      if (here && here.cellIndex > 1 && !event.target.closest("a")) open(here);
    });
  });
})();
