"use strict";
// A button that copies a text, or an article with its form; without it one copies by hand.

function put(box, rich) {
  if (rich && navigator.clipboard && navigator.clipboard.write && window.ClipboardItem) {
    const part = (text, type) => new Blob([text], { type });
    const plain = new DOMParser().parseFromString(box.value, "text/html").body.textContent;
    return navigator.clipboard.write([new ClipboardItem({
      "text/html": part(box.value, "text/html"), "text/plain": part(plain, "text/plain"),
    })]);
  }
  if (rich) return Promise.reject(new Error("no rich clipboard"));
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
    const rich = "rich" in button.dataset;
    put(box, rich).then(
      () => { said.textContent = rich ? "已复制，可以粘贴到公众号后台。" : "已复制，可以粘贴到工作群。"; },
      () => {
        if (!rich) box.select();
        said.textContent = rich
          ? "浏览器不让自动复制，请点“看文章”，在打开的页面里全选复制。" : "浏览器不让自动复制，请按 Ctrl+C。";
      },
    );
  });
}
