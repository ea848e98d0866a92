// Asks the desk this extension was made for, and nobody else. Keeps the key, and no text.
"use strict";

const web = globalThis.browser ?? globalThis.chrome;
const SECONDS = 15;

async function ask(path, body) {
  try {
    const { base } = await (await fetch(web.runtime.getURL("desk.json"))).json();
    const { key } = await web.storage.local.get("key");
    if (!key) return { trouble: "key" };
    const answer = await fetch(`${base}/api/v1${path}`, {
      method: body ? "POST" : "GET",
      body: body && JSON.stringify(body),
      credentials: "omit",
      cache: "no-store",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(SECONDS * 1000),
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${key}`, "Accept-Language": web.i18n.getMessage("language") },
    });
    if (answer.status === 401 || answer.status === 403) return { trouble: "key" };
    if ([409, 413, 422].includes(answer.status)) return { trouble: "long" };
    if (!answer.ok) return { trouble: "desk" };
    return { said: await answer.json() };
  } catch {
    return { trouble: "desk" };
  }
}

web.runtime.onMessage.addListener((message, sender, answer) => {
  if (sender.id !== web.runtime.id) return false;
  if (message.ask === "check") {
    const host = sender.url ? new URL(sender.url).hostname : "";
    ask("/paste/checks", { text: message.text, host, language: web.i18n.getMessage("language") }).then(answer);
  } else if (message.ask === "restore") {
    ask("/paste/answers", { text: message.text, kept: message.kept, language: web.i18n.getMessage("language") }).then(answer);
  } else if (message.ask === "tools") {
    ask("/paste/tools").then(answer);
  } else return false;
  return true;
});

// The check stands on every page that the person allowed, and leaves with the permission.
const NAMED = "paste";
async function watch() {
  const { origins = [] } = await web.permissions.getAll();
  const { base } = await (await fetch(web.runtime.getURL("desk.json"))).json();
  const matches = origins.filter((one) => one.replace(/^[^/]*\/\/|\/\*$/g, "") !== new URL(base).hostname);
  const there = await web.scripting.getRegisteredContentScripts({ ids: [NAMED] });
  if (there.length) await web.scripting.unregisterContentScripts({ ids: [NAMED] });
  if (matches.length) {
    await web.scripting.registerContentScripts([{ id: NAMED, matches, js: ["content.js"], allFrames: true, runAt: "document_start", persistAcrossSessions: true }]);
  }
}
let last = Promise.resolve();
const again = () => { last = last.then(watch, watch); };
web.permissions.onAdded.addListener(again);
web.permissions.onRemoved.addListener(again);
web.runtime.onInstalled.addListener(again);
web.runtime.onStartup.addListener(again);
