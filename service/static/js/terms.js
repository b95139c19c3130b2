// Words of the trade on a screen are explained where they stand: by pointing, by the keyboard, by a tap. Esc closes.
const PLACES = "main p, main li, main dd, main td, .task p, .task li";
const NOT_IN = "a, button, label, summary, select, textarea, input, code, kbd, mark, time, h1, h2, h3, svg, video, .viewer, .page, .glossary, .term, [hidden], .fine .number";
const MOST = 8;
let known = null;
let box = null;
let shown = null;

async function words() {
  known ??= await (await fetch("/hilfe/woerter.json")).json();
  return known;
}

function pattern(list) {
  const names = list.flatMap((each) => [each.wort, ...each.formen]).sort((a, b) => b.length - a.length);
  const escaped = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`(?<![\\p{L}\\d-])(${escaped.join("|")})(?![\\p{L}\\d-])`, "u");
}

function mark(list) {
  const find = pattern(list);
  const meaning = new Map(list.flatMap((each) => [each.wort, ...each.formen].map((name) => [name, each])));
  const done = new Set([...document.querySelectorAll(".term")].map((each) => each.dataset.wort));
  for (const place of document.querySelectorAll(PLACES)) {
    if (done.size >= MOST) return;
    if (place.checkVisibility?.() === false) continue; // folded away
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node && done.size < MOST; node = walker.nextNode()) {
      const hit = find.exec(node.data);
      const each = hit && meaning.get(hit[0]);
      if (!each || done.has(each.wort) || node.parentElement.closest(NOT_IN)) continue;
      done.add(each.wort);
      node.splitText(hit.index + hit[0].length);
      node.splitText(hit.index).replaceWith(term(hit[0], each));
    }
  }
}

function term(text, each) {
  const made = document.createElement("span");
  made.className = "term";
  made.tabIndex = 0;
  made.role = "button";
  made.dataset.wort = each.wort;
  made.dataset.heisst = each.heisst;
  made.setAttribute("aria-describedby", "wort-erklaerung");
  made.textContent = text;
  // Here and not on the page: Enter on a word must not file the paper that is shown.
  made.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    show(made);
  });
  return made;
}

function show(made) {
  if (shown === made) return;
  box ??= document.body.appendChild(Object.assign(document.createElement("div"), { className: "term-box", id: "wort-erklaerung", role: "tooltip" }));
  shown = made;
  box.textContent = `${made.dataset.wort}: ${made.dataset.heisst}`;
  box.hidden = false;
  const at = made.getBoundingClientRect();
  const left = Math.min(at.left, document.documentElement.clientWidth - box.offsetWidth - 8);
  const below = at.bottom + box.offsetHeight + 8 < window.innerHeight;
  box.style.setProperty("--links", `${Math.max(8, left) + window.scrollX}px`);
  box.style.setProperty("--oben", `${(below ? at.bottom + 2 : at.top - box.offsetHeight - 2) + window.scrollY}px`);
}

function hide() {
  if (box) box.hidden = true;
  shown = null;
}

const over = (event) => event.target.closest?.(".term, .term-box");
document.addEventListener("pointerover", (event) => {
  const made = over(event);
  if (made?.matches(".term")) show(made);
});
document.addEventListener("pointerout", (event) => {
  if (shown && over(event) && !event.relatedTarget?.closest?.(".term, .term-box") && document.activeElement !== shown) hide();
});
document.addEventListener("focusin", (event) => (event.target.matches?.(".term") ? show(event.target) : hide()));
document.addEventListener("click", (event) => (over(event)?.matches(".term") ? show(over(event)) : over(event) || hide()));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hide();
});

async function start() {
  try {
    mark(await words());
  } catch {
    // Without the list the screen says what it always said; the page of words is still there.
  }
}

start();
document.addEventListener("htmx:after:swap", start);
