// A form with lines: a line that was added takes the focus; Enter in a filled last line adds the next one.
const lines = document.getElementById("zeilen");
const more = document.getElementById("weitere");

document.addEventListener("htmx:after:swap", (event) => {
  if (document.activeElement !== more && event.target !== lines && event.detail?.ctx?.target !== lines) return;
  lines.lastElementChild?.querySelector("input")?.focus();
});

lines?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
  const row = event.target.closest(".line-row");
  if (row !== lines.lastElementChild) return;
  event.preventDefault();
  if ([...row.querySelectorAll("input")].some((input) => input.value)) more.click();
});
