"use strict";
// A button that copies a text; without this script the text is selected and copied by hand.

function put(box) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(box.value);
  box.focus();
  box.select();
  return document.execCommand("copy") ? Promise.resolve() : Promise.reject(new Error("refused"));
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  const box = document.getElementById(button.dataset.copy);
  const said = button.parentElement.querySelector("[data-copied]");
  button.hidden = false;
  button.addEventListener("click", () => {
    put(box).then(
      () => { said.textContent = "已复制，可以粘贴到工作群。"; },
      () => { box.select(); said.textContent = "浏览器不让自动复制，请按 Ctrl+C。"; },
    );
  });
}
