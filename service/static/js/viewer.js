// A value touched lights its box on the page, a box touched lights its value. The links themselves work without this.
const reduced = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

function light(key) {
  for (const lit of document.querySelectorAll("[data-spot].lit")) lit.classList.remove("lit");
  if (key) for (const part of document.querySelectorAll(`[data-spot="${CSS.escape(key)}"]`)) part.classList.add("lit");
}

const partOf = (target) => (target instanceof Element ? target.closest("[data-spot]") : null);

document.addEventListener("pointerover", (event) => {
  const part = partOf(event.target);
  if (part) light(part.dataset.spot);
});
document.addEventListener("focusin", (event) => {
  const part = partOf(event.target);
  if (part) light(part.dataset.spot);
});
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[href*='#kasten-'], a.spot") : null;
  if (!link) return;
  const href = link.getAttribute("href");
  const goal = document.getElementById(href.slice(href.indexOf("#") + 1));
  if (!goal) return; // the box is on a page that is not shown: follow the link
  event.preventDefault();
  light(goal.closest("[data-spot]")?.dataset.spot);
  goal.scrollIntoView({ block: "center", behavior: reduced ? "auto" : "smooth" });
  (goal.closest("a") ?? goal.querySelector("a, input"))?.focus({ preventScroll: true });
});

// Who touched a value before this file was there followed the link: its box is lit now.
if (window.location.hash.startsWith("#kasten-")) {
  const goal = document.getElementById(window.location.hash.slice(1));
  light(goal?.closest("[data-spot]")?.dataset.spot);
}
