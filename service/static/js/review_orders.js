// Orders offered while a number, customer or title is typed. Arrows choose, Enter takes the chosen one, a second Enter files.
let asked = 0;
let pending = null;

const field = () => document.getElementById("auftrag");
const list = () => document.getElementById("auftrag-liste");
const open = () => list() && !list().hidden;
const last = () => field().value.split(/[,;]\s*/).pop().trim();

function close() {
  if (!list()) return;
  list().hidden = true;
  field().setAttribute("aria-expanded", "false");
  field().removeAttribute("aria-activedescendant");
}

function choose(at) {
  const options = [...list().children];
  const index = (at + options.length) % options.length;
  options.forEach((option, n) => option.setAttribute("aria-selected", String(n === index)));
  field().setAttribute("aria-activedescendant", options[index].id);
  options[index].scrollIntoView({ block: "nearest" });
}

function take(option) {
  const before = field().value.split(/([,;]\s*)/);
  before[before.length - 1] = option.dataset.number;
  field().value = before.join("");
  close();
}

async function offer() {
  const typed = last();
  const turn = ++asked;
  if (typed.length < 2) {
    close();
    return;
  }
  const answer = await fetch(`/klaerung/auftraege?q=${encodeURIComponent(typed)}`);
  const orders = answer.ok ? await answer.json() : [];
  if (turn !== asked || !field()) return;
  const exact = orders.length === 1 && orders[0].nummer === typed;
  list().replaceChildren(
    ...orders.map((order, n) => {
      const option = document.createElement("li");
      option.id = `auftrag-${n}`;
      option.setAttribute("role", "option");
      option.dataset.number = order.nummer;
      const number = document.createElement("strong");
      number.textContent = order.nummer;
      const text = document.createElement("span");
      text.className = "fine";
      text.textContent = order.text;
      option.append(number, text);
      return option;
    }),
  );
  if (!orders.length || exact) {
    close();
    return;
  }
  list().hidden = false;
  field().setAttribute("aria-expanded", "true");
  choose(0);
}

document.addEventListener("input", (event) => {
  if (event.target.id !== "auftrag") return;
  const now = offer().catch(close).finally(() => {
    if (pending === now) pending = null;
  });
  pending = now;
});
document.addEventListener("focusout", (event) => {
  if (event.target.id === "auftrag") setTimeout(close, 200);
});
document.addEventListener("pointerdown", (event) => {
  const option = event.target instanceof Element ? event.target.closest("#auftrag-liste li") : null;
  if (!option) return;
  event.preventDefault();
  take(option);
});
document.addEventListener(
  "keydown",
  (event) => {
    if (event.target.id !== "auftrag") return;
    if (event.key === "Enter" && pending) {
      // Typed faster than the answer comes: the paper must not be filed under half a number.
      event.preventDefault();
      event.stopImmediatePropagation();
      pending.then(() => {
        if (open()) take(list().querySelector('[aria-selected="true"]'));
        else field().form.requestSubmit(field().form.querySelector('[name="tun"]'));
      });
      return;
    }
    if (!open()) return;
    const at = [...list().children].findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      event.stopImmediatePropagation();
      take(list().children[at]);
    } else if (event.key === "Escape") {
      event.stopImmediatePropagation();
      close();
    }
  },
  { capture: true },
);
