// Keeps a share until it was sent, and a page for when there is no connection. Answers are never kept: only what is the same for everyone.
"use strict";

const KEPT = "desk-1";
const OFFLINE = "/offline/";
const PROOF = "/proof/offline/"; // works without a connection, from what this device keeps
const FILES = [OFFLINE, PROOF, "/static/proof.css", "/static/proof-offline.js", "/static/desk.css", "/static/desk.js", "/static/icons.svg", "/static/icons/mark.svg"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))))
      .then(() => self.clients.claim())
  );
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === "POST" && url.pathname === "/share/" && request.mode === "navigate") event.respondWith(keepShare(event));
  else if (request.method === "GET" && request.mode === "navigate") event.respondWith(page(event));
  else if (request.method === "GET" && FILES.includes(url.pathname)) event.respondWith(file(request));
});

/* --- pages and files --- */
async function page(event) {
  try {
    const answer = await fetch(event.request);
    if (answer.ok) event.waitUntil(Promise.all([refresh(OFFLINE), refresh(PROOF)])); // in the language that is read now
    return answer;
  } catch {
    return (await caches.match(new URL(event.request.url).pathname === PROOF ? PROOF : OFFLINE)) || Response.error();
  }
}
async function refresh(place) {
  try {
    const answer = await fetch(place);
    if (answer.ok) await (await caches.open(KEPT)).put(place, answer);
  } catch { /* what is kept stays */ }
}
async function file(request) {
  try {
    const answer = await fetch(request);
    if (answer.ok) await (await caches.open(KEPT)).put(request, answer.clone());
    return answer;
  } catch {
    return (await caches.match(request)) || Response.error();
  }
}

/* --- messages: they say that something is there and where, never what --- */
self.addEventListener("push", (event) => {
  let told = {};
  try { told = event.data.json(); } catch { /* nothing we can read is still shown: a browser demands it */ }
  const options = { body: String(told.body || ""), icon: "/static/icons/mark-192.png", data: { url: String(told.url || "/") } };
  if (told.tag) options.tag = String(told.tag);
  event.waitUntil(self.registration.showNotification(String(told.title || "Weerbaar"), options));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(show((event.notification.data && event.notification.data.url) || "/"));
});
async function show(place) {
  const url = new URL(place, self.location.origin);
  if (url.origin !== self.location.origin) return;
  const open = await self.clients.matchAll({ type: "window" });
  const there = open.find((one) => one.url === url.href);
  if (there) await there.focus();
  else await self.clients.openWindow(url.href);
}

/* --- shares --- */
function shares() {
  return new Promise((done, failed) => {
    const asked = indexedDB.open("shares", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("shares", { autoIncrement: true });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}
async function inStore(mode, ask) {
  const change = (await shares()).transaction("shares", mode);
  const asked = ask(change.objectStore("shares"));
  return new Promise((done, failed) => {
    change.oncomplete = () => done(asked.result);
    change.onerror = change.onabort = () => failed(change.error);
  });
}

async function keepShare(event) {
  const form = await event.request.formData();
  const files = form.getAll("files").filter((one) => typeof one !== "string" && (one.name || one.size));
  const share = { form: crypto.randomUUID(), files };
  for (const name of ["title", "text", "url"]) share[name] = String(form.get(name) || "");
  await inStore("readwrite", (store) => store.add(share)); // kept first, sent after
  if (self.registration.sync) await self.registration.sync.register("shares").catch(() => {});
  return Response.redirect(`/?shared=${share.form}`, 303);
}

self.addEventListener("sync", (event) => { if (event.tag === "shares") event.waitUntil(sendAll(true)); });
self.addEventListener("message", (event) => {
  if (event.data.kind === "send shares") event.waitUntil(sendAll(false).then(() => tellSent(event.source, event.data.form)));
});

let sending = null;
function sendAll(mustSucceed) {
  sending = sending || sendEach().finally(() => { sending = null; });
  return sending.then((told) => {
    if (mustSucceed && told.failed && !told.signIn) throw new Error("not sent yet"); // the browser tries again
  });
}
async function sendEach() {
  const keys = await inStore("readonly", (store) => store.getAllKeys());
  const told = { kind: "shares", failed: false, signIn: false, url: "" };
  const places = [];
  for (const key of keys) {
    const share = await inStore("readonly", (store) => store.get(key));
    if (!share || share.sent) continue;
    const answer = await send(share);
    if (answer === null || answer.again) told.failed = true;
    else if (answer.signIn) { told.failed = told.signIn = true; break; }
    else {
      places.push(...answer.places);
      await inStore("readwrite", (store) => store.put({ form: share.form, sent: answer.places }, key)); // content goes, where it went stays
    }
  }
  told.url = where(places);
  for (const client of await self.clients.matchAll({ type: "window" })) client.postMessage(told);
  return told;
}
function where(places) {
  return places.length === 1 ? places[0] : places.length ? "/doubts/" : "";
}
async function tellSent(client, form) { // a share may have been sent before the page it leads to was there
  const keys = await inStore("readonly", (store) => store.getAllKeys());
  for (const key of keys) {
    const share = await inStore("readonly", (store) => store.get(key));
    if (!share || !share.sent) continue;
    await inStore("readwrite", (store) => store.delete(key));
    if (share.form === form && client) client.postMessage({ kind: "shares", failed: false, signIn: false, url: where(share.sent) });
  }
}
async function send(share) {
  const data = new FormData();
  for (const name of ["form", "title", "text", "url"]) data.append(name, share[name]);
  for (const one of share.files) data.append("files", one, one.name);
  try {
    const answer = await fetch("/share/", { method: "POST", body: data, headers: { Accept: "application/json" } });
    if (answer.status === 401) return { signIn: true };
    if (!answer.ok) return null;
    const { pieces } = await answer.json();
    return { again: pieces.some((one) => one.again), places: pieces.map((one) => one.url).filter(Boolean) };
  } catch {
    return null;
  }
}
