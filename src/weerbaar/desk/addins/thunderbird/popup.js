// Brings the message that is shown to the desk this add-on was made for, and shows the answer.
"use strict";

const el = (id) => document.getElementById(id);
const say = (name) => browser.i18n.getMessage(name);
const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
const PARTS = ["connect", "ask", "wait", "wrong", "answer"];
const show = (...ids) => { for (const id of PARTS) el(id).hidden = !ids.includes(id); };
let base = "";
let key = "";

const api = (path, options = {}) =>
  fetch(`${base}/api/v1${path}`, { ...options, credentials: "omit", headers: { ...options.headers, Authorization: `Bearer ${key}`, "Accept-Language": browser.i18n.getUILanguage() } });

async function shown() {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  const found = await browser.messageDisplay.getDisplayedMessages(tab.id);
  return (found.messages || found)[0];
}

async function send() {
  show("wait");
  try {
    const message = await shown();
    const file = await browser.messages.getRaw(message.id, { data_format: "File" });
    const language = browser.i18n.getUILanguage().slice(0, 2);
    const wanted = ["nl", "fr", "de", "en"].includes(language) ? `&language=${language}` : "";
    const name = encodeURIComponent(`${(message.subject || "message").slice(0, 200)}.eml`);
    const sent = await api(`/doubts/bytes?name=${name}${wanted}`, {
      method: "POST", body: file, headers: { "Content-Type": "application/octet-stream", "Idempotency-Key": (message.headerMessageId || "").slice(0, 200) },
    });
    if (sent.status === 401) { await browser.storage.local.remove("key"); show("connect"); return; }
    if (!sent.ok) throw new Error(`status ${sent.status}`);
    await answer(await sent.json());
  } catch {
    show("wrong", "ask");
  }
}

async function answer(doubt) {
  for (const wait of [1, 1, 1, 2, 3, 5, 8, 13, 20, 30]) {
    await pause(wait);
    const read = await (await api(`/doubts/${doubt.ref}`)).json();
    if (!read.answer) continue;
    const box = el("answer");
    box.lang = read.answer.language;
    box.querySelector("h2").textContent = read.answer.headline;
    box.querySelector("p").textContent = read.answer.how_sure;
    box.querySelector("ol").replaceChildren(...read.answer.do.map((one) => { const made = document.createElement("li"); made.textContent = one; return made; }));
    box.querySelector("a").href = doubt.url;
    show("answer");
    return;
  }
  show("wrong");
}

async function start() {
  document.documentElement.lang = browser.i18n.getUILanguage();
  for (const one of document.querySelectorAll("[data-text]")) one.textContent = say(one.dataset.text);
  base = (await (await fetch("desk.json")).json()).base;
  key = (await browser.storage.local.get("key")).key || "";
  el("keys").href = `${base}/me/keys/`;
  el("send").addEventListener("click", send);
  el("connect").addEventListener("submit", async (event) => {
    event.preventDefault();
    key = el("key").value.trim();
    await browser.storage.local.set({ key });
    show("ask");
  });
  show(key ? "ask" : "connect");
}
start();
