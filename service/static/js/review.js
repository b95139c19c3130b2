// The Klärung by keyboard, one paper after the other without loading a page anew: the next one lies ready, pictures too.
// Letters act only while no field is being written in; Enter in a field files, as in every form.
import { announce } from "./main.js";

const ahead = new Map(); // address → promise of its HTML
const root = () => document.getElementById("klaerung");

function look(address) {
  if (!ahead.has(address)) {
    ahead.set(
      address,
      fetch(address).then(async (answer) => {
        const text = await answer.text();
        for (const picture of new DOMParser().parseFromString(text, "text/html").querySelectorAll(".page img:not([loading])")) {
          new Image().src = picture.getAttribute("src");
        }
        return { text, address: answer.url };
      }),
    );
    ahead.get(address).catch(() => ahead.delete(address));
  }
  return ahead.get(address);
}

function show({ text, address }, { back = false } = {}) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const fresh = page.getElementById("klaerung");
  if (!fresh || !new URL(address).pathname.startsWith("/klaerung")) {
    window.location.assign(address);
    return;
  }
  document.title = page.title;
  document.getElementById("inhalt").replaceChildren(fresh);
  document.querySelector(".nav")?.replaceWith(page.querySelector(".nav"));
  if (!back) window.history.pushState({}, "", address);
  window.scrollTo(0, 0);
  document.getElementById("inhalt").focus({ preventScroll: true });
  document.dispatchEvent(new CustomEvent("klaerung:neu"));
  settle();
}

function settle() {
  const now = root();
  announce(now.dataset.meldung);
  ahead.clear();
  if (now.dataset.next) look(now.dataset.next).catch(() => {});
  now.dataset.ready = "1";
}

async function go(address, options) {
  try {
    show(await look(address), options);
  } catch {
    window.location.assign(address);
  }
}

async function send(form, button) {
  if (form.dataset.busy) return;
  form.dataset.busy = "1";
  const body = new URLSearchParams(new FormData(form, button));
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    const text = await answer.text();
    ahead.clear();
    show({ text, address: answer.redirected ? answer.url : window.location.href });
  } catch {
    delete form.dataset.busy;
    announce("Der Dienst antwortet nicht. Ihre Eingaben stehen noch da; bitte versuchen Sie es noch einmal.");
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!root()?.contains(form) || form.method !== "post") return;
  event.preventDefault();
  send(form, event.submitter);
});

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const opener = target?.closest("[data-open]");
  if (opener) document.getElementById(opener.dataset.open).showModal();
  const filler = target?.closest("[data-fill]");
  if (filler) {
    const field = document.getElementById("auftrag");
    field.value = filler.dataset.fill;
    document.querySelector('[name="tun"]').focus();
    announce(`Auftrag: ${filler.dataset.fill}. Mit Enter ablegen.`);
  }
  const link = target?.closest('a[href^="/klaerung/"]');
  if (!link || !root() || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  go(link.getAttribute("href"));
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.submit();
});

window.addEventListener("popstate", () => go(window.location.href, { back: true }));

function act(element) {
  if (element.matches("details")) {
    element.open = !element.open;
    if (element.open) element.querySelector("input:not([type=hidden]), select").focus();
  } else if (element.matches('input[type="text"], input:not([type]), select')) {
    element.focus();
    if (element.select) element.select();
  } else {
    element.click();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  const target = event.target instanceof Element ? event.target : document.body;
  if (target.matches("input:not([type=checkbox]), textarea, select") || document.body.dataset.pointing) return;
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

// Enter in a field or list of the form files the paper; it must not press the first suggestion, the form's default button.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.defaultPrevented || !event.target.matches?.("#entscheidung input, #entscheidung select")) return;
  event.preventDefault();
  const form = event.target.form;
  form.requestSubmit(form.querySelector('[name="tun"]'));
});
// The same for the lists of the other ways: an open list of choices takes the key itself.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.defaultPrevented || !event.target.matches?.(".more-acts select")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

if (root()) settle();
