// The switch on the account page: this browser asks its push service for an address, and tells the desk. Words stand in data attributes.
"use strict";

(() => {
  const form = document.getElementById("push-on");
  const told = document.getElementById("push-told");
  const say = (text) => { told.textContent = text; told.hidden = false; };
  const text = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const bytes = (words) => Uint8Array.from(atob(words.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

  if (!window.isSecureContext || !("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) {
    say(form.dataset.cannot);
    return;
  }

  async function start() {
    const registration = await navigator.serviceWorker.ready;
    const before = await registration.pushManager.getSubscription();
    const mark = before && text(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(before.endpoint)));
    const here = mark && document.querySelector(`[data-browser="${CSS.escape(mark)}"]`);
    if (!here) { form.hidden = false; return; }
    here.querySelector("[data-this]").hidden = false;
    here.querySelector("form").addEventListener("submit", async (event) => {
      event.preventDefault();
      await before.unsubscribe().catch(() => {});
      event.target.submit();
    });
  }

  async function ask() {
    if (await Notification.requestPermission() !== "granted") { say(form.dataset.denied); return; }
    const registration = await navigator.serviceWorker.ready;
    const before = await registration.pushManager.getSubscription();
    if (before) await before.unsubscribe(); // of someone else, or for another organisation: its address is not used again
    const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(form.dataset.key) });
    const data = new FormData(form);
    data.append("endpoint", made.endpoint);
    data.append("point", text(made.getKey("p256dh")));
    data.append("auth", text(made.getKey("auth")));
    const answer = await fetch(form.action, { method: "POST", body: data });
    if (answer.ok) { location.reload(); return; }
    await made.unsubscribe();
    say(answer.status === 422 ? (await answer.json()).wrong : form.dataset.failed);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask().catch(() => say(form.dataset.failed));
  });
  start();
})();
