/* 核对清单 by keys; every one presses what stands on the page anyway. */
(() => {
  "use strict";
  const projects = [...document.querySelectorAll(".draft-project")];
  const help = document.querySelector("[data-keys]");
  if (help) help.hidden = false;
  const here = () => document.activeElement.closest(".draft-project")
    || projects.find((each) => `#${each.id}` === location.hash) || null;
  const go = (by) => {
    const at = projects.indexOf(here());
    const next = projects[at < 0 ? 0 : Math.min(Math.max(at + by, 0), projects.length - 1)];
    if (next) { next.focus(); next.scrollIntoView({ block: "start" }); }
  };
  const press = (what) => { const found = here() && here().querySelector(what); if (found) found.click(); };
  let box = null;
  document.addEventListener("focusin", (event) => {
    box = event.target.closest("[data-target]") || (event.target.closest("[data-piece]") ? box : null);
  });
  const quote = () => {
    const said = String(document.getSelection()).trim();
    const targets = document.querySelectorAll("[data-target]");
    const into = (box || targets[targets.length - 1])?.querySelector("textarea[name$=places]");
    if (!said || !into) return;
    const folded = into.closest("details");
    if (folded) folded.open = true;
    into.value = into.value.trim() ? `${into.value.trim()}\n${said}` : said;
    into.focus();
  };
  const keys = { j: () => go(1), k: () => go(-1), a: () => press("[data-take]"), e: () => press("[data-edit]"), q: quote };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input:not([type=checkbox]), select, textarea");
    if (event.ctrlKey && event.key === "Enter") {
      const form = event.target.closest("[data-piece]");
      if (form) { event.preventDefault(); form.querySelector("[data-take]").click(); }
      return;
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "x") {
      const line = document.activeElement.closest(".draft-targets li");
      const button = line && line.querySelector("button[name=aside]");
      if (button) { event.preventDefault(); button.click(); }
    } else if (keys[key]) {
      event.preventDefault();
      keys[key]();
    }
  });
  // After the browser has gone to the place that the address names.
  addEventListener("load", () => setTimeout(() => {
    const open = document.querySelector("[data-piece]");
    const named = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (open) open.querySelector("input:not([type=hidden])").focus({ preventScroll: true });
    else if (named && named.classList.contains("draft-project")) named.focus();
  }, 0));
})();
