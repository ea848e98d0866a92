// Keys in a list of doubts: j and k go down and up, o opens, x marks, e goes to the decision. Every page works without.
"use strict";

const rows = () => [...document.querySelectorAll(".cases > li")];
let at = -1;

function goTo(next) {
  const all = rows();
  if (!all.length) return;
  all[at]?.classList.remove("at");
  at = Math.max(0, Math.min(all.length - 1, next));
  all[at].classList.add("at");
  all[at].scrollIntoView({ block: "nearest" });
  all[at].querySelector("a").focus({ preventScroll: true });
}

function marked() {
  const box = document.getElementById("marked");
  if (box) box.textContent = document.querySelectorAll(".cases input:checked").length;
}

const acts = {
  j: () => goTo(at + 1),
  k: () => goTo(at - 1),
  o: () => rows()[at]?.querySelector("a").click(),
  x: () => { const tick = rows()[at]?.querySelector("input[type=checkbox]"); if (tick) { tick.checked = !tick.checked; marked(); } },
  e: () => document.querySelector("#decide select, #decide button, #decide input[type=radio]")?.focus(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem("keys-off") !== null) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, dialog, [contenteditable]")) return;
  if (!acts[event.key]) return;
  acts[event.key]();
  event.preventDefault();
});
document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-marks-all]");
  if (all) for (const tick of document.querySelectorAll(".cases input[type=checkbox]")) tick.checked = all.checked;
  marked();
});
