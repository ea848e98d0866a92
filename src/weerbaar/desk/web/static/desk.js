// What a browser with script adds: files one by one with progress, a share that waits for a connection, keys. Every page works without.
"use strict";

const get = (id) => document.getElementById(id);

/* --- dialogs ------------------------------------------------------------------------------------------------------------------ */
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) get(opener.dataset.opens).showModal();
  const closer = event.target.closest("[data-closes]");
  if (closer) closer.closest("dialog").close();
});

/* --- who signs out does so on every page that is open: what they show goes with it ---------------------------------------------------- */
if ("BroadcastChannel" in window && document.body.dataset.signed) {
  const channel = new BroadcastChannel("signed");
  if (document.body.dataset.signed === "out") channel.postMessage("out");
  else channel.addEventListener("message", () => location.reload());
}

/* --- keys: single letters, which a reader can switch off (WCAG 2.1.4) ---------------------------------------------------------------- */
const KEYS = "keys-off";
const places = { b: "/", m: "/doubts/", p: "/on-the-phone/" };
const keysAreOn = () => localStorage.getItem(KEYS) === null;
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog, [contenteditable]")) return;
  if (!keysAreOn()) return;
  const link = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (event.key === "?") get("keys").showModal();
  else if (event.key === "/" && document.querySelector("input[type=search]")) document.querySelector("input[type=search]").focus();
  else if (link) link.click();
  else if (places[event.key]) location.assign(places[event.key]);
  else return;
  event.preventDefault();
});
const keysBox = get("keys-on");
if (keysBox) {
  keysBox.checked = keysAreOn();
  keysBox.addEventListener("change", () => (keysBox.checked ? localStorage.removeItem(KEYS) : localStorage.setItem(KEYS, "1")));
}
if (get("keys-help")) get("keys-help").hidden = false;

/* --- bring: each piece is sent alone; what fails stays where it is, with why and a way to try again -------------------------------------- */
function bringing(form) {
  const say = form.dataset;
  const input = get("files");
  const drop = get("drop");
  const list = get("chosen");
  const wrong = get("form-wrong");
  const chosen = new Map(); // row -> file

  function row(name) {
    const made = document.createElement("li");
    const label = document.createElement("span");
    label.className = "name";
    label.textContent = name;
    made.append(label);
    list.append(made);
    list.hidden = false;
    return made;
  }

  function button(text, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button-quiet";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }

  function rest(made, name) {
    made.replaceChildren(made.firstChild);
    if (name) made.firstChild.textContent = name;
  }

  function tellWrong(made, text, again) {
    rest(made);
    const remove = button(say.remove, () => { chosen.delete(made); made.remove(); list.hidden = !list.children.length; });
    made.append(again ? button(say.again, again) : remove);
    const told = document.createElement("p");
    told.className = "wrong";
    told.textContent = text;
    made.append(told);
    return null;
  }

  function add(files) {
    for (const file of files) {
      const made = row(file.name);
      if (file.size > Number(say.most)) tellWrong(made, say.tooLarge);
      else if (!file.size) tellWrong(made, say.empty);
      else {
        chosen.set(made, file);
        made.append(button(say.remove, () => { chosen.delete(made); made.remove(); list.hidden = !list.children.length; }));
      }
    }
    wrong.hidden = true;
  }

  async function send(made, fill) {
    const data = new FormData();
    for (const name of ["csrfmiddlewaretoken", "form", "comment"]) data.append(name, form.elements[name].value);
    fill(data);
    const again = () => send(made, fill);
    rest(made);
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.setAttribute("aria-label", `${say.sending}: ${made.firstChild.textContent}`);
    made.append(bar);
    const { status, body } = await post(say.url, data, (share) => { if (share < 1) bar.value = share; else bar.removeAttribute("value"); });
    if (status === 401) return tellWrong(made, say.signIn, again);
    if (status === 429) return tellWrong(made, say.busy, again);
    const piece = body && body.pieces && body.pieces[0];
    if (!piece) return tellWrong(made, (body && body.wrong) || say.unsent, again);
    if (piece.wrong) return tellWrong(made, piece.wrong, piece.again ? again : null);
    rest(made, piece.name);
    chosen.delete(made);
    const link = document.createElement("a");
    link.className = "button";
    link.href = piece.url;
    link.textContent = say.open;
    made.append(link);
    return piece.url;
  }

  function post(url, data, progress) {
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open("POST", url);
      request.setRequestHeader("Accept", "application/json");
      request.responseType = "json";
      request.upload.addEventListener("progress", (event) => event.lengthComputable && progress(event.loaded / event.total));
      request.addEventListener("load", () => done({ status: request.status, body: request.response }));
      for (const kind of ["error", "abort", "timeout"]) request.addEventListener(kind, () => done({ status: 0, body: null }));
      request.send(data);
    });
  }

  input.addEventListener("change", () => { add(input.files); input.value = ""; });
  for (const kind of ["dragenter", "dragover"]) drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => { event.preventDefault(); add(event.dataTransfer.files); });
  form.addEventListener("paste", (event) => {
    const files = event.clipboardData ? event.clipboardData.files : [];
    if (files.length) { event.preventDefault(); add(files); }
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = form.elements.text.value.trim();
    wrong.hidden = true;
    if (!text && !chosen.size) {
      if (list.querySelector("a")) return;
      wrong.querySelector("p").textContent = say.nothing;
      wrong.hidden = false;
      form.elements.text.focus();
      return;
    }
    get("send").disabled = true;
    const places = [];
    let pieces = 0;
    if (text) {
      pieces += 1;
      const place = await send(row(say.textName), (data) => data.append("text", text));
      if (place) { form.elements.text.value = ""; places.push(place); }
    }
    for (const [made, file] of [...chosen]) {
      pieces += 1;
      let readable = true;
      try { await file.slice(0, 1).arrayBuffer(); } catch { readable = false; }
      const place = readable ? await send(made, (data) => data.append("files", file, file.name)) : tellWrong(made, say.unreadable);
      if (place) places.push(place);
    }
    get("send").disabled = false;
    if (pieces === 1 && places.length === 1 && !list.querySelector(".wrong")) location.assign(places[0]);
  });
}
if (get("bring")) bringing(get("bring"));

/* --- what was shared and waits (kept by service-worker.js) ------------------------------------------------------------------------------- */
function shares() {
  return new Promise((done, failed) => {
    const asked = indexedDB.open("shares", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("shares", { autoIncrement: true });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}
async function waitingShares() {
  const store = (await shares()).transaction("shares").objectStore("shares");
  return new Promise((done) => { const all = store.getAll(); all.onsuccess = () => done(all.result.filter((one) => !one.sent)); all.onerror = () => done([]); });
}
async function showWaiting() {
  const box = get("waiting");
  if (!box || !("indexedDB" in window)) return;
  const kept = await waitingShares();
  box.hidden = !kept.length;
  get("waiting-names").replaceChildren(...kept.map((one) => {
    const made = document.createElement("li");
    const files = one.files.map((file) => file.name);
    made.textContent = files.length ? files.join(", ") : (one.text || one.url || one.title).slice(0, 80);
    return made;
  }));
}
const justShared = new URLSearchParams(location.search).get("shared") || "";
function sendWaiting() {
  if (navigator.serviceWorker && navigator.serviceWorker.controller) navigator.serviceWorker.controller.postMessage({ kind: "send shares", form: justShared });
}
if ("serviceWorker" in navigator && window.isSecureContext) {
  navigator.serviceWorker.register("/service-worker.js");
  navigator.serviceWorker.addEventListener("message", (event) => {
    const told = event.data;
    if (told.kind !== "shares" || !get("waiting")) return;
    if (told.url) { location.assign(told.url); return; }
    get("waiting-sign-in").hidden = !told.signIn;
    get("waiting-wrong").hidden = !told.failed || told.signIn;
    showWaiting();
  });
  if (get("waiting")) {
    get("waiting-send").addEventListener("click", sendWaiting);
    get("waiting-drop").addEventListener("click", async (event) => {
      if (!window.confirm(event.target.dataset.sure)) return;
      const done = (await shares()).transaction("shares", "readwrite");
      done.objectStore("shares").clear();
      done.oncomplete = showWaiting;
    });
    showWaiting();
    navigator.serviceWorker.ready.then(() => waitingShares()).then((kept) => { if (kept.length || justShared) sendWaiting(); });
    window.addEventListener("online", sendWaiting);
  }
}
