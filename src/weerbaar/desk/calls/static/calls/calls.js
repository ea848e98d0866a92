// Listening along with a call: sound goes to this desk a second at a time, one question after the other, and what was asked comes back.
// Nothing is kept here or there; when the page goes, so does everything.
"use strict";

(() => {
  const MOST_WAITING = 10; // seconds of sound that wait for a slow machine; then the oldest are let go, and that is said
  const box = document.getElementById("listen");
  const form = document.getElementById("listen-form");
  if (!box || !form) return;
  const words = box.dataset;
  const at = (id) => document.getElementById(id);
  const token = form.elements.csrfmiddlewaretoken.value;
  const status = box.querySelector(".listening strong");
  let call = "", stream = null, sounds = null, waiting = [], busy = false, failed = 0;
  const told = new Set();

  form.hidden = false;
  if (!navigator.mediaDevices || !window.AudioWorkletNode) {
    form.hidden = true;
    return tell(words.cannot);
  }
  if (!navigator.mediaDevices.getDisplayMedia) form.querySelector('[value="tab"]').closest("label").hidden = true;

  form.addEventListener("submit", (event) => { event.preventDefault(); start(); });
  at("listen-stop").addEventListener("click", () => stop());
  window.addEventListener("pagehide", () => stop());

  async function start() {
    tell("");
    form.hidden = true;
    at("listen-on").hidden = false;
    status.textContent = status.dataset.starts;
    try {
      stream = await sound(form.elements.from.value);
    } catch {
      return refuse(words.refused);
    }
    if (!stream.getAudioTracks().length) return refuse(words.noSound);
    const { ok, body } = await ask(words.begin, new URLSearchParams({ language: form.elements.language.value, told: form.elements.told.checked ? "1" : "", from: form.elements.from.value }));
    if (!ok) return refuse((body && body.wrong) || words.lost);
    call = body.call;
    if (!stream) return stop(); // stopped meanwhile
    stream.getAudioTracks()[0].addEventListener("ended", () => stop());
    try {
      await listen();
    } catch {
      return refuse(words.cannot);
    }
    status.textContent = status.dataset.says;
    at("listen-words").hidden = false;
    at("listen-stop").focus();
  }

  function sound(from) {
    const plain = { echoCancellation: false, noiseSuppression: false };
    if (from === "tab") return navigator.mediaDevices.getDisplayMedia({ video: true, audio: plain });
    return navigator.mediaDevices.getUserMedia({ audio: plain });
  }

  async function listen() {
    for (const track of stream.getVideoTracks()) track.stop();
    const heard = new MediaStream(stream.getAudioTracks());
    let source;
    try {
      sounds = new AudioContext({ sampleRate: 16000 });
      source = sounds.createMediaStreamSource(heard);
    } catch { // Firefox joins only what has the same rate
      sounds = new AudioContext();
      source = sounds.createMediaStreamSource(heard);
    }
    await sounds.resume();
    await sounds.audioWorklet.addModule(words.ear);
    const ear = new AudioWorkletNode(sounds, "ear", { numberOfOutputs: 0 });
    ear.port.onmessage = (event) => { waiting.push(event.data); send(); };
    source.connect(ear);
  }

  async function send() {
    if (busy || !call || !waiting.length) return;
    if (waiting.length > MOST_WAITING) {
      waiting = waiting.slice(-MOST_WAITING);
      at("listen-behind").textContent = words.behind;
    }
    const now = new Blob(waiting, { type: "application/octet-stream" });
    waiting = [];
    busy = true;
    const to = call;
    const { ok, status: code, body } = await ask(`${words.begin}${to}/`, now);
    busy = false;
    if (to !== call) return;
    if (ok) {
      failed = 0;
      show(body);
    } else if (code === 429 || (code === 0 && ++failed < 3)) {
      waiting.unshift(await now.arrayBuffer());
      await new Promise((done) => setTimeout(done, 1000));
    } else {
      return refuse((body && body.wrong) || words.lost);
    }
    send();
  }

  function show(body) {
    at("heard-words").textContent = body.lines.join(" ");
    if (body.missed) at("listen-behind").textContent = words.behind;
    for (const one of body.asks) if (!told.has(one.ask)) add(one);
    if (body.synthetic && !told.has("synthetic")) {
      told.add("synthetic");
      announce(words.synthetic, "", words.syntheticNow);
    }
  }

  function announce(title, sentence, now) {
    const made = element("div", "notice notice-mind heard-one");
    const inside = element("div", "", element("p", "", element("strong", "", title)));
    if (sentence) inside.append(element("blockquote", "", `“${sentence}”`));
    inside.append(element("p", "", now));
    made.append(inside);
    at("heard").prepend(made);
  }

  function add({ ask: name, sentence }) {
    const row = document.querySelector(`[data-ask="${name}"]`);
    if (!row) return;
    told.add(name);
    announce(row.querySelector("label span").textContent, sentence, row.querySelector(".now-do").textContent);
    const label = element("label", "choice keep");
    const tick = element("input");
    Object.assign(tick, { type: "checkbox", name: "sentence", value: sentence });
    label.append(tick, element("span", "", `${words.keep}: “${sentence}”`));
    row.append(label);
    row.classList.add("was-heard");
  }

  function element(tag, cls = "", inside = "") {
    const made = document.createElement(tag);
    if (cls) made.className = cls;
    made.append(inside);
    return made;
  }

  function stop() {
    if (call) {
      const data = new FormData();
      data.append("csrfmiddlewaretoken", token);
      navigator.sendBeacon(`${words.begin}${call}/end/`, data);
    }
    call = "";
    waiting = [];
    failed = 0;
    if (stream) for (const track of stream.getTracks()) track.stop();
    if (sounds) sounds.close();
    stream = sounds = null;
    at("heard-words").textContent = at("listen-behind").textContent = "";
    at("listen-words").hidden = at("listen-on").hidden = true;
    form.hidden = false;
  }

  function refuse(text) {
    stop();
    tell(text);
  }

  function tell(text) {
    at("listen-wrong").textContent = text;
    at("listen-wrong").hidden = !text;
  }

  async function ask(url, body) {
    try {
      const answer = await fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token, Accept: "application/json" } });
      return { ok: answer.ok, status: answer.status, body: await answer.json().catch(() => null) };
    } catch {
      return { ok: false, status: 0, body: null };
    }
  }
})();
