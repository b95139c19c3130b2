// A value shown where it stands: click a word or draw a box on the page (mouse, pen, finger), or go from word to word by arrow keys.
// The words fill the field that is armed: the last one that was entered, or whose cross hair was pressed.
import { announce } from "./main.js";

const SVG = "http://www.w3.org/2000/svg";
const known = new Map(); // address of a page's words → promise
let armed = ""; // key of the field
let drawing = null;
let cursor = null; // {overlay, list, at, from}
let early = []; // keys pressed while the words are still on their way

const input = (key) => document.getElementById(`feld-${key}`);
const number = () => document.getElementById("klaerung").dataset.number;

function words(page) {
  const address = `/belege/${number()}/seiten/${page}/woerter`;
  if (!known.has(address)) known.set(address, fetch(address).then((answer) => (answer.ok ? answer.json() : [])));
  return known.get(address);
}

function arm(key) {
  armed = key;
  document.getElementById("seiten")?.classList.toggle("pointing", Boolean(key));
  for (const row of document.querySelectorAll(".field-row.armed")) row.classList.remove("armed");
  input(key)?.closest(".field-row").classList.add("armed");
}

function frame(overlay, box) {
  let rect = overlay.querySelector(".pointer");
  if (!rect) {
    rect = document.createElementNS(SVG, "rect");
    rect.setAttribute("class", "pointer");
    overlay.append(rect);
  }
  const [x0, y0, x1, y1] = box;
  for (const [name, value] of Object.entries({ x: x0, y: y0, width: Math.max(1, x1 - x0), height: Math.max(1, y1 - y0) })) rect.setAttribute(name, value);
  return rect;
}

const unframe = () => document.querySelectorAll(".overlay .pointer").forEach((rect) => rect.remove());

function at(overlay, event) {
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(overlay.getScreenCTM().inverse());
  return [point.x, point.y];
}

const inside = (list, [x0, y0, x1, y1]) =>
  list.filter(([, a, b, c, d]) => (a + c) / 2 >= x0 && (a + c) / 2 <= x1 && (b + d) / 2 >= y0 && (b + d) / 2 <= y1);

const under = (list, [x, y]) => list.filter(([, a, b, c, d]) => x >= a - 2 && x <= c + 2 && y >= b - 2 && y <= d + 2);

const around = (list) => [Math.min(...list.map((w) => w[1])), Math.min(...list.map((w) => w[2])), Math.max(...list.map((w) => w[3])), Math.max(...list.map((w) => w[4]))];

async function fill(overlay, chosen) {
  const key = armed;
  const field = input(key);
  if (!field) return;
  if (!chosen.length) {
    announce("Dort steht kein gelesenes Wort.");
    return;
  }
  const page = overlay.closest("[data-page]").dataset.page;
  const box = around(chosen);
  frame(overlay, box);
  const raw = chosen.map((word) => word[0]).join(" ");
  // At once, so that the next key finds the field: what the words make in it is known a moment later.
  field.value = raw;
  field.focus({ preventScroll: true });
  field.form.elements[`ort_${key}`].value = `${page}:${box.map((side) => side.toFixed(1)).join(",")}`;
  const query = new URLSearchParams({ feld: key, text: raw });
  const answer = await fetch(`/belege/${number()}/wert?${query}`).then((reply) => reply.json());
  if (field.value === raw) field.value = answer.wert;
  const row = field.closest(".field-row");
  row.classList.add("shown");
  row.classList.toggle("doubtful", !answer.passt);
  announce(`${row.querySelector("label").textContent}: ${answer.wert}${answer.passt ? "" : ". Das passt nicht in dieses Feld, bitte prüfen"}.`);
}

// By mouse, pen, finger.
document.addEventListener("pointerdown", (event) => {
  const overlay = event.target instanceof Element ? event.target.closest(".pointing .overlay") : null;
  if (!overlay || !armed || event.button) return;
  event.preventDefault();
  overlay.setPointerCapture(event.pointerId);
  drawing = { overlay, start: at(overlay, event) };
});
document.addEventListener("pointermove", (event) => {
  if (!drawing) return;
  const [x, y] = at(drawing.overlay, event);
  const [a, b] = drawing.start;
  drawing.box = [Math.min(a, x), Math.min(b, y), Math.max(a, x), Math.max(b, y)];
  unframe();
  frame(drawing.overlay, drawing.box);
});
document.addEventListener("pointerup", async (event) => {
  if (!drawing) return;
  const { overlay, start, box } = drawing;
  drawing = null;
  unframe();
  const list = await words(overlay.closest("[data-page]").dataset.page);
  const drawn = box && box[2] - box[0] > 4 && box[3] - box[1] > 4;
  await fill(overlay, drawn ? inside(list, box) : under(list, at(overlay, event) ?? start).slice(0, 1));
});
document.addEventListener("pointercancel", () => {
  drawing = null;
  unframe();
});
// A box of evidence under the finger would otherwise lead away from the field.
document.addEventListener("click", (event) => {
  if (armed && event.target instanceof Element && event.target.closest(".pointing .overlay")) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, { capture: true });

// By keyboard.
async function begin(key) {
  arm(key);
  const spot = document.querySelector(`.overlay [data-spot="${CSS.escape(input(key).closest(".field-row").dataset.spot)}"] rect`);
  const overlay = spot?.closest(".overlay") ?? document.querySelector(".overlay");
  if (!overlay) return;
  document.body.dataset.pointing = "1";
  const list = await words(overlay.closest("[data-page]").dataset.page);
  if (!document.body.dataset.pointing) return;
  if (!list.length) {
    end();
    announce("Auf dieser Seite steht kein gelesenes Wort.");
    return;
  }
  const start = spot ? list.findIndex((word) => word[1] >= spot.x.baseVal.value && word[2] >= spot.y.baseVal.value - 2) : 0;
  cursor = { overlay, list, at: Math.max(0, start), from: Math.max(0, start) };
  overlay.closest("[data-page]").scrollIntoView({ block: "nearest" });
  move(0, false);
  for (const [key, shift] of early.splice(0)) if (cursor) steer(key, shift);
}

const middle = (word) => [(word[1] + word[3]) / 2, (word[2] + word[4]) / 2];

/** The next word up or down: the nearest one on another line. */
function beside(way) {
  const [x, y] = middle(cursor.list[cursor.at]);
  let best = cursor.at;
  let least = Infinity;
  cursor.list.forEach((word, n) => {
    const [a, b] = middle(word);
    const down = (b - y) * way;
    const cost = down > 4 ? down * 3 + Math.abs(a - x) : Infinity;
    if (cost < least) [best, least] = [n, cost];
  });
  return best;
}

function move(step, extend, target = null) {
  cursor.at = target ?? Math.min(Math.max(0, cursor.at + step), cursor.list.length - 1);
  if (!extend) cursor.from = cursor.at;
  const rect = frame(cursor.overlay, around(chosenWords()));
  rect.scrollIntoView({ block: "nearest" });
  announce(chosenWords().map((word) => word[0]).join(" "));
}

const chosenWords = () => cursor.list.slice(Math.min(cursor.from, cursor.at), Math.max(cursor.from, cursor.at) + 1);

function end() {
  cursor = null;
  early = [];
  delete document.body.dataset.pointing;
}

/** Does what a key means while a word is chosen; tells whether it means anything. */
function steer(key, shift) {
  if (key === "ArrowRight") move(1, shift);
  else if (key === "ArrowLeft") move(-1, shift);
  else if (key === "ArrowDown") move(0, shift, beside(1));
  else if (key === "ArrowUp") move(0, shift, beside(-1));
  else if (key === "Enter") {
    const { overlay } = cursor;
    const chosen = chosenWords();
    end();
    fill(overlay, chosen);
  } else if (key === "Escape") {
    const field = input(armed);
    end();
    unframe();
    field?.focus();
  }
}

document.addEventListener(
  "keydown",
  (event) => {
    if (!document.body.dataset.pointing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (cursor) steer(event.key, event.shiftKey);
    else early.push([event.key, event.shiftKey]);
  },
  { capture: true },
);

document.addEventListener("focusin", (event) => {
  const key = event.target instanceof Element ? event.target.dataset.field : "";
  if (key) arm(key);
  // Elsewhere on the form nothing is armed: the words of the page can be marked and copied again.
  else if (event.target instanceof Element && event.target.closest("#entscheidung, .more-acts") && !event.target.closest("[data-point]")) arm("");
});
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-point]") : null;
  if (!button) return;
  button.blur();
  begin(button.dataset.point);
});
document.addEventListener("klaerung:neu", () => {
  known.clear();
  end();
  armed = "";
});
