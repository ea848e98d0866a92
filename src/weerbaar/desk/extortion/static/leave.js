// Leave quickly: what was read here takes one place in the history of the browser, and leaving takes that place too. Without script these are links.
"use strict";

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-leave], a[data-step]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  if ("leave" in link.dataset) document.documentElement.hidden = true;
  location.replace(link.href);
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.replace("/");
});
