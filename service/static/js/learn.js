// The task beside the work: folded away it stays so on the next screen, because on a phone the work needs the room.
const KEY = "aufgabe-zu";

const panel = document.querySelector(".task-fold");
const said = panel?.querySelector("[role=status]")?.textContent.trim();
if (panel && sessionStorage.getItem(KEY) && !said) panel.open = false;

// Caught on its way down: the event does not rise, and what htmx brings in has no listener of its own.
document.addEventListener("toggle", (event) => {
  if (!event.target.matches?.(".task-fold")) return;
  if (event.target.open) sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, "1");
}, true);
