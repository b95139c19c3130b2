// Shows how far a film is on its way; without this script the form is sent all the same.
import { announce } from "./main.js";

const form = document.getElementById("film-abgabe");
const bar = document.getElementById("film-fortschritt");

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const button = form.querySelector("button[type=submit]");
  const request = new XMLHttpRequest();
  button.disabled = true;
  bar.hidden = false;
  announce("Das Video wird hochgeladen.");
  request.open("POST", form.action);
  request.upload.addEventListener("progress", (progress) => {
    bar.value = (100 * progress.loaded) / progress.total;
  });
  request.addEventListener("load", () => {
    if (request.status < 400) {
      window.location.assign(request.responseURL);
      return;
    }
    const answer = new DOMParser().parseFromString(request.responseText, "text/html");
    say(answer.querySelector("[role=alert] p")?.textContent ?? "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.");
  });
  request.addEventListener("error", () => say("Die Verbindung ist abgerissen. Bitte laden Sie das Video noch einmal hoch."));
  request.send(new FormData(form));

  function say(text) {
    button.disabled = false;
    bar.hidden = true;
    form.querySelector(".failed")?.remove();
    const line = document.createElement("p");
    line.className = "failed";
    line.setAttribute("role", "alert");
    line.textContent = text;
    form.prepend(line);
  }
});
