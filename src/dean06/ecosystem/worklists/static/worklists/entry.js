// Fast entry of a sheet: a code moves on to the text, arrows and Enter change lines. Without it Tab does the same.
document.querySelectorAll("form[data-entry]").forEach((form) => {
  const rows = [...form.querySelectorAll("tbody tr")];
  const cells = rows.map((row) => [...row.querySelectorAll("input:not([type=hidden])")]);
  const place = (input) => {
    const line = cells.findIndex((inputs) => inputs.includes(input));
    return [line, line < 0 ? -1 : cells[line].indexOf(input)];
  };
  const go = (line, column) => {
    const target = cells[line] && cells[line][column];
    if (target) { target.focus(); target.select(); }
  };
  form.addEventListener("input", (event) => {
    if (event.target.matches("[data-key]") && event.target.value.length === 1) {
      const [line] = place(event.target);
      go(line, 1);
    }
  });
  form.addEventListener("keydown", (event) => {
    const [line, column] = place(event.target);
    if (line < 0) { return; }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { form.requestSubmit(); return; }
    if (event.key === "Enter") { event.preventDefault(); go(line + 1, 0); }
    if (event.key === "ArrowDown") { event.preventDefault(); go(line + 1, column); }
    if (event.key === "ArrowUp") { event.preventDefault(); go(line - 1, column); }
  });
  if (cells.length) { go(0, 0); }
});
