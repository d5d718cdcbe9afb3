/* Turns the pages of the wall and fetches fresh figures. Whoever asks their computer for less motion turns the pages
   by hand, and so does whoever presses "Tạm dừng" or the space bar. Without this file all pages stand on one. */
(function () {
  "use strict";
  const body = document.querySelector("[data-wall]");
  if (!body) return;
  const seconds = Number(body.dataset.seconds) || 15, refresh = Number(body.dataset.refresh) || 300;
  const pause = body.querySelector("[data-wall-pause]"), next = body.querySelector("[data-wall-next]");
  const dots = body.querySelector("[data-wall-dots]");
  let pages = [], shown = 0, since = Date.now(), loaded = Date.now(), asking = false;
  let paused = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  const show = (index) => {
    shown = (index + pages.length) % pages.length;
    since = Date.now();
    pages.forEach((page, place) => page.classList.toggle("is-shown", place === shown));
    dots.textContent = pages.map((_, place) => (place === shown ? "●" : "○")).join("");
  };
  const collect = () => { pages = Array.from(body.querySelectorAll(".wall__page")); };
  const label = () => {
    pause.textContent = paused ? "Chạy tiếp" : "Tạm dừng";
    pause.setAttribute("aria-pressed", String(paused));
  };
  /* Fresh figures take the place of the old ones between two pages; when the network fails the old ones stay, and their
     time of day says how old they are. */
  const renew = () => {
    if (asking) return;
    asking = true;
    fetch(window.location.href, { credentials: "same-origin", headers: { Accept: "text/html" } })
      .then((answer) => { if (answer.redirected || !answer.ok) throw new Error("no page"); return answer.text(); })
      .then((text) => {
        const fresh = new DOMParser().parseFromString(text, "text/html");
        const main = fresh.querySelector("main"), head = fresh.querySelector(".wall__place");
        if (!main || !head) return;
        body.querySelector("main").replaceWith(document.importNode(main, true));
        body.querySelector(".wall__place").replaceWith(document.importNode(head, true));
        collect();
        show(Math.min(shown, pages.length - 1));
        loaded = Date.now();
      })
      .catch(() => { loaded = Date.now() - (refresh - 30) * 1000; })
      .finally(() => { asking = false; });
  };

  collect();
  if (!pages.length) return;
  body.classList.add("wall--turning");
  [pause, next].forEach((button) => { button.hidden = false; });
  label();
  show(0);
  pause.addEventListener("click", () => { paused = !paused; since = Date.now(); label(); });
  next.addEventListener("click", () => show(shown + 1));
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("a, button")) return;
    if (event.key === "ArrowRight") show(shown + 1);
    else if (event.key === "ArrowLeft") show(shown - 1);
    else if (event.key === " ") { event.preventDefault(); pause.click(); }
  });
  setInterval(() => {
    if (Date.now() - loaded >= refresh * 1000) renew();
    if (!paused && Date.now() - since >= seconds * 1000) show(shown + 1);
  }, 1000);
})();
