// Pictures that wait until they have arrived: kept in the browser's own database, sent one after the other, each with a key of its own.
// A picture is forgotten only after the service has said its Eingangsnummer; the key makes sure that it never arrives twice.

const NAME = "auftragsmappe-telefon";
const STORE = "wartend";

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function within(mode, work) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const change = database.transaction(STORE, mode);
      const request = work(change.objectStore(STORE));
      change.oncomplete = () => resolve(request.result);
      change.onerror = () => reject(change.error);
      change.onabort = () => reject(change.error);
    });
  } finally {
    database.close();
  }
}

function fresh() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Bytes and not the blob itself: some browsers lose blobs of their database when the app is closed.
export async function keep(blob, name, space) {
  const item = { key: fresh(), bytes: await blob.arrayBuffer(), type: blob.type, name, space, at: Date.now(), problem: "" };
  await within("readwrite", (store) => store.put(item));
  return item;
}

export async function waiting() {
  const items = await within("readonly", (store) => store.getAll());
  return items.sort((one, other) => one.at - other.at);
}

export function drop(key) {
  return within("readwrite", (store) => store.delete(key));
}

// Sends what waits, oldest first. One page at a time: two open pages would send the same picture side by side.
export async function sendAll(told) {
  const work = async () => {
    for (const item of await waiting()) {
      if (!(await send(item, told))) return;
    }
  };
  if (navigator.locks) await navigator.locks.request("auftragsmappe-senden", { ifAvailable: true }, (lock) => (lock ? work() : undefined));
  else await work();
}

// Whether it makes sense to go on with the next one.
async function send(item, told) {
  let response;
  try {
    response = await fetch("/telefon/abgabe", {
      method: "POST",
      body: new Blob([item.bytes], { type: item.type }),
      headers: {
        Accept: "application/json",
        "Content-Type": "application/octet-stream",
        "Idempotency-Key": item.key,
        "X-Name": encodeURIComponent(item.name),
        "X-Bereich": item.space,
      },
      redirect: "manual",
    });
  } catch {
    await told({ item, offline: true });
    return false;
  }
  const answer = await response.json().catch(() => ({}));
  if (response.status === 202) {
    await drop(item.key);
    await told({ item, number: answer.eingangsnummer });
    return true;
  }
  const login = response.type === "opaqueredirect" || response.status === 401;
  const problem = login ? "Bitte melden Sie sich an. Das Bild wartet so lange hier." : (answer.problem?.message ?? "Der Server nimmt das Bild gerade nicht an.");
  await within("readwrite", (store) => store.put({ ...item, problem }));
  await told({ item, problem, login });
  return !login && response.status < 500;
}
