// Aufnehmen mit dem Telefon: camera with the sheet outlined, a hint when the picture is no good, codes that open folders, a queue.
import { LIVE_WIDTH, grey, objection, sharpness, sheet } from "./phone_look.js";
import { drop, keep, sendAll, waiting } from "./phone_queue.js";

const by = (id) => document.getElementById(id);
const LOOK_EVERY = 350;
const TRY_EVERY = 15000;
const LARGEST_SIDE = 3000;
let stream = null;
let pending = null;
let scanning = false;
let space = localStorage.getItem("bereich") ?? "";

function say(text) {
  if (by("hinweis").textContent !== text) by("hinweis").textContent = text;
}

async function start() {
  if (!navigator.mediaDevices?.getUserMedia) {
    by("unsicher").hidden = false;
    by("sucher").hidden = true;
    by("ausloeser").hidden = true;
    return;
  }
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: { ideal: "environment" }, width: { ideal: 2560 }, height: { ideal: 1920 } }, audio: false });
  } catch {
    say("Die Kamera lässt sich nicht öffnen. Bitte erlauben Sie die Kamera, oder nehmen Sie „Foto auswählen“.");
    by("ausloeser").disabled = true;
    return;
  }
  by("bild").srcObject = stream;
  await by("bild").play();
  by("ausloeser").disabled = false;
  look();
}

// Outlines the sheet in the picture that is shown, a few times a second.
function look() {
  const video = by("bild");
  if (!stream || document.hidden || !by("pruefen").hidden || !video.videoWidth) {
    setTimeout(look, LOOK_EVERY);
    return;
  }
  const corners = sheet(grey(video, video.videoWidth, video.videoHeight, LIVE_WIDTH));
  outline(corners, video.videoWidth, video.videoHeight);
  if (!scanning) say(corners ? "Das Blatt ist erkannt. Jetzt aufnehmen." : "Legen Sie das Blatt ganz ins Bild, am besten auf dunklen Grund.");
  document.body.dataset.blatt = corners ? "ja" : "nein";
  setTimeout(look, LOOK_EVERY);
}

function outline(corners, width, height) {
  const canvas = by("rahmen");
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext("2d");
  pen.clearRect(0, 0, width, height);
  if (!corners) return;
  pen.lineWidth = Math.max(width, height) / 120;
  pen.strokeStyle = "#ffb400";
  pen.beginPath();
  corners.forEach(([x, y], at) => (at ? pen.lineTo(x * width, y * height) : pen.moveTo(x * width, y * height)));
  pen.closePath();
  pen.stroke();
}

async function shoot() {
  const video = by("bild");
  const canvas = by("aufnahme");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d").drawImage(video, 0, 0);
  await offer(canvas, `Foto ${new Date().toLocaleString("de-DE").replaceAll(":", "-")}.jpg`);
}

// Shows what is wrong with a picture before it goes; a good one goes at once.
async function offer(canvas, name) {
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.9));
  pending = { blob, name };
  const problem = objection(sharpness(grey(canvas, canvas.width, canvas.height, Math.min(canvas.width, 800))));
  if (!problem) {
    await take();
    return;
  }
  say("");
  by("einwand").textContent = problem;
  by("pruefen").hidden = false;
  by("sucher").hidden = true;
  by("leiste").hidden = true;
  by("nochmal").focus();
}

async function take() {
  const { blob, name } = pending;
  pending = null;
  back();
  try {
    await keep(blob, name, space);
  } catch {
    say("Der Speicher dieses Telefons ist voll oder gesperrt. Das Bild wurde nicht gesichert.");
    return;
  }
  say("Gesichert. Sie können weiter aufnehmen.");
  await send();
}

function back() {
  by("pruefen").hidden = true;
  by("sucher").hidden = !stream;
  by("leiste").hidden = false;
}

async function choose(input) {
  for (const file of [...input.files]) {
    if (!file.type.startsWith("image/") || file.size > 12_000_000) await keepWhole(file);
    else await chosen(file);
  }
  input.value = "";
}

// A picture of the phone's own camera app is kept as it is; it is only looked at.
async function chosen(file) {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) {
    await keepWhole(file);
    return;
  }
  const canvas = by("aufnahme");
  const scale = Math.min(1, LARGEST_SIDE / Math.max(picture.width, picture.height));
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  pending = { blob: file, name: file.name };
  const problem = objection(sharpness(grey(canvas, canvas.width, canvas.height, Math.min(canvas.width, 800))));
  if (!problem) {
    await take();
    return;
  }
  say("");
  by("einwand").textContent = problem;
  by("pruefen").hidden = false;
  by("sucher").hidden = true;
  by("leiste").hidden = true;
}

async function keepWhole(file) {
  if (file.size > 12_000_000) {
    say("Diese Datei ist größer als 12 MB. Bitte geben Sie sie am Rechner im Eingang ab.");
    return;
  }
  await keep(file, file.name, space);
  await send();
}

async function send() {
  await show();
  await sendAll(async ({ item, number, offline, problem, login }) => {
    if (number) arrived(item, number);
    by("netz").hidden = !offline;
    by("anmelden").hidden = !login;
    if (problem) say(problem);
    await show();
  });
  await show();
}

function arrived(item, number) {
  by("netz").hidden = true;
  const row = document.createElement("li");
  const link = document.createElement("a");
  link.href = `/belege/${encodeURIComponent(number)}`;
  link.textContent = number;
  row.append(`${item.name}: angekommen als `, link);
  by("angekommen").prepend(row);
  while (by("angekommen").children.length > 5) by("angekommen").lastElementChild.remove();
}

async function show() {
  const items = await waiting().catch(() => []);
  by("zahl").textContent = items.length === 1 ? "1 Bild wartet auf das Netz." : `${items.length} Bilder warten auf das Netz.`;
  by("warten").hidden = !items.length;
  by("wartende").replaceChildren(...items.map(row));
}

function row(item) {
  const line = document.createElement("li");
  line.append(item.name);
  if (item.problem) {
    const problem = document.createElement("p");
    problem.className = "fine";
    problem.textContent = item.problem;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button plain";
    button.textContent = "Verwerfen";
    button.addEventListener("click", async () => {
      await drop(item.key);
      await show();
    });
    line.append(problem, button);
  }
  return line;
}

// Codes: the browser's own reader where there is one, else a picture for the service.
async function scan() {
  scanning = true;
  say("Halten Sie den Code ins Bild.");
  const own = "BarcodeDetector" in window ? new window.BarcodeDetector({ formats: ["qr_code", "code_128"] }) : null;
  for (let tries = 0; scanning && tries < 20; tries += 1) {
    const text = own ? (await own.detect(by("bild")).catch(() => []))[0]?.rawValue : "";
    const answer = text ? await asked(`/telefon/oeffnen?code=${encodeURIComponent(text)}`) : own ? null : await pictured();
    if (answer?.ziel) {
      window.location.href = answer.ziel;
      return;
    }
    if (answer?.satz) {
      say(answer.satz);
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, own ? 250 : 900));
  }
  if (!by("hinweis").textContent.startsWith("Dieser Code")) say("Kein Code gefunden. Bitte gehen Sie näher heran.");
  setTimeout(() => { scanning = false; }, 4000);
}

async function pictured() {
  const video = by("bild");
  const canvas = by("aufnahme");
  const scale = Math.min(1, 1600 / Math.max(video.videoWidth, video.videoHeight));
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
  return asked("/telefon/code", { method: "POST", body: blob, headers: { "Content-Type": "application/octet-stream" } });
}

async function asked(address, options = {}) {
  try {
    const response = await fetch(address, { ...options, redirect: "manual" });
    return response.ok ? await response.json() : null;
  } catch {
    return { satz: "Ohne Netz lässt sich keine Mappe öffnen. Aufnehmen geht weiter." };
  }
}

by("ausloeser").addEventListener("click", shoot);
by("trotzdem").addEventListener("click", take);
by("nochmal").addEventListener("click", () => {
  pending = null;
  back();
});
by("foto").addEventListener("change", (event) => choose(event.target));
by("code").addEventListener("click", scan);
window.addEventListener("online", send);
document.addEventListener("visibilitychange", () => document.hidden || send());
setInterval(send, TRY_EVERY);
const who = await asked("/telefon/wer");
if (who?.bereich) {
  space = who.bereich;
  localStorage.setItem("bereich", space);
}
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/telefon/sw.js", { scope: "/telefon" }).catch(() => undefined);
else by("nuronline").hidden = false;
navigator.storage?.persist?.();
await start();
await send();
document.body.dataset.bereit = "ja";
