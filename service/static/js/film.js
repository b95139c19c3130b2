// A film on a screen: says so when this browser can not play it, jumps to chapters, and helps with cutting, stills and subtitles.
import { announce } from "./main.js";

const film = document.getElementById("film");
const failed = document.getElementById("film-fehler");

film?.addEventListener("error", () => {
  failed.hidden = false;
});
if (film?.error) failed.hidden = false;
// A picture that can not be decoded raises no error when the sound can be played.
film?.addEventListener("loadedmetadata", () => {
  if (!film.videoWidth) failed.hidden = false;
});

// Browsers stop at the end of a fragment only once; whoever presses play again gets the cut from its beginning.
const start = Number(film?.dataset.start || 0);
const end = Number(film?.dataset.end || 0);
film?.addEventListener("play", () => {
  if (end && film.currentTime >= end - 0.1) film.currentTime = start;
});
film?.addEventListener("timeupdate", () => {
  if (end && !film.paused && film.currentTime >= end) film.pause();
});

for (const link of document.querySelectorAll("[data-seek]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    film.currentTime = Number(link.dataset.seek);
    film.play();
    film.scrollIntoView({ block: "nearest" });
  });
}

function clock(seconds) {
  const tenths = Math.round(seconds * 10);
  const rest = tenths % 600;
  const part = rest % 10 ? `,${rest % 10}` : "";
  return `${Math.floor(tenths / 600)}:${String(Math.floor(rest / 10)).padStart(2, "0")}${part}`;
}

for (const button of document.querySelectorAll("[data-now]")) {
  button.addEventListener("click", () => {
    document.getElementById(button.dataset.now).value = clock(film.currentTime);
    announce(`Übernommen: ${clock(film.currentTime)}`);
  });
}
for (const button of document.querySelectorAll("[data-line]")) {
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.line);
    field.value = `${field.value.trimEnd()}${field.value.trim() ? "\n" : ""}${clock(film.currentTime)} `;
    field.focus();
    field.selectionStart = field.value.length;
  });
}
for (const input of document.querySelectorAll("[data-into]")) {
  input.addEventListener("change", async () => {
    if (input.files[0]) document.getElementById(input.dataset.into).value = await input.files[0].text();
  });
}

const still = document.querySelector("[data-still]");

function drawn() {
  const canvas = document.createElement("canvas");
  const shrink = Math.min(1, 960 / film.videoWidth);
  canvas.width = Math.round(film.videoWidth * shrink);
  canvas.height = Math.round(film.videoHeight * shrink);
  canvas.getContext("2d").drawImage(film, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.8));
}

async function keep() {
  if (!film.videoWidth) return;
  const blob = await drawn();
  const answer = await fetch(still.dataset.still, { method: "POST", body: blob });
  if (!answer.ok) {
    announce("Das Standbild ließ sich nicht speichern.");
    return;
  }
  // The page was made before the still was kept: saving its form must not look like somebody else's change.
  const stand = document.querySelector("[name=stand]");
  stand.value = answer.headers.get("X-Stand") ?? stand.value;
  film.poster = `${still.dataset.still}?${Date.now()}`;
  announce("Das Standbild ist gespeichert.");
}

still?.addEventListener("click", keep);
// A new film gets a still without being asked: not the very first picture, which is black or blurred more often than not.
async function first() {
  film.addEventListener("seeked", async () => {
    await keep();
    film.currentTime = 0;
  }, { once: true });
  film.currentTime = Number.isFinite(film.duration) ? Math.min(1, film.duration / 2) : 0.5;
}
if (still && !still.dataset.there) {
  if (film.readyState >= 2) first();
  else film.addEventListener("loadeddata", first, { once: true });
}
