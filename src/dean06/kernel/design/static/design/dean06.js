/* Small conveniences of dean06. Every page works without this file; it only shortens the way.
   Behaviour hangs on data-* attributes, so that parts swapped in by htmx work as well. */
(function () {
  "use strict";
  document.documentElement.classList.add("js");

  const each = (root, selector, action) => {
    if (root.matches && root.matches(selector)) action(root);
    root.querySelectorAll(selector).forEach(action);
  };
  const typing = (element) => element && (element.isContentEditable || /^(input|textarea|select)$/i.test(element.tagName));

  /* Keys: "/" to the search field, "?" to the help page, and links or buttons with data-shortcut="x". */
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
        menu.open = false;
        if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      });
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    let target = null;
    if (event.key === "/") target = document.querySelector("[data-search-focus]");
    else if (event.key === "?") target = document.querySelector("[data-help]");
    else if (/^[a-z0-9]$/i.test(event.key)) target = document.querySelector(`[data-shortcut="${event.key.toLowerCase()}"]`);
    if (!target) return;
    event.preventDefault();
    if (typing(target)) { target.focus(); if (target.select) target.select(); } else target.click();
  });

  /* Menus close when one clicks elsewhere. */
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
    const copy = event.target.closest("[data-copy]");
    if (copy && navigator.clipboard) {
      navigator.clipboard.writeText(copy.dataset.copy).then(() => {
        const label = copy.querySelector("[data-copy-label]") || copy;
        const before = label.textContent;
        label.textContent = copy.dataset.copied || "Đã sao chép";
        setTimeout(() => { label.textContent = before; }, 2000);
      });
    }
    if (event.target.closest("[data-print]")) window.print();
  });

  /* A filter that applies itself: <select data-autosubmit>. */
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-autosubmit]")) event.target.form.requestSubmit();
    const all = event.target.closest("[data-select-all]");
    if (all) document.querySelectorAll(all.dataset.selectAll).forEach((box) => { box.checked = all.checked; });
  });

  /* Leaving a form with unsaved entries asks first; one submit is enough. */
  const changed = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && form.hasAttribute("data-unsaved")) changed.add(form);
  });
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    changed.delete(event.target);
    if (event.target.method !== "post" || event.target.hasAttribute("hx-post")) return;
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    event.target.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => { document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; }); });
  window.addEventListener("beforeunload", (event) => { if (changed.size) event.preventDefault(); });

  /* Files dropped on a field. */
  const fileDrop = (zone) => {
    const input = zone.querySelector("input[type=file]");
    const chosen = zone.querySelector(".file-drop__chosen");
    const tell = () => { chosen.textContent = Array.from(input.files).map((file) => file.name).join(", "); };
    input.addEventListener("change", tell);
    ["dragenter", "dragover"].forEach((kind) => zone.addEventListener(kind, (event) => { event.preventDefault(); zone.classList.add("is-over"); }));
    ["dragleave", "drop"].forEach((kind) => zone.addEventListener(kind, () => zone.classList.remove("is-over")));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
  };

  /* The search picker: an ARIA combobox over a JSON list. */
  let pickers = 0;
  const picker = (root) => {
    if (root.dataset.ready) return;
    root.dataset.ready = "1";
    const text = root.querySelector("input[type=text]");
    const code = root.querySelector("input[type=hidden]");
    const multiple = root.hasAttribute("data-multiple");
    const list = document.createElement("ul");
    const status = document.createElement("p");
    list.id = `picker-${++pickers}`;
    list.className = "picker__list";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    const label = text.labels && text.labels[0];
    list.setAttribute("aria-label", label ? label.textContent.trim() : "Kết quả tìm");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    text.after(list, status);
    text.setAttribute("role", "combobox");
    text.setAttribute("aria-autocomplete", "list");
    text.setAttribute("aria-expanded", "false");
    text.setAttribute("aria-controls", list.id);
    let results = [], current = -1, timer = 0, asked = 0;

    const close = () => { list.hidden = true; current = -1; text.setAttribute("aria-expanded", "false"); text.removeAttribute("aria-activedescendant"); };
    const mark = (index) => {
      current = index;
      Array.from(list.children).forEach((item, i) => item.setAttribute("aria-selected", String(i === index)));
      if (index >= 0) { text.setAttribute("aria-activedescendant", list.children[index].id); list.children[index].scrollIntoView({ block: "nearest" }); }
    };
    const choose = (result) => {
      if (multiple) {
        const box = document.createElement("input"), wrap = document.createElement("label");
        Object.assign(box, { type: "checkbox", name: root.dataset.name, value: result.value, checked: true });
        wrap.append(box, result.label);
        const chosen = root.querySelector(".picker__chosen");
        if (!Array.from(chosen.querySelectorAll("input")).some((one) => one.value === result.value)) chosen.append(wrap);
        text.value = "";
      } else {
        code.value = result.value; code.dataset.label = result.label; text.value = result.label;
      }
      close();
      root.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const show = (found) => {
      results = found;
      list.replaceChildren(...found.map((result, i) => {
        const item = document.createElement("li");
        item.id = `${list.id}-${i}`;
        item.setAttribute("role", "option");
        item.append(result.label);
        if (result.note) { const note = document.createElement("span"); note.className = "muted small"; note.textContent = ` ${result.note}`; item.append(note); }
        item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(result); });
        return item;
      }));
      status.textContent = found.length ? `${found.length} kết quả, dùng mũi tên để chọn` : "Không tìm thấy";
      list.hidden = !found.length;
      text.setAttribute("aria-expanded", String(!!found.length));
      mark(-1);
    };
    const ask = () => {
      const query = text.value.trim(), mine = ++asked;
      if (query.length < 1) { close(); return; }
      fetch(`${root.dataset.picker}${root.dataset.picker.includes("?") ? "&" : "?"}q=${encodeURIComponent(query)}`, { headers: { Accept: "application/json" }, credentials: "same-origin" })
        .then((answer) => (answer.ok ? answer.json() : { results: [] }))
        .then((found) => { if (mine === asked && document.activeElement === text) show(found.results || []); })
        .catch(() => close());
    };
    text.addEventListener("input", () => {
      if (code && text.value !== code.dataset.label) code.value = "";
      clearTimeout(timer); timer = setTimeout(ask, 150);
    });
    text.addEventListener("blur", () => setTimeout(close, 100));
    text.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) ask();
        else mark((current + (event.key === "ArrowDown" ? 1 : -1) + results.length) % results.length);
      } else if (event.key === "Enter" && !list.hidden && current >= 0) { event.preventDefault(); choose(results[current]); }
      else if (event.key === "Escape" && !list.hidden) { event.stopPropagation(); close(); }
    });
  };

  /* A table wider than its place can be scrolled with the keyboard. */
  const scrollable = (wrap) => {
    if (wrap.scrollWidth <= wrap.clientWidth + 1 || wrap.hasAttribute("tabindex")) return;
    const caption = wrap.querySelector("caption");
    wrap.tabIndex = 0;
    wrap.setAttribute("role", "region");
    wrap.setAttribute("aria-label", caption ? caption.textContent.trim() : "Bảng cuộn ngang");
  };
  const scrollers = ".table-wrap, .scroll-x, .split__pane--scroll";
  window.addEventListener("resize", () => each(document, scrollers, scrollable));

  const enhance = (root) => {
    each(root, "[data-drop]", fileDrop);
    each(root, "[data-picker]", picker);
    each(root, scrollers, scrollable);
    const focus = root.querySelector && root.querySelector("[data-focus]");
    if (focus) focus.focus();
  };
  enhance(document);
  document.addEventListener("htmx:load", (event) => { if (event.target !== document.body) enhance(event.target); });
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    if (token) event.detail.headers["X-CSRFToken"] = token[1];
  });
})();
