// Uploading without leaving the page: drop area, buttons, camera; one request and one progress bar for each file.
import { announce } from "./main.js";

const LARGEST = 150 * 1024 * 1024;
const AT_ONCE = 3;
const form = document.getElementById("abgabe");
const list = document.getElementById("sendungen");
const waiting = [];
let running = 0;

function add(files) {
  for (const file of files) {
    const row = document.createElement("li");
    const name = document.createElement("span");
    const status = document.createElement("span");
    const bar = document.createElement("progress");
    name.textContent = file.name;
    status.textContent = "wartet";
    status.className = "fine";
    bar.max = Math.max(file.size, 1);
    bar.value = 0;
    bar.setAttribute("aria-label", `Fortschritt: ${file.name}`);
    row.append(name, status, bar);
    list.append(row);
    waiting.push({ file, row, status, bar });
  }
  if (files.length) announce(files.length === 1 ? "1 Datei wird hochgeladen." : `${files.length} Dateien werden hochgeladen.`);
  next();
}

function next() {
  while (running < AT_ONCE && waiting.length) send(waiting.shift());
}

function send(item) {
  if (item.file.size > LARGEST) {
    fail(item, "Die Datei ist zu groß. Erlaubt sind 150 MB. Bitte teilen Sie die Datei auf.");
    return;
  }
  running += 1;
  const body = new FormData();
  body.append("datei", item.file, item.file.name || "Foto.jpg");
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.upload.addEventListener("progress", (event) => {
    item.bar.value = Math.min(event.loaded, item.bar.max);
    item.status.textContent = event.loaded < event.total ? `${Math.round((100 * event.loaded) / event.total)} %` : "wird gesichert";
  });
  request.addEventListener("load", () => finished(item, request));
  request.addEventListener("error", () => fail(item, "Die Verbindung ist abgerissen. Bitte laden Sie die Datei noch einmal hoch."));
  request.addEventListener("loadend", () => {
    running -= 1;
    next();
  });
  request.send(body);
}

function finished(item, request) {
  const answer = readAnswer(request.responseText);
  if (request.status !== 202) {
    fail(item, answer.problem?.message ?? "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.");
    return;
  }
  const number = answer.receipts[0].eingangsnummer;
  item.bar.remove();
  item.status.replaceChildren(document.createTextNode("angekommen als "));
  const link = document.createElement("a");
  link.href = `/belege/${encodeURIComponent(number)}`;
  link.textContent = number;
  item.status.append(link);
  announce(`${item.file.name} ist angekommen.`);
  window.htmx.trigger("#stand", "aktualisieren");
  setTimeout(() => item.row.remove(), 6000);
}

function readAnswer(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function fail(item, message) {
  const text = document.createElement("p");
  text.className = "failed";
  text.textContent = message;
  item.bar.remove();
  item.status.textContent = "nicht angekommen";
  item.row.append(text);
  announce(`${item.file.name}: ${message}`);
}

for (const input of form.querySelectorAll("input[type=file]")) {
  input.addEventListener("change", () => {
    add([...input.files]);
    input.value = "";
  });
}
form.addEventListener("submit", (event) => event.preventDefault());

// The whole page takes files, so that a near miss does not open the paper in the browser instead.
let depth = 0;
const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
document.addEventListener("dragenter", (event) => {
  if (!carriesFiles(event)) return;
  depth += 1;
  form.classList.add("over");
});
document.addEventListener("dragleave", () => {
  depth = Math.max(0, depth - 1);
  if (!depth) form.classList.remove("over");
});
document.addEventListener("dragover", (event) => {
  if (carriesFiles(event)) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  depth = 0;
  form.classList.remove("over");
  add([...event.dataTransfer.files]);
});
