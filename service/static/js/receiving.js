// Counting with one hand: a button fills in what is still open, for one line or for all.
function fill(input) {
  input.value = input.dataset.open;
}

document.querySelectorAll("[data-fill]").forEach((button) => {
  button.addEventListener("click", () => fill(button.closest(".count-row").querySelector("[data-open]")));
});

document.querySelector("[data-all]")?.addEventListener("click", (event) => {
  event.preventDefault();
  document.querySelectorAll(".goods [data-open]").forEach((input) => {
    if (input.dataset.open && !input.value) fill(input);
  });
});
