// Words without a connection: made and judged on this telephone, as weerbaar/proof/codes.py does; see docs/security/call-proof.md, "Offline".
"use strict";

(() => {
const STEP = 30, SKEW = 1, TRIES = 5, LANGUAGE = document.documentElement.lang;
const text8 = new TextEncoder();
const by = (id) => document.getElementById(id);
const hex = (data) => [...data].map((one) => one.toString(16).padStart(2, "0")).join("");
const base64 = (data) => btoa(String.fromCharCode(...new Uint8Array(data)));
const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
const stepOf = (seconds) => Math.floor(seconds / STEP);
const now = () => Date.now() / 1000;
const digits = (text) => text.replace(/[^0-9]/g, "").slice(0, 34);

function pack(label, ...fields) {
  const parts = [`weerbaar call-proof 1 ${label}`, ...fields].map((one) => (one instanceof Uint8Array ? one : text8.encode(String(one))));
  const made = new Uint8Array(parts.reduce((sum, part) => sum + 4 + part.length, 0));
  let at = 0;
  for (const part of parts) {
    new DataView(made.buffer).setUint32(at, part.length);
    made.set(part, at + 4);
    at += 4 + part.length;
  }
  return made;
}

/* --- what is kept on this telephone --- */
function store(mode, name, ask) {
  return new Promise((done, failed) => {
    const asked = indexedDB.open("proof", 1);
    asked.onupgradeneeded = () => {
      for (const one of ["own", "others", "memory", "words"]) asked.result.createObjectStore(one);
    };
    asked.onerror = () => failed(asked.error);
    asked.onsuccess = () => {
      const base = asked.result;
      const change = base.transaction(name, mode);
      const result = ask(change.objectStore(name));
      change.oncomplete = () => { base.close(); done(result ? result.result : undefined); };
      change.onerror = change.onabort = () => { base.close(); failed(change.error); };
    };
  });
}
const kept = (name, key) => store("readonly", name, (one) => one.get(key));
const keep = (name, key, value) => store("readwrite", name, (one) => one.put(value, key));
const all = (name) => store("readonly", name, (one) => one.getAll());

/* --- words of two telephones --- */
async function secret(pair, own, other) {
  const theirs = await crypto.subtle.importKey("raw", other, { name: "ECDH", namedCurve: "P-256" }, false, []);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, pair.privateKey, 256);
  return fromShared(shared, own, other);
}
async function fromShared(shared, own, other) {
  const [smaller, greater] = hex(own) < hex(other) ? [own, other] : [other, own];
  const key = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: pack("offline", smaller, greater) };
  return crypto.subtle.deriveKey(how, key, { name: "HMAC", hash: "SHA-256", length: 256 }, false, ["sign"]);
}
async function said(key, speaker, listener, step, number) {
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, pack("said", speaker, listener, step, digits(number)))).slice(0, 3);
}

/* What became of words that were heard: the name of a sentence of the page, and what is kept after it. */
async function hear(key, speaker, listener, value, at, memory, number) {
  const step = stepOf(at);
  const tries = memory.triedStep === step ? memory.tries : 0;
  if (tries >= TRIES) return { told: "wait", memory };
  const wrong = { lastStep: memory.lastStep, triedStep: step, tries: tries + 1 };
  const heard = value ? hex(value) : "";
  for (const near of [step, step - SKEW, step + SKEW]) {
    if (heard !== hex(await said(key, speaker, listener, near, number))) continue;
    if (near <= memory.lastStep) return { told: "used", memory: wrong };
    return { told: near === step ? "same" : "clock", memory: { lastStep: near, triedStep: -1, tries: 0 } };
  }
  for (const near of [step, step - SKEW, step + SKEW]) {
    if (heard === hex(await said(key, listener, speaker, near, number))) return { told: "own", memory: wrong };
  }
  return { told: "different", memory: wrong };
}

/* --- words people write --- */
const plain = (word) => word.toLowerCase().replace(/ß/g, "ss").replace(/œ/g, "oe").normalize("NFKD").replace(/[^\p{L}\p{N}]/gu, "");
function reader(lists) {
  const known = new Map();
  for (const words of Object.values(lists)) {
    words.forEach((word, number) => {
      known.set(plain(word), number);
      known.set(plain(word.toLowerCase().replace(/ä/g, "ae").replace(/ö/g, "oe").replace(/ü/g, "ue")), number);
    });
  }
  const starts = new Map();
  for (const [word, number] of known) starts.set(word.slice(0, 4), (starts.get(word.slice(0, 4)) || new Set()).add(number));
  function one(word) {
    if (/^[0-9]+$/.test(word)) return word.length <= 3 && Number(word) < 256 ? Number(word) : undefined;
    if (known.has(word)) return known.get(word);
    const found = word.length >= 4 ? starts.get(word.slice(0, 4)) : undefined;
    return found && found.size === 1 ? [...found][0] : undefined;
  }
  return (text) => {
    const found = text.slice(0, 120).replace(/[,-]/g, " ").split(/\s+/).filter(Boolean).map((word) => one(plain(word)));
    return found.length === 3 && !found.includes(undefined) ? Uint8Array.from(found) : null;
  };
}

/* --- learning who there is, while there is a connection --- */
async function learn() {
  const answer = await fetch("/proof/phones/", { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) return;
  const { phones, words } = await answer.json();
  await keep("words", "words", words);
  const before = new Map((await all("others")).map((one) => [one.ref, one]));
  const people = new Set([...before.values()].map((one) => one.name));
  for (const phone of phones) {
    const known = before.get(phone.ref);
    const fresh = known ? known.fresh || known.key !== phone.key : people.has(phone.name);
    await keep("others", phone.ref, { ...phone, fresh, gone: false });
    before.delete(phone.ref);
  }
  for (const one of before.values()) await keep("others", one.ref, { ...one, gone: true });
}

/* --- the page --- */
async function show() {
  const own = await kept("own", "own");
  const lists = await kept("words", "words");
  by("offline-none").hidden = Boolean(own && lists);
  if (!own || !lists) return;
  const box = by("offline");
  const say = box.dataset;
  const read = reader(lists);
  const mine = bytes(own.key);
  const others = (await all("others")).filter((one) => !one.mine && one.ref !== own.ref).sort((a, b) => a.name.localeCompare(b.name));
  const who = by("offline-who");
  who.replaceChildren(...others.map((one) => new Option(`${one.name} · ${one.phone}`, one.ref)));
  if (!others.length) return;
  box.hidden = false;
  const chosen = () => others.find((one) => one.ref === who.value);
  const keys = new Map();
  async function keyOf(one) {
    if (!keys.has(one.ref)) keys.set(one.ref, await secret(own.pair, mine, bytes(one.key)));
    return keys.get(one.ref);
  }
  let drawn = "";
  async function draw() {
    const one = chosen();
    const step = stepOf(now());
    by("offline-left").textContent = `${STEP - Math.floor(now() % STEP)} s`;
    const wanted = `${one.ref} ${step} ${digits(by("offline-number").value)}`;
    if (wanted === drawn) return;
    drawn = wanted;
    by("offline-new").hidden = !(one.fresh || one.gone);
    by("offline-new").textContent = one.gone ? say.gone : say.new;
    const value = one.gone ? [] : await said(await keyOf(one), mine, bytes(one.key), step, by("offline-number").value);
    by("offline-words").replaceChildren(...[...value].map((byte) => {
      const item = document.createElement("li");
      const word = document.createElement("span");
      word.className = "word";
      word.textContent = (lists[LANGUAGE] || lists.en)[byte];
      const number = document.createElement("span");
      number.className = "soft number";
      number.textContent = byte;
      item.append(word, " ", number);
      return item;
    }));
  }
  by("offline-check").addEventListener("submit", async (event) => {
    event.preventDefault();
    const one = chosen();
    const value = read(by("offline-heard").value);
    let told = "unread";
    if (one.gone) told = "gone";
    else if (value) {
      const memory = (await kept("memory", one.ref)) || { lastStep: -1, triedStep: -1, tries: 0 };
      const outcome = await hear(await keyOf(one), bytes(one.key), mine, value, now(), memory, by("offline-number").value);
      await keep("memory", one.ref, outcome.memory);
      told = outcome.told;
    }
    const notice = document.createElement("p");
    notice.className = `notice notice-${told === "same" ? "good" : told === "clock" || told === "unread" ? "mind" : "wrong"}`;
    notice.dataset.told = told;
    notice.textContent = say[told];
    by("offline-told").replaceChildren(notice);
    by("offline-heard").value = "";
  });
  who.addEventListener("change", draw);
  by("offline-number").addEventListener("input", draw);
  await draw();
  setInterval(draw, 500);
}

async function setUp(form) {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
  const key = base64(await crypto.subtle.exportKey("raw", pair.publicKey));
  const data = new FormData(form);
  data.set("key", key);
  data.set("guard", await sign(opened(form.dataset.guard)));
  const answer = await fetch(form.dataset.url, { method: "POST", body: data });
  if (!answer.ok) throw new Error("refused");
  const { ref } = await answer.json();
  await keep("own", "own", { ref, key, pair });
  await learn();
  if (navigator.storage && navigator.storage.persist) await navigator.storage.persist();
  location.assign(form.dataset.done);
}

const setup = document.querySelector("form[data-proof-phone]");
if (setup) onSubmit("phone", setUp);
if (by("offline") && window.isSecureContext) learn().catch(() => {}).then(show);
window.offlineProof = { fromShared, said, hear, reader };
})();
