// The task beside the work: folded away it stays so on the next screen, because on a phone the work needs the room.
const KEY = "aufgabe-zu";

function fold() {
  const panel = document.querySelector(".task-fold");
  if (!panel || panel.dataset.ready) return;
  panel.dataset.ready = "1";
  const said = panel.querySelector("[role=status]");
  if (sessionStorage.getItem(KEY) && !said) panel.open = false;
  panel.addEventListener("toggle", () => {
    if (panel.open) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, "1");
  });
}

fold();
document.addEventListener("htmx:after:swap", fold);
