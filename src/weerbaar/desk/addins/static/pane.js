// The pane in Outlook, and the window that gives it its key. Needs Office.js; the message goes to this desk and nowhere else.
"use strict";
(() => {
  const KEY = "weerbaar-key";
  const el = (id) => document.getElementById(id);
  const show = (...ids) => {
    for (const id of ["pane-first", "pane-ask", "pane-connect", "pane-wait", "pane-old", "pane-wrong", "pane-answer"]) el(id).hidden = !ids.includes(id);
  };
  const api = (path, options = {}) =>
    fetch(`/api/v1${path}`, { ...options, credentials: "omit", headers: { ...options.headers, Authorization: `Bearer ${localStorage.getItem(KEY)}`, "Accept-Language": document.documentElement.lang } });
  const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

  function raw(item) { // the whole message as bytes (Mailbox requirement set 1.14)
    return new Promise((done, failed) =>
      item.getAsFileAsync((result) => {
        if (result.status !== Office.AsyncResultStatus.Succeeded) failed(new Error("not handed over"));
        else done(Uint8Array.from(atob(result.value), (letter) => letter.charCodeAt(0)));
      })
    );
  }

  async function ask() {
    const item = Office.context.mailbox.item;
    if (typeof item.getAsFileAsync !== "function") { show("pane-old"); return; }
    show("pane-wait");
    try {
      const name = `${(item.subject || "message").slice(0, 200)}.eml`;
      const sent = await api(`/doubts/bytes?name=${encodeURIComponent(name)}&language=${document.documentElement.lang}`, {
        method: "POST", body: await raw(item), headers: { "Content-Type": "application/octet-stream", "Idempotency-Key": (item.internetMessageId || "").slice(0, 200) },
      });
      if (sent.status === 401) { localStorage.removeItem(KEY); show("pane-connect"); return; }
      if (!sent.ok) throw new Error(`status ${sent.status}`);
      await answer(await sent.json());
    } catch {
      show("pane-wrong", "pane-ask");
    }
  }

  async function answer(doubt) {
    for (const wait of [1, 1, 1, 2, 3, 5, 8, 13, 20, 30]) {
      await pause(wait);
      const read = await (await api(`/doubts/${doubt.ref}`)).json();
      if (!read.answer) continue;
      const box = el("pane-answer");
      const kinds = { fraud: "fraud", "verify first": "verify", "no sign of fraud": "no_sign", "cannot judge": "cannot_judge" };
      box.className = `card answer ${kinds[read.answer.band]}`;
      box.lang = read.answer.language;
      box.querySelector("h2").textContent = read.answer.headline;
      box.querySelector("p").textContent = read.answer.how_sure;
      box.querySelector("ol").replaceChildren(...read.answer.do.map((one) => { const made = document.createElement("li"); made.textContent = one; return made; }));
      box.querySelector("a").href = doubt.url;
      show("pane-answer");
      return;
    }
    show("pane-wrong");
  }

  function signIn() {
    Office.context.ui.displayDialogAsync(new URL(el("pane").dataset.allow, location.href).href, { height: 60, width: 30 }, (result) => {
      if (result.status !== Office.AsyncResultStatus.Succeeded) { show("pane-wrong", "pane-connect"); return; }
      result.value.addEventHandler(Office.EventType.DialogMessageReceived, (told) => {
        if (told.origin && told.origin !== location.origin) return;
        localStorage.setItem(KEY, told.message);
        result.value.close();
        show("pane-first", "pane-ask");
      });
    });
  }

  window.addEventListener("DOMContentLoaded", () => {
    if (typeof Office === "undefined") return;
    Office.onReady(() => {
      if (el("pane-secret")) { Office.context.ui.messageParent(el("pane-secret").dataset.secret, { targetOrigin: location.origin }); return; }
      if (!el("pane")) return;
      el("pane-ask").addEventListener("click", ask);
      el("pane-sign-in").addEventListener("click", signIn);
      if (Office.context.mailbox.addHandlerAsync && Office.EventType.ItemChanged)
        Office.context.mailbox.addHandlerAsync(Office.EventType.ItemChanged, () => show("pane-first", localStorage.getItem(KEY) ? "pane-ask" : "pane-connect"));
      show("pane-first", localStorage.getItem(KEY) ? "pane-ask" : "pane-connect");
    });
  });
})();
