// Keys of this device: adding one, saying yes with one. What is signed is made here, of what stands on the page; see docs/security/call-proof.md.
"use strict";

const VERSION = "weerbaar call-proof 1";
const utf8 = new TextEncoder();
const proofs = {
  bytes(text) { return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0)); },
  base64(data) { return btoa(String.fromCharCode(...new Uint8Array(data))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, ""); },
  hex(data) { return [...new Uint8Array(data)].map((one) => one.toString(16).padStart(2, "0")).join(""); },
  unhex(text) { return Uint8Array.from(text.match(/../g) || [], (one) => parseInt(one, 16)); },
  pack(label, ...fields) {
    const parts = [`${VERSION} ${label}`, ...fields].map((one) => (one instanceof Uint8Array ? one : utf8.encode(String(one))));
    const made = new Uint8Array(parts.reduce((sum, part) => sum + 4 + part.length, 0));
    let at = 0;
    for (const part of parts) {
      new DataView(made.buffer).setUint32(at, part.length);
      made.set(part, at + 4);
      at += 4 + part.length;
    }
    return made;
  },
  async hash(data) { return new Uint8Array(await crypto.subtle.digest("SHA-256", data)); },
  async terms([direction, organisation, ask, askerKeys, prover, proverKeys, opened, expires], asker, text) {
    return this.pack("terms", direction, organisation, ask, asker, askerKeys, prover, proverKeys, await this.hash(utf8.encode(text)), opened, expires);
  },
  commitment(ask, nonce) { return this.hash(this.pack("commit", ask, nonce)); },
  challenge(terms, committed, nonce) { return this.hash(this.pack("answer", terms, committed, nonce, "yes")); },
  async words(terms, committed, asker, prover) { return (await this.hash(this.pack("words", terms, committed, asker, prover))).slice(0, 3); },
};

/* --- what a browser and the desk say to each other (WebAuthn level 3, 5.1.8 and 5.1.9) --- */
function opened(text) {
  const options = JSON.parse(text);
  options.challenge = proofs.bytes(options.challenge);
  if (options.user) options.user.id = proofs.bytes(options.user.id);
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    for (const one of options[list] || []) one.id = proofs.bytes(one.id);
  }
  return options;
}
function told(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = proofs.base64(credential.response[name]);
  }
  return JSON.stringify({ id: credential.id, rawId: credential.id, type: credential.type, response, clientExtensionResults: {} });
}
const sign = async (options) => told(await navigator.credentials.get({ publicKey: options }));

/* --- forms --- */
const can = window.isSecureContext && window.PublicKeyCredential && window.crypto && crypto.subtle;
function onSubmit(name, act) {
  for (const form of document.querySelectorAll(`form[data-proof-${name}]`)) {
    if (!can || form.dataset.proofReady) continue;
    form.dataset.proofReady = "1";
    form.hidden = false;
    for (const without of document.querySelectorAll("[data-proof-without]")) without.hidden = true;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const failed = document.querySelector("[data-proof-failed]");
      failed.hidden = true;
      const button = form.querySelector("button");
      button.disabled = true;
      try {
        await act(form);
      } catch {
        failed.hidden = false;
      } finally {
        button.disabled = false;
      }
    });
  }
}

async function page() {
  const answer = document.getElementById("answer");
  const text = document.getElementById("proof-text");
  const asker = document.getElementById("proof-asker");
  const terms = await proofs.terms(JSON.parse(answer.dataset.bound), asker.textContent, text ? text.textContent : "");
  return { terms, committed: proofs.unhex(answer.dataset.committed), kept: `proof ${answer.dataset.ask}`, ask: answer.dataset.ask };
}

function ready() {
  onSubmit("enrol", async (form) => {
    if (form.dataset.guard) form.elements.guard.value = await sign(opened(form.dataset.guard));
    form.elements.credential.value = told(await navigator.credentials.create({ publicKey: opened(form.dataset.options) }));
    form.submit();
  });
  onSubmit("door", async (form) => {
    form.elements.credential.value = await sign(opened(form.dataset.options));
    form.submit();
  });
  onSubmit("yes", async (form) => {
    const { terms, committed, kept } = await page();
    const nonce = crypto.getRandomValues(new Uint8Array(32));
    const options = opened(form.dataset.options);
    options.challenge = await proofs.challenge(terms, committed, nonce);
    form.elements.credential.value = await sign(options);
    form.elements.nonce.value = proofs.hex(nonce);
    sessionStorage.setItem(kept, JSON.stringify({ nonce: proofs.hex(nonce), committed: proofs.hex(committed), terms: proofs.hex(terms) }));
    form.submit();
  });
}

/* --- the words: made here of what this device confirmed, and compared with what the desk shows --- */
async function checkWords() {
  const shown = document.querySelector("[data-words]");
  if (!shown || !can) return;
  const { kept, ask } = await page();
  const own = JSON.parse(sessionStorage.getItem(kept) || "null");
  if (!own) return;
  const nonce = proofs.unhex(shown.dataset.nonce);
  const committed = proofs.unhex(own.committed);
  const holds = proofs.hex(await proofs.commitment(ask, nonce)) === own.committed;
  const words = proofs.hex(await proofs.words(proofs.unhex(own.terms), committed, nonce, proofs.unhex(own.nonce)));
  if (holds && words === shown.dataset.words) return;
  shown.hidden = true;
  document.getElementById("broken").hidden = false;
}
ready();
checkWords();
document.addEventListener("htmx:load", () => { ready(); checkWords(); });
