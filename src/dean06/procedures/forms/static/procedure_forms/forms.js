/* Shows and hides guarded questions as answers change, and gives officers keys. The server decides all the same:
   without this file every question of the page is there, with the words that say when to answer it. */
(function () {
  "use strict";
  const empty = (value) => value === undefined || value === null || value === "";

  /* The answer as typed, "" where the question is hidden; undefined when the page has no such control. */
  const answer = (form, name) => {
    const controls = Array.from(form.elements).filter((one) => one.name === name);
    if (!controls.length || name.endsWith("[]")) return undefined;
    const picked = controls.filter((one) => !one.closest("[data-when][hidden]") && ((one.type !== "radio" && one.type !== "checkbox") || one.checked));
    return picked.length ? picked[picked.length - 1].value.trim() : "";
  };
  const typed = (text, like) => {
    if (typeof like === "boolean") return text === "yes" ? true : text === "no" ? false : text;
    if (typeof like === "number") return /^-?[\d.\s]+$/.test(text) ? Number(text.replace(/[.\s]/g, "")) : NaN;
    const day = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
    return day ? `${day[3]}-${day[2].padStart(2, "0")}-${day[1].padStart(2, "0")}` : text;
  };
  const holds = (form, part) => {
    const text = answer(form, part.f);
    if (text === undefined) return part.ok; /* locked, on another page, or of any item: as the server judged */
    if (part.op === "present") return empty(text) !== Boolean(part.v);
    if (empty(text)) return part.op === "ne" || part.op === "not_in";
    const list = Array.isArray(part.v) ? part.v : [part.v];
    const value = typed(text, list[0]);
    if (part.op === "eq" || part.op === "in") return list.includes(value);
    if (part.op === "ne" || part.op === "not_in") return !list.includes(value);
    if (part.op === "lt") return value < part.v;
    if (part.op === "lte") return value <= part.v;
    if (part.op === "gt") return value > part.v;
    return value >= part.v;
  };
  /* Guards may hang on each other, so a few rounds until nothing changes. */
  const settle = (root) => {
    const form = root.closest("form");
    if (!form) return;
    for (let round = 0; round < 6; round += 1) {
      let changed = false;
      root.querySelectorAll("[data-when]").forEach((part) => {
        const hide = !JSON.parse(part.dataset.when).every((one) => holds(form, one));
        if (part.hidden !== hide) { part.hidden = hide; changed = true; }
      });
      if (!changed) return;
    }
  };
  const all = () => document.querySelectorAll("[data-guarded-form]").forEach(settle);

  ["input", "change"].forEach((kind) => document.addEventListener(kind, (event) => {
    const root = event.target.closest("[data-guarded-form]");
    if (root) settle(root);
  }));
  document.addEventListener("htmx:afterSettle", (event) => {
    all();
    const group = event.target.closest(".form-group") || document.getElementById(event.target.id);
    const titles = group ? group.querySelectorAll(".form-item__title") : [];
    if (titles.length) titles[titles.length - 1].focus();
  });

  document.addEventListener("keydown", (event) => {
    const root = document.querySelector(".form-long");
    if (!root) return;
    if (event.ctrlKey && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "s") {
      event.preventDefault();
      root.querySelector("[data-form-save]").click();
    } else if (event.altKey && (event.key === "PageDown" || event.key === "PageUp")) {
      event.preventDefault();
      const sections = Array.from(root.querySelectorAll("[data-section]")).filter((one) => !one.hidden);
      const here = sections.findIndex((one) => one.contains(document.activeElement));
      const next = event.key === "PageDown" ? Math.min(here + 1, sections.length - 1) : Math.max(here - 1, 0);
      const target = sections[next];
      if (!target) return;
      const field = target.querySelector("input:not([type=hidden]), select, textarea");
      (field || target.querySelector("h2")).focus();
      target.scrollIntoView({ block: "start" });
    }
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all); else all();
})();
