// What every screen needs: announcing what htmx brought in, and closing the person menu.
const announcer = document.getElementById("meldung");

export function announce(text) {
  if (text && announcer.textContent !== text) announcer.textContent = text;
}

document.addEventListener("htmx:after:swap", () => announce(document.getElementById("stand")?.dataset.meldung));

const menu = document.querySelector("details.person"); // not there before the login
document.addEventListener("click", (event) => {
  if (menu?.open && !menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (menu?.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (document.activeElement?.matches("input, textarea, select")) {
    document.activeElement.blur();
  }
});
