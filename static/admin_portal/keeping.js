"use strict";
// Nothing typed is lost: it is kept as a draft every minute, the page asks before it is left with
// something unsaved, and should the session end, this tab holds the words until they are saved.

const EVERY = 60_000;
const form = document.querySelector(".fill-form");
const KEY = `fill:${location.pathname}`;
let unsaved = false, changed = false, leaving = false, running = null, timer;

function tell(text) {
  const said = form.querySelector("[data-kept]");
  if (said) said.textContent = text;
}

function boxes() {
  return [...form.elements].filter((box) => box.name && !["hidden", "file", "submit"].includes(box.type));
}

function typed() {
  return boxes().map((box) => (["checkbox", "radio"].includes(box.type) ? box.checked : box.value));
}

function hold() {
  const held = { person: form.dataset.person, version: form.elements.version.value, values: typed() };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(held));
  } catch {
    // A browser that holds nothing: the page still asks before it is left.
  }
}

function held() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  } catch {
    return null;
  }
}

// What the tab holds goes back into the boxes unless it was saved since. Where a colleague saved
// meanwhile, the old version goes along, and saving shows both sides.
function putBack() {
  const kept = held();
  const own = kept && kept.person === form.dataset.person && kept.values.length === boxes().length;
  const saved = own && kept.version !== form.elements.version.value && form.dataset.own;
  if (!own || saved || document.getElementById("conflict")) return sessionStorage.removeItem(KEY);
  const all = boxes();
  const differs = all.filter((box, at) => {
    const field = ["checkbox", "radio"].includes(box.type) ? "checked" : "value";
    if (box[field] === kept.values[at]) return false;
    box[field] = kept.values[at];
    return true;
  });
  if (!differs.length) return;
  form.elements.version.value = kept.version;
  for (const box of differs) box.dispatchEvent(new Event("input", { bubbles: true }));
  tell("上次没有保存的内容已放回格子里，请核对后保存。");
}

async function keep() {
  if (!changed || leaving || running) return;
  changed = false;
  const data = new FormData(form);
  data.delete("evidence");
  data.delete("scan");
  data.set("autosave", "1");
  const answer = await fetch(form.action, { method: "POST", body: data, redirect: "error" });
  if (!answer.ok) throw new Error(answer.status);
  form.elements.version.value = (await answer.json()).version;
  unsaved = changed;
  const now = new Date();
  tell(`${now.getHours()}:${String(now.getMinutes()).padStart(2, "0")}已自动存为草稿。`);
  hold();
}

// Whatever went wrong is said when the clerk saves: there both versions are shown.
function stop() {
  clearInterval(timer);
  changed = true;
  tell("没有存上：登录可能已经失效，或别人刚改过。填的内容还在本页，点“保存草稿”即可；要重新登录的，登录后会放回格子里。");
}

function everyMinute() {
  running = keep().catch(stop).finally(() => { running = null; });
}

if (form) {
  putBack();
  form.addEventListener("input", () => { unsaved = changed = true; hold(); });
  form.addEventListener("change", () => { unsaved = changed = true; hold(); });
  form.addEventListener("submit", (event) => {
    if (running) {
      event.preventDefault();
      running.then(() => form.requestSubmit(event.submitter));
      return;
    }
    leaving = true;
    clearInterval(timer);
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved && !leaving) event.preventDefault();
  });
  if (form.elements.save && !document.getElementById("conflict")) {
    timer = setInterval(everyMinute, EVERY);
  }
}
