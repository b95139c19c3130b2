// Keys of the Klärung. Letters act only while no field is being written in; Enter in a field saves, as in every form.
const form = document.getElementById("entscheidung");

function act(element) {
  if (element.dataset.focus) {
    const field = document.getElementById(element.dataset.focus);
    field.focus();
    field.select();
  } else {
    element.click();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target instanceof Element ? event.target : document.body;
  if (target.matches("input, textarea, select")) return;
  if (event.key === "?") {
    window.location.assign("/hilfe#tasten");
    return;
  }
  if (event.key === "Enter" && target.closest("a, button, summary")) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const element = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!element) return;
  event.preventDefault();
  act(element);
});

for (const button of document.querySelectorAll("[data-focus]")) button.addEventListener("click", () => act(button));

// Enter in the order field must not press the first suggestion, which the browser takes for the form's default button.
form?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("input")) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector('[name="tun"]'));
});
