// Connects the extension with its desk, switches the check on for a page, and puts an answer back together.
"use strict";

const web = globalThis.browser ?? globalThis.chrome;
const el = (id) => document.getElementById(id);
const say = (name) => web.i18n.getMessage(name);
const pattern = (host) => (host === "localhost" ? "http://localhost/*" : `https://${host}/*`);
const tell = (name) => { el("said").textContent = say(name); };

async function row(name, host) {
  const item = document.createElement("li");
  const label = document.createElement("span");
  label.textContent = name === host ? host : `${name} (${host})`;
  const button = document.createElement("button");
  const on = await web.permissions.contains({ origins: [pattern(host)] });
  button.textContent = say(on ? "switch_off" : "switch_on");
  button.className = on ? "quiet" : "";
  button.setAttribute("aria-label", `${button.textContent}: ${host}`);
  button.addEventListener("click", async () => {
    const change = on ? web.permissions.remove : web.permissions.request;
    await change.call(web.permissions, { origins: [pattern(host)] });
    await list();
    tell("reload");
  });
  item.append(label, button);
  return item;
}

async function list() {
  const { said = [], trouble } = await web.runtime.sendMessage({ ask: "tools" });
  if (trouble) { tell(`trouble_${trouble}`); if (trouble === "key") el("connect").hidden = false; }
  const named = new Map(said.flatMap((tool) => tool.hosts.map((host) => [host, tool.name])));
  const { base } = await (await fetch("desk.json")).json();
  const { origins = [] } = await web.permissions.getAll();
  for (const one of origins) {
    const host = one.replace(/^\w+:\/\//, "").replace(/\/\*$/, "");
    if (host !== new URL(base).hostname && !named.has(host)) named.set(host, host);
  }
  el("none").hidden = named.size > 0;
  el("tools").replaceChildren(...(await Promise.all([...named].map(([host, name]) => row(name, host)))));
}

async function start() {
  document.documentElement.lang = say("language");
  for (const one of document.querySelectorAll("[data-text]")) one.textContent = say(one.dataset.text);
  el("keys").href = `${(await (await fetch("desk.json")).json()).base}/me/keys/`;
  const { key } = await web.storage.local.get("key");
  el("connect").hidden = Boolean(key);
  el("ready").hidden = !key;
  if (key) await list();
}

el("connect").addEventListener("submit", async (event) => {
  event.preventDefault();
  await web.storage.local.set({ key: el("key").value.trim() });
  el("key").value = "";
  el("said").textContent = "";
  await start();
});
el("other").addEventListener("submit", async (event) => {
  event.preventDefault();
  const host = el("host").value.trim().toLowerCase().replace(/^https?:\/\//, "").replace(/[:/].*$/, "");
  if (host) await web.permissions.request({ origins: [pattern(host)] });
  await list();
  tell("reload");
});
el("restore").addEventListener("click", async () => {
  const { kept } = await web.storage.session.get("kept");
  if (!kept) { tell("nothing_kept"); return; }
  const { said, trouble } = await web.runtime.sendMessage({ ask: "restore", text: el("text").value, kept });
  if (said) el("text").value = said.text;
  tell(said ? "restored" : trouble === "long" ? "nothing_kept" : `trouble_${trouble}`);
});
el("forget").addEventListener("click", async () => {
  await web.storage.local.remove("key");
  await web.storage.session.remove("kept");
  await start();
});
start();
