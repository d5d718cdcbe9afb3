/* The entry grid. Without this file the page is a plain form that saves everything at once; with it each row is saved
   as soon as one leaves it. What was typed stays in this browser (localStorage) until the server has it, so neither a
   dropped connection nor a closed window loses anything. A colleague's newer figure is shown, never overwritten. */
(function () {
  "use strict";
  const form = document.querySelector("form[data-entry]");
  if (!form) return;

  const rows = new Map(Array.from(form.querySelectorAll("tr[data-row]"), (row) => [row.dataset.row, row]));
  const order = Array.from(rows.keys());
  const status = form.querySelector("[data-entry-status]");
  const filled = form.querySelector("[data-entry-filled]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const field = (row, column) => row.querySelector(`[data-col="${column}"]`);
  const number = new Intl.NumberFormat("vi-VN", { useGrouping: "always", maximumFractionDigits: 2 });

  /* --- What was typed and not yet saved: row key -> {n, d, c, k, b, held}. "held" waits for the person. --- */
  let pending = {};
  let keeps = true;
  const store = form.dataset.store;
  const persist = () => {
    try {
      if (Object.keys(pending).length) localStorage.setItem(store, JSON.stringify(pending));
      else localStorage.removeItem(store);
    } catch { keeps = false; }
  };
  const remembered = () => {
    try { return JSON.parse(localStorage.getItem(store)) || {}; } catch { return {}; }
  };

  const typedIn = (row) => ({
    n: field(row, "n").value.trim(),
    d: field(row, "d") ? field(row, "d").value.trim() : "",
    c: field(row, "c").value.trim(),
    k: Boolean(field(row, "k") && field(row, "k").checked),
    b: row.dataset.base,
  });
  const same = (one, other) => ["n", "d", "c", "k"].every((name) => one[name] === other[name]);

  /* --- Reading a count: the server judges, this only warns while one types. --- */
  const count = (text) => {
    const plain = text.replace(/[\s\u00a0]/g, " ").trim();
    if (!plain) return null;
    if (/^\d+$/.test(plain)) return Number(plain);
    if (/^[1-9]\d{0,2}(\.\d{3})+$|^[1-9]\d{0,2}(,\d{3})+$|^[1-9]\d{0,2}( \d{3})+$/.test(plain)) return Number(plain.replace(/[., ]/g, ""));
    return NaN;
  };
  const problemOf = (row, typed) => {
    if (typed.k || (row.hasAttribute("data-rate") && typed.n.includes("/") && !typed.d)) return "";
    const n = count(typed.n), d = count(typed.d);
    for (const [value, text] of [[n, typed.n], [d, typed.d]]) {
      if (!Number.isNaN(value)) continue;
      if (/^[-−–]/.test(text)) return `“${text}” là số âm. Số đếm không bao giờ âm.`;
      if (text.includes("%")) return `“${text}” là tỷ lệ. Hãy nhập số đếm, phần mềm tự tính tỷ lệ.`;
      return `“${text}” không phải là số đếm. Hãy chỉ nhập chữ số, ví dụ 1234 hoặc 1.234.`;
    }
    const exceeds = row.hasAttribute("data-rate") && !row.hasAttribute("data-may-exceed") && n !== null && d !== null && n > d;
    return exceeds ? `Tử số ${number.format(n)} lớn hơn mẫu số ${number.format(d)}. Hãy xem lại: có thể hai số bị đổi chỗ.` : "";
  };
  const warningOf = (row, typed) => {
    const n = count(typed.n), last = row.dataset.lastN;
    if (row.hasAttribute("data-cumulative") && last !== undefined && n !== null && n < Number(last)) {
      return `Số lũy kế giảm từ ${number.format(Number(last))} xuống ${number.format(n)}.`;
    }
    return "";
  };
  /* Half a pair, or a comment alone, is not ready while one is still in the row. */
  const halfDone = (row, typed) => {
    if (typed.k) return false;
    const rate = row.hasAttribute("data-rate");
    return rate ? (typed.n === "") !== (typed.d === "") && !typed.n.includes("/") || (typed.n === "" && typed.d === "" && typed.c !== "")
      : typed.n === "" && typed.c !== "";
  };

  /* --- Sentences beside a row. --- */
  const say = (row, sentences) => {
    const wrong = sentences.some(([kind]) => kind === "is-error");
    row.querySelector("[data-says]").replaceChildren(...sentences.map(([kind, text, ...buttons]) => {
      const line = document.createElement("p");
      if (kind) line.className = kind;
      line.append(text, ...buttons);
      return line;
    }));
    ["n", "d"].forEach((column) => {
      const input = field(row, column);
      if (input) { if (wrong) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid"); }
    });
  };
  const button = (text, action) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button--small button--secondary";
    made.textContent = text;
    made.addEventListener("click", action);
    return made;
  };
  const put = (row, values) => {
    ["n", "d", "c"].forEach((column) => {
      const input = field(row, column);
      if (input && input !== document.activeElement) input.value = values[column] || "";
    });
    if (field(row, "k")) field(row, "k").checked = Boolean(values.k);
    dim(row);
  };
  const dim = (row) => {
    const none = field(row, "k") && field(row, "k").checked;
    ["n", "d"].forEach((column) => { const input = field(row, column); if (input) input.readOnly = Boolean(none); });
  };
  const mark = (row, name) => { row.classList.remove("is-unsaved", "is-saved-now"); if (name) row.classList.add(name); };

  /* --- The line that says how things stand. --- */
  const tell = (kind, text) => {
    status.className = `entry__status ${kind}`;
    if (status.textContent !== text) status.textContent = text;
  };
  const waiting = () => Object.values(pending).filter((one) => !one.held);
  const held = () => Object.values(pending).filter((one) => one.held);
  let savedAt = "";
  const tellState = () => {
    if (held().length) tell("is-wrong", `${held().length} dòng chưa lưu được: xem chỗ đánh dấu trong bảng`);
    else if (waiting().length) tell("is-waiting", "Đang nhập, chưa lưu…");
    else if (savedAt) tell("is-saved", `Đã lưu ${savedAt}`);
  };

  /* --- Saving. --- */
  let timer = 0, busy = false, again = false, failures = 0;
  const plan = (delay) => { clearTimeout(timer); timer = setTimeout(() => { flush(); }, delay); };

  const changed = (row) => {
    const typed = typedIn(row);
    pending[row.dataset.row] = typed;
    persist();
    mark(row, "is-unsaved");
    const problem = problemOf(row, typed), warning = warningOf(row, typed);
    say(row, problem ? [["is-error", problem]] : warning ? [["", warning]] : []);
    tellState();
    plan(900);
  };

  const flush = async (everything = false) => {
    if (busy) { again = true; return false; }
    const cells = [];
    for (const [key, typed] of Object.entries(pending)) {
      const row = rows.get(key);
      if (!row) { delete pending[key]; continue; }
      if (typed.held || (!everything && row.contains(document.activeElement) && halfDone(row, typed))) continue;
      cells.push({ key, n: typed.n, d: typed.d, c: typed.c, k: typed.k, b: typed.b });
    }
    if (!cells.length) { persist(); tellState(); return !Object.keys(pending).length; }
    busy = true;
    tell("is-waiting", "Đang lưu…");
    try {
      const response = await fetch(form.dataset.save, {
        method: "POST",
        credentials: "same-origin",
        redirect: "manual",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
        body: JSON.stringify({ cells: cells.slice(0, 400) }),
      });
      const answer = await response.json().catch(() => ({}));
      failures = 0;
      // Led to the sign-in page: the session is over.
      if (response.type === "opaqueredirect") { refuse(401, answer); return false; }
      if (response.ok) { take(answer, cells); tellState(); if (cells.length > 400) again = true; } else refuse(response.status, answer);
    } catch {
      failures += 1;
      const where = keeps ? "đang giữ trên máy này" : "đừng đóng trang này";
      tell("is-wrong", `Mất kết nối: ${cells.length} dòng chưa lưu, ${where}; tự gửi lại khi có mạng`);
      plan(Math.min(30000, 2000 * failures));
    } finally {
      busy = false;
    }
    if (again) { again = false; plan(50); }
    return !Object.keys(pending).length;
  };

  const refuse = (code, answer) => {
    if (code === 401 || code === 403) tell("is-wrong", "Phiên làm việc đã hết. Số đã nhập vẫn giữ trên máy này: hãy đăng nhập lại rồi mở lại trang");
    else tell("is-wrong", answer.message || "Chưa lưu được. Hãy thử lại sau ít phút; số đã nhập vẫn giữ trên máy này");
    if (code >= 500) plan(15000);
  };

  /* The server's answer, row by row. What was typed while it was on its way stays pending. */
  const take = (answer, cells) => {
    const sent = new Map(cells.map((cell) => [cell.key, cell]));
    savedAt = answer.at;
    if (filled) filled.textContent = answer.filled;
    const state = document.querySelector("[data-entry-state] .badge");
    if (state && state.textContent !== answer.state) { state.textContent = answer.state; state.className = "badge badge--ongoing"; }
    answer.saved.forEach((one) => {
      const row = rows.get(one.key), now = pending[one.key];
      row.dataset.base = one.version;
      const hidden = field(row, "b");
      if (hidden) hidden.value = one.version;
      row.querySelector("[data-rate-text]").textContent = one.rate;
      row.querySelector("[data-change-text]").textContent = one.change;
      if (now && !same(now, sent.get(one.key))) { now.b = one.version; again = true; return; }
      delete pending[one.key];
      put(row, one);
      mark(row, "is-saved-now");
      say(row, one.doubts.map((text) => ["", text]));
    });
    answer.refused.forEach((one) => hold(one.key, sent, (row) => say(row, [["is-error", one.text]])));
    answer.conflicts.forEach((one) => hold(one.key, sent, (row) => offer(row, one)));
    persist();
  };
  const hold = (key, sent, show) => {
    const row = rows.get(key), now = pending[key];
    if (!row) { delete pending[key]; return; }
    if (now && !same(now, sent.get(key))) { again = true; return; }
    if (now) now.held = true;
    show(row);
  };
  const offer = (row, one) => {
    const key = row.dataset.row;
    const mine = pending[key];
    const shown = mine.k ? "không phát sinh" : [mine.n || "trống", mine.d].filter(Boolean).join("/");
    say(row, [["is-conflict", `${one.text} Bạn nhập ${shown}. `,
      button("Lấy số của đồng nghiệp", () => { delete pending[key]; persist(); row.dataset.base = one.version; put(row, one); mark(row, "is-saved-now"); say(row, []); tellState(); field(row, "n").focus(); }),
      button("Giữ số tôi nhập", () => { row.dataset.base = one.version; changed(row); flush(true); field(row, "n").focus(); })]]);
  };

  /* --- Typing, leaving a row, keys. --- */
  form.addEventListener("input", (event) => {
    const row = event.target.closest("tr[data-row]");
    if (!row) return;
    if (event.target.dataset.col === "k") {
      if (event.target.checked) ["n", "d"].forEach((column) => { if (field(row, column)) field(row, column).value = ""; });
      dim(row);
    }
    changed(row);
  });
  form.addEventListener("focusout", (event) => {
    const row = event.target.closest("tr[data-row]");
    if (row && pending[row.dataset.row] && !row.contains(event.relatedTarget)) plan(100);
  });
  const step = (from, column, by) => {
    for (let at = order.indexOf(from) + by; at >= 0 && at < order.length; at += by) {
      const target = field(rows.get(order[at]), column);
      if (target) { target.focus(); if (target.select) target.select(); return; }
    }
  };
  const COLUMNS = ["n", "d", "k", "c"];
  const beside = (row, column, by) => {
    for (let at = COLUMNS.indexOf(column) + by; at >= 0 && at < COLUMNS.length; at += by) {
      const target = field(row, COLUMNS[at]);
      if (target) { target.focus(); if (target.select) target.select(); return true; }
    }
    return false;
  };
  form.addEventListener("keydown", (event) => {
    const input = event.target, row = input.closest("tr[data-row]"), column = input.dataset.col;
    if (!row || !column || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const text = input.type === "text";
    const atStart = text && input.selectionStart === 0 && (input.selectionEnd === 0 || input.selectionEnd === input.value.length);
    const atEnd = text && input.selectionEnd === input.value.length && (input.selectionStart === input.value.length || input.selectionStart === 0);
    let moved = true;
    if (event.key === "Enter") step(row.dataset.row, column, event.shiftKey ? -1 : 1);
    else if (event.key === "ArrowDown") step(row.dataset.row, column, 1);
    else if (event.key === "ArrowUp") step(row.dataset.row, column, -1);
    else if (event.key === "ArrowLeft" && (atStart || !text)) moved = beside(row, column, -1);
    else if (event.key === "ArrowRight" && (atEnd || !text)) moved = beside(row, column, 1);
    else return;
    if (moved) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") { event.preventDefault(); flush(true); }
  });

  /* --- A block from Excel: cells in quotes may hold tabs and line ends. --- */
  const cellsOf = (text) => {
    const table = [[]];
    let cell = "", quoted = false, atStart = true;
    const clean = text.replace(/\r\n?/g, "\n");
    for (let at = 0; at < clean.length; at += 1) {
      const letter = clean[at];
      if (quoted) {
        if (letter === '"' && clean[at + 1] === '"') { cell += '"'; at += 1; } else if (letter === '"') quoted = false; else cell += letter;
      } else if (letter === '"' && atStart) quoted = true;
      else if (letter === "\t" || letter === "\n") { table[table.length - 1].push(cell); cell = ""; if (letter === "\n") table.push([]); }
      else cell += letter;
      atStart = !quoted && (letter === "\t" || letter === "\n");
    }
    table[table.length - 1].push(cell);
    if (table[table.length - 1].length === 1 && !table[table.length - 1][0]) table.pop();
    return table;
  };
  form.addEventListener("paste", (event) => {
    const start = event.target.closest("tr[data-row]"), column = event.target.dataset.col;
    if (!start || !"ndc".includes(column)) return;
    const text = event.clipboardData.getData("text/plain");
    if (!/[\t\n\r]/.test(text.replace(/[\r\n]+$/, ""))) return;
    event.preventDefault();
    const first = order.indexOf(start.dataset.row), columns = ["n", "d", "c"].slice("ndc".indexOf(column));
    let taken = 0, left = 0;
    cellsOf(text).forEach((cells, line) => {
      const named = rows.get((cells[0] || "").trim());
      const row = named || rows.get(order[first + line]);
      if (!row) { left += 1; return; }
      const targets = named ? ["n", "d", "c"] : columns;
      if (field(row, "k") && targets.some((one) => one !== "c")) { field(row, "k").checked = false; dim(row); }
      (named ? cells.slice(1) : cells).slice(0, targets.length).forEach((value, at) => {
        const input = field(row, targets[at]);
        if (input) input.value = value.trim().replace(/\s+/g, " ").slice(0, 500);
      });
      taken += 1;
      changed(row);
    });
    tell("is-waiting", `Đã dán ${taken} dòng${left ? `, ${left} dòng vượt quá cuối bảng` : ""}; đang lưu…`);
    plan(50);
  });

  /* --- Buttons, the connection, leaving. --- */
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    Object.values(pending).forEach((one) => { delete one.held; });
    if (!Object.keys(pending).length) tell("is-saved", savedAt ? `Đã lưu ${savedAt}` : "Không có gì thay đổi để lưu");
    flush(true);
  });
  document.querySelectorAll("[data-entry-leave]").forEach((link) => link.addEventListener("click", async (event) => {
    if (!Object.keys(pending).length || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (await flush(true)) location.assign(link.href);
  }));
  window.addEventListener("online", () => { if (Object.keys(pending).length) plan(100); });
  window.addEventListener("offline", () => tell("is-wrong", "Mất kết nối: cứ nhập tiếp, số được giữ trên máy này và tự gửi khi có mạng"));
  window.addEventListener("beforeunload", (event) => { if (Object.keys(pending).length && !keeps) event.preventDefault(); });
  window.addEventListener("pagehide", persist);

  /* --- What an earlier visit could not save comes back into the grid. --- */
  rows.forEach(dim);
  tell("", "Chưa có gì thay đổi");
  const earlier = remembered();
  let restored = 0;
  Object.entries(earlier).forEach(([key, typed]) => {
    const row = rows.get(key);
    if (!row || !typed || same(typedIn(row), typed)) return;
    put(row, typed);
    delete typed.held;
    pending[key] = typed;
    mark(row, "is-unsaved");
    restored += 1;
  });
  persist();
  if (restored) { tell("is-waiting", `Lấy lại ${restored} dòng đã nhập trước đó trên máy này; đang lưu…`); plan(200); }
})();
