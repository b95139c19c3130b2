// The box in the head as a combobox: suggestions from the server, recent searches from this browser. It searches without this, too.
import { announce } from "./main.js";

const box = document.getElementById("suchfeld");
const list = document.getElementById("vorschlaege");
const KEPT = "mappe-letzte-suchen";
let at = -1;

const options = () => [...list.children];

function recent() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
    return Array.isArray(kept) ? kept.filter((text) => typeof text === "string").slice(0, 5) : [];
  } catch {
    return []; // storage is switched off or spoilt: there are no recent searches
  }
}

function remember(text) {
  if (!text) return;
  try {
    localStorage.setItem(KEPT, JSON.stringify([text, ...recent().filter((other) => other !== text)].slice(0, 5)));
  } catch {
    // storage is switched off or full: nothing is kept
  }
}

function close() {
  list.hidden = true;
  at = -1;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

function open() {
  at = -1;
  box.removeAttribute("aria-activedescendant");
  const count = options().length;
  const active = document.activeElement === box && count > 0;
  list.hidden = !active;
  box.setAttribute("aria-expanded", String(active));
  if (active) announce(count === 1 ? "1 Vorschlag" : `${count} Vorschläge`);
}

function option(text, note, place) {
  const item = document.createElement("li");
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.id = `vorschlag-${place}`;
  for (const [content, style] of [[text, ""], [note, "fine"]]) {
    const part = document.createElement("span");
    part.textContent = content;
    part.className = style;
    item.append(part, " ");
  }
  return item;
}

function offerRecent() {
  const items = recent().map((text, place) => {
    const item = option(text, "zuletzt gesucht", place + 1);
    item.dataset.href = `/suche?q=${encodeURIComponent(text)}`;
    return item;
  });
  if (items.length) {
    const last = option("Letzte Suchen vergessen", "", items.length + 1);
    last.dataset.forget = "ja";
    items.push(last);
  }
  list.replaceChildren(...items);
  open();
}

function choose(item) {
  if (item.dataset.forget) {
    try {
      localStorage.removeItem(KEPT);
    } finally {
      list.replaceChildren();
      close();
    }
  } else {
    window.location.assign(item.dataset.href);
  }
}

function move(step) {
  const items = options();
  if (list.hidden || !items.length) return false;
  if (at >= 0) items[at].setAttribute("aria-selected", "false");
  at = at + step < -1 ? items.length - 1 : at + step >= items.length ? -1 : at + step;
  if (at < 0) {
    box.removeAttribute("aria-activedescendant");
    return true;
  }
  items[at].setAttribute("aria-selected", "true");
  items[at].scrollIntoView({ block: "nearest" });
  box.setAttribute("aria-activedescendant", items[at].id);
  return true;
}

box.setAttribute("role", "combobox");
box.setAttribute("aria-autocomplete", "list");
box.setAttribute("aria-controls", list.id);
box.setAttribute("aria-expanded", "false");

document.addEventListener("htmx:after:swap", () => {
  if (box.value.trim() && list.children.length) open();
  else close();
});
box.addEventListener("input", () => {
  if (!box.value.trim()) offerRecent();
});
box.addEventListener("click", () => {
  if (!box.value.trim() && list.hidden) offerRecent();
});
box.addEventListener("blur", close);
list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus until the click is through
list.addEventListener("click", (event) => {
  const item = event.target.closest("[role=option]");
  if (item) choose(item);
});
box.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Escape" && !list.hidden) {
    event.stopPropagation();
    close();
  } else if (event.key === "ArrowDown" && list.hidden && !box.value.trim()) {
    event.preventDefault();
    offerRecent();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (move(event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
  } else if (event.key === "Enter" && at >= 0) {
    event.preventDefault();
    choose(options()[at]);
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target instanceof Element && event.target.matches("input, textarea, select")) return;
  event.preventDefault();
  box.focus();
  box.select();
});

// From the box to what was found and through it with the arrows; above the first is the box again.
document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const found = [...document.querySelectorAll("a.hit")];
  const here = document.activeElement === box ? -1 : found.indexOf(document.activeElement);
  if (!found.length || (here < 0 && (document.activeElement !== box || step < 0))) return;
  event.preventDefault();
  (found[Math.min(here + step, found.length - 1)] ?? box).focus();
});

// What was found is worth remembering, what was mistyped is not.
if (window.location.pathname === "/suche" && document.getElementById("treffer-zahl")) remember(box.value.trim());
// The facets are a menu: Escape closes the open one.
document.addEventListener("keydown", (event) => {
  const facet = event.key === "Escape" && event.target instanceof Element ? event.target.closest("details.facet[open]") : null;
  if (!facet) return;
  facet.open = false;
  facet.querySelector("summary").focus();
});

// What was typed before the page was ready counts, too.
document.addEventListener("DOMContentLoaded", () =>
  setTimeout(() => {
    if (document.activeElement === box && box.value !== box.defaultValue) box.dispatchEvent(new Event("input", { bubbles: true }));
  }),
);
