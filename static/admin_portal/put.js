"use strict";
// Buttons that put a placeholder into the box last written in; without it the text is typed.

let box = null;
document.addEventListener("focusin", (event) => {
  if (event.target.matches("textarea")) box = event.target;
});

for (const button of document.querySelectorAll("button[data-put]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const own = document.getElementById(button.dataset.into);
    const into = own ?? box ?? document.querySelector("textarea");
    if (!into) return;
    const [start, end] = into === box ? [into.selectionStart, into.selectionEnd] : [into.value.length, into.value.length];
    into.closest("details")?.setAttribute("open", "");
    into.setRangeText(button.dataset.put, start, end, "end");
    into.focus();
    into.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
