// While marks are set between pages, shows what papers they make. Everything else on the screen is plain forms.
const form = document.getElementById("teilen");
const goal = document.getElementById("vorschau");
let asked = 0;

async function preview() {
  const turn = ++asked;
  const answer = await fetch(`${form.dataset.preview}?${new URLSearchParams(new FormData(form))}`);
  const text = await answer.text();
  if (answer.ok && turn === asked) goal.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
}

// A change event of a box outside the form element does not bubble through the form, only through the page.
document.addEventListener("change", (event) => {
  if (event.target.form === form && event.target.type === "checkbox") preview();
});

// Marks may have been set before this script was there, or by the browser that came back to the page.
if (form) preview();
