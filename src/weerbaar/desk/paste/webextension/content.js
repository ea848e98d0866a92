// Stands between a person and a chatbot's page: what is pasted or sent is checked at the person's own desk first.
"use strict";

(() => {
  const web = globalThis.browser ?? globalThis.chrome;
  const say = (name, ...values) => web.i18n.getMessage(name, values);
  const SHORTEST = 3;
  const MOST_CLEAN = 200;
  const QUIET = 500;
  const SECONDS = 20;
  const clean = new Set();
  let panel = null;

  const remember = (text) => {
    clean.add(text.trim());
    if (clean.size > MOST_CLEAN) clean.delete(clean.values().next().value);
  };
  const known = (text) => text.trim().length < SHORTEST || clean.has(text.trim());
  const ask = async (text) => {
    const late = new Promise((done) => setTimeout(() => done({ trouble: "desk" }), SECONDS * 1000));
    try {
      return (await Promise.race([web.runtime.sendMessage({ ask: "check", text }), late])) ?? { trouble: "desk" };
    } catch {
      return { trouble: "desk" };
    }
  };

  function editable(target) {
    const at = target instanceof Element ? target : target?.parentElement;
    if (!at) return null;
    if (at instanceof HTMLTextAreaElement || (at instanceof HTMLInputElement && /^(text|search|)$/.test(at.type))) return at;
    return at.closest("[contenteditable]:not([contenteditable=false])");
  }
  const written = (field) => ("value" in field ? field.value : field.innerText);

  function insert(field, text) {
    field.focus();
    if (!document.execCommand("insertText", false, text) && "value" in field) {
      field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new InputEvent("input", { bubbles: true, data: text, inputType: "insertFromPaste" }));
    }
  }
  function replace(field, text) {
    field.focus();
    if ("select" in field) field.select();
    else getSelection().selectAllChildren(field);
    insert(field, text);
  }

  // What was seen, in a shadow of its own: the page cannot read or restyle it.
  const STYLE = `
    :host { all: initial; }
    dialog { font: 16px/1.5 system-ui, sans-serif; color: #1d1d1b; background: #fff; border: 1px solid #88847a; border-radius: 10px; padding: 20px; max-width: min(34rem, calc(100vw - 32px)); max-height: calc(100vh - 48px); overflow: auto; box-sizing: border-box; }
    dialog::backdrop { background: rgb(0 0 0 / .45); }
    h2 { font-size: 1.25rem; margin: 0 0 8px; } p { margin: 0 0 12px; } ul { margin: 0 0 12px; padding-left: 1.2em; } li { margin: 4px 0; overflow-wrap: anywhere; }
    pre { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; background: #f1efe9; border-radius: 6px; padding: 12px; max-height: 10rem; overflow: auto; margin: 0 0 12px; }
    .row { display: flex; flex-wrap: wrap; gap: 8px; }
    button { font: inherit; min-height: 44px; padding: 0 16px; border-radius: 6px; border: 1px solid #88847a; background: #fff; color: #1d1d1b; cursor: pointer; }
    button.main { background: #0f5260; border-color: #0f5260; color: #fff; }
    :focus-visible { outline: 3px solid #0f5260; outline-offset: 2px; }
    @media (prefers-color-scheme: dark) {
      dialog { background: #20201d; color: #efede6; } pre { background: #2a2a26; } button { background: #2a2a26; color: #efede6; }
      button.main { background: #8fd3df; color: #0d2329; border-color: #8fd3df; } :focus-visible { outline-color: #8fd3df; }
    }`;

  function make(tag, text, kind) {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  }

  function show(title, parts, buttons) {
    close();
    panel = document.createElement("weerbaar-check");
    panel.dir = "ltr";
    const shadow = panel.attachShadow({ mode: "closed" });
    const dialog = document.createElement("dialog");
    dialog.lang = say("language");
    dialog.setAttribute("aria-labelledby", "title");
    const heading = make("h2", title);
    heading.id = "title";
    const row = make("div", "", "row");
    for (const [text, act, kind] of buttons) {
      const button = make("button", text, kind);
      button.type = "button";
      button.addEventListener("click", (event) => { if (event.isTrusted) { close(); act(); } });
      row.append(button);
    }
    const style = make("style", STYLE);
    dialog.append(heading, ...parts, row);
    dialog.addEventListener("close", close);
    for (const kind of ["keydown", "keyup", "keypress", "paste", "click", "input"]) dialog.addEventListener(kind, (event) => event.stopPropagation());
    shadow.append(style, dialog);
    document.documentElement.append(panel);
    dialog.showModal();
    row.firstElementChild?.focus();
  }
  function close() {
    panel?.remove();
    panel = null;
  }

  const TROUBLE = { key: "trouble_key", long: "trouble_long", desk: "trouble_desk" };

  // What to do with an answer of the desk. `take` gets the text that may go; nothing goes without it.
  function settle(answer, text, take, again) {
    const back = [say("leave"), () => {}];
    if (!answer.said) {
      const buttons = answer.trouble === "desk" ? [[say("again"), again, "main"], back] : [[say("understood"), () => {}, "main"]];
      show(say("not_checked"), [make("p", say(TROUBLE[answer.trouble] ?? "trouble_desk"))], buttons);
      return;
    }
    const said = answer.said;
    if (said.clean) {
      remember(text);
      take(text);
      return;
    }
    const list = document.createElement("ul");
    for (const one of said.found.slice(0, 50)) {
      const item = make("li", "");
      item.append(make("strong", one.value), ` ${one.count > 1 ? `(${one.count}x) ` : ""}– ${one.name}. ${one.why}`);
      list.append(item);
    }
    const parts = said.found.length ? [make("p", say("found")), list] : [];
    if (said.hidden) parts.push(make("p", say("hidden")));
    if (!said.complete || !said.safe) {
      parts.push(make("p", say("incomplete")));
      show(say("title"), parts, [[say("understood"), () => {}, "main"]]);
      return;
    }
    parts.push(make("p", say("safe")), make("pre", said.safe));
    show(say("title"), parts, [[say("use"), () => { remember(said.safe); web.storage.session?.set({ kept: said.kept }).catch(() => {}); take(said.safe); }, "main"], back]);
  }

  async function check(text, take) {
    settle(await ask(text), text, take, () => check(text, take));
  }

  function halt(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  function brought(event, data) {
    const field = editable(event.target);
    const text = data?.getData("text/plain") ?? "";
    if (!event.isTrusted || !field || known(text)) return;
    halt(event);
    check(text, (fit) => insert(field, fit));
  }
  addEventListener("paste", (event) => brought(event, event.clipboardData), true);
  addEventListener("drop", (event) => brought(event, event.dataTransfer), true);

  // What was typed is checked when the person pauses, so that sending need not wait.
  let pause = 0;
  let latest = null;
  addEventListener("input", (event) => {
    const field = editable(event.target);
    if (!field) return;
    latest = field;
    clearTimeout(pause);
    pause = setTimeout(async () => {
      const text = written(field);
      if (known(text)) return;
      const answer = await ask(text);
      if (answer.said?.clean) remember(text);
    }, QUIET);
  }, true);

  function sends(event, field) {
    if (!field) return;
    const text = written(field);
    if (known(text)) return;
    halt(event);
    check(text, (fit) => { if (fit !== text) replace(field, fit); else show(say("checked"), [make("p", say("send_again"))], [[say("understood"), () => field.focus(), "main"]]); });
  }
  addEventListener("keydown", (event) => {
    if (event.isTrusted && event.key === "Enter" && !event.shiftKey && !event.isComposing) sends(event, editable(event.target));
  }, true);
  const SENDS = /send|submit|verstuur|verzend|stuur|envoy|senden|absenden/i;
  const isSender = (button) => button.type === "submit" || SENDS.test(`${button.getAttribute("aria-label") ?? ""} ${button.dataset?.testid ?? ""} ${button.id} ${button.textContent.slice(0, 40)}`);
  addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button, input[type=submit], [role=button]") : null;
    if (!button || !event.isTrusted || !isSender(button)) return;
    const field = [...(button.form?.elements ?? [])].map(editable).find(Boolean) ?? (latest?.isConnected ? latest : null);
    sends(event, field);
  }, true);
  addEventListener("submit", (event) => {
    const field = [...event.target.elements ?? []].map(editable).find((one) => one && !known(written(one)));
    if (field) sends(event, field);
  }, true);
})();
