/* The review page: both panes follow each other, keys, and what htmx needs to know. The page works without this file. */
(function () {
  "use strict";
  const found = document.querySelector(".review__found");
  const source = document.querySelector(".review__source");
  if (!found || !source) return;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const list = () => document.getElementById("task-list");
  const items = () => Array.from(document.querySelectorAll(".task-item"));
  let current = "", askedInState = false;

  /* --- Linked both ways ------------------------------------------------------------------------------------------ */

  /* Scrolls the pane only; where panes are stacked (phones) the window too, and only when asked. */
  const reveal = (pane, element, moveWindow) => {
    const { overflowY, position } = getComputedStyle(pane);
    /* A long way is jumped: watching pages fly by takes time and tells nothing. */
    const gently = (distance) => (calm || Math.abs(distance) > 2 * window.innerHeight ? "auto" : "smooth");
    if (position === "static" && moveWindow) {
      element.scrollIntoView({ block: "start", behavior: gently(element.getBoundingClientRect().top) });
      return;
    }
    if (overflowY === "visible" || pane.scrollHeight <= pane.clientHeight + 1) return;
    const state = pane.querySelector(".review__progress");
    const room = state && pane === found ? state.offsetHeight : 0;
    const top = pane.scrollTop + element.getBoundingClientRect().top - pane.getBoundingClientRect().top - room - 12;
    pane.scrollTo({ top, behavior: gently(top - pane.scrollTop) });
  };
  /* The passage that a task's line lies in starts at that line or last before it. */
  const passageOf = (line) => {
    const exact = document.getElementById(`d${line}`);
    if (exact) return exact;
    let best = null;
    source.querySelectorAll("[id^=d]").forEach((one) => { if (Number(one.id.slice(1)) <= line) best = one; });
    return best;
  };
  const highlight = (classes) => {
    document.querySelectorAll(".is-linked, .is-current").forEach((one) => one.classList.remove("is-linked", "is-current"));
    classes.forEach(([element, name]) => element && element.classList.add(name));
  };
  const goToTask = (item, moveWindow) => {
    if (!item) return;
    current = item.id;
    const passage = passageOf(Number(item.dataset.line));
    highlight([[item, "is-current"], [passage, "is-linked"]]);
    reveal(found, item, moveWindow);
    if (passage) reveal(source, passage, false);
  };
  const goToPassage = (passage, moveWindow) => {
    const linked = items().filter((item) => passageOf(Number(item.dataset.line)) === passage);
    current = linked.length ? linked[0].id : current;
    highlight([[passage, "is-linked"], ...linked.map((item) => [item, "is-current"])]);
    reveal(source, passage, moveWindow);
    if (linked.length) reveal(found, linked[0], false);
  };
  const goTo = (id, moveWindow) => {
    const target = document.getElementById(id);
    if (!target) return false;
    if (target.matches(".task-item")) goToTask(target, moveWindow);
    else if (source.contains(target)) goToPassage(target, moveWindow);
    else { highlight([[target, "is-linked"]]); reveal(found, target, moveWindow); }
    return true;
  };
  const focusOn = (item) => { const card = item && item.querySelector(".task-card"); if (card) card.focus({ preventScroll: true }); };

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest(".review a[href^='#']");
    if (!link) return;
    const id = link.hasAttribute("data-next-open") ? (nextOpen() || {}).id : link.getAttribute("href").slice(1);
    if (!id || !goTo(id, true)) return;
    event.preventDefault();
    history.replaceState(history.state, "", `#${id}`);
    const target = document.getElementById(id);
    if (target.matches(".task-item")) focusOn(target);
    else { target.tabIndex = -1; target.focus({ preventScroll: true }); }
  });
  if (location.hash) goTo(location.hash.slice(1), false);
  window.addEventListener("hashchange", () => goTo(location.hash.slice(1), true));
  found.addEventListener("focusin", (event) => {
    const item = event.target.closest(".task-item");
    if (item && item.id !== current) {
      current = item.id;
      highlight([[item, "is-current"], [passageOf(Number(item.dataset.line)), "is-linked"]]);
    }
  });

  /* --- Keys ------------------------------------------------------------------------------------------------------ */

  /* Single keys can be switched off (WCAG 2.1.4); the browser remembers it. */
  const keySwitch = document.querySelector("[data-keys-switch]");
  const remembered = (value) => {
    try { if (value === undefined) return localStorage.getItem("review-keys"); localStorage.setItem("review-keys", value); } catch { /* storage is off */ }
    return null;
  };
  if (keySwitch) {
    keySwitch.checked = remembered() !== "off";
    keySwitch.addEventListener("change", () => remembered(keySwitch.checked ? "on" : "off"));
  }
  const shown = () => items().filter((item) => item.offsetParent !== null);
  const place = (all) => all.findIndex((item) => item.id === current);
  const nextOpen = () => {
    const all = shown(), at = place(all);
    const open = (item) => item.hasAttribute("data-open") && !item.querySelector(".is-editing");
    return all.slice(at + 1).find(open) || all.find(open);
  };
  const step = (item) => { if (item) { goToTask(item, true); focusOn(item); } };
  const keys = {
    j: () => { const all = shown(); step(all[Math.min(place(all) + 1, all.length - 1)]); },
    k: () => { const all = shown(); step(all[Math.max(place(all) - 1, 0)]); },
    n: () => step(nextOpen()),
    e: () => press("e"),
    x: () => press("x"),
  };
  const press = (key) => {
    const item = document.getElementById(current);
    const control = item && item.querySelector(`[data-key="${key}"]`);
    if (control) control.click();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.isContentEditable || /^(input|textarea|select)$/i.test(event.target.tagName);
    if (event.key === "Escape" && !event.defaultPrevented) {
      const cancel = event.target.closest && event.target.closest(".task-card.is-editing [data-cancel], .task-card.is-editing");
      const link = cancel && cancel.closest(".task-card").querySelector("[data-cancel]");
      const form = link && link.closest("form");
      if (link && !(form && form.dataset.touched)) link.click();
      return;
    }
    if (typing && event.target.type !== "checkbox") return;
    if (!list() || (keySwitch && !keySwitch.checked) || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });
  /* Escape leaves a card's form, but not one in which something was typed. */
  found.addEventListener("input", (event) => { if (event.target.form) event.target.form.dataset.touched = "1"; });

  /* --- htmx ------------------------------------------------------------------------------------------------------ */

  const wholePage = (text) => /^\s*<!doctype/i.test(text || "");
  const say = (element, sentence) => {
    const item = element && element.closest && element.closest(".task-item");
    const slot = (item && document.getElementById(item.id.replace("nv-", "tin-"))) || document.getElementById("tin-van-ban");
    if (!slot) return;
    const box = document.createElement("div"), text = document.createElement("p");
    box.className = "alert alert--danger";
    box.setAttribute("role", "alert");
    text.textContent = sentence;
    box.append(text);
    slot.replaceChildren(box);
  };
  document.addEventListener("htmx:beforeRequest", (event) => {
    const item = event.target.closest(".task-item");
    askedInState = Boolean(event.target.closest("#review-state"));
    if (item) { item.setAttribute("aria-busy", "true"); current = item.id; }
    /* What was said of the step before is no longer news. */
    document.querySelectorAll("#review-said, #tin-van-ban").forEach((one) => one.replaceChildren());
  });
  document.addEventListener("htmx:afterRequest", () => { items().forEach((item) => item.removeAttribute("aria-busy")); });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, serverResponse, requestConfig } = event.detail;
    if (wholePage(serverResponse)) {
      /* Not a part of this page: the session ended (sign-in page), or the server failed before the view. */
      event.detail.shouldSwap = false;
      event.detail.isError = false;
      if (xhr.status < 400) { location.reload(); return; }
      say(requestConfig.elt, "Thao tác chưa thực hiện được, nội dung chưa được ghi. Hãy tải lại trang rồi thử lại.");
      return;
    }
    /* Refusals are sentences to be shown where the officer works. */
    if (xhr.status >= 400 && serverResponse) { event.detail.shouldSwap = true; event.detail.isError = false; }
  });
  const unreachable = (event) => say(event.detail.elt, "Không kết nối được máy chủ, nội dung chưa được ghi. Hãy kiểm tra mạng rồi thử lại.");
  document.addEventListener("htmx:sendError", unreachable);
  document.addEventListener("htmx:timeout", unreachable);
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    /* A form that somebody is filling in stays; opened parts stay open. */
    const target = event.detail.target, fragment = event.detail.fragment;
    if (target.matches && target.matches(".task-item") && target.querySelector(".is-editing") && !(event.detail.elt && event.detail.elt.contains(target)) && fragment.querySelector && fragment.querySelector(".task-item")) event.detail.shouldSwap = false;
    if (target.id !== "review-state") return;
    target.querySelectorAll("details[data-keep-open]").forEach((before) => {
      const after = fragment.querySelector(`details[data-keep-open="${before.dataset.keepOpen}"]`);
      if (after) after.open = before.open;
    });
  });
  document.addEventListener("htmx:afterSettle", () => {
    const item = document.getElementById(current);
    if (item) highlight([[item, "is-current"], [passageOf(Number(item.dataset.line)), "is-linked"]]);
    if (document.activeElement && document.activeElement !== document.body) return;
    /* The focus was in what went away: it goes to what came instead. */
    if (askedInState) {
      const next = document.querySelector("#review-state summary, #review-state [data-next-open]");
      if (next) next.focus({ preventScroll: true });
      return;
    }
    if (!item) return;
    const first = item.querySelector(".is-editing textarea, .is-editing input:not([type=hidden])");
    if (!first) { focusOn(item); return; }
    /* The form is longer than the card that it replaced: begin at its top. */
    if (item.getBoundingClientRect().top < Math.max(found.getBoundingClientRect().top, 0)) reveal(found, item, true);
    first.focus({ preventScroll: true });
  });
  document.addEventListener("htmx:load", (event) => {
    /* A task made of a passage opens with its form: lead there. */
    const made = event.target.matches && event.target.matches(".task-item") && event.target.querySelector(".is-editing");
    if (made && event.target.id !== current) { goToTask(event.target, true); made.querySelector("textarea").focus({ preventScroll: true }); }
  });
})();
