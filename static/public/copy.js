"use strict";
// A button that copies what stands beside it; without this script a tap selects all of it.

for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) continue;
  const text = document.getElementById(button.dataset.copy).textContent;
  const said = button.parentElement.querySelector('[role="status"]');
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.clipboard.writeText(text).then(
      () => { said.textContent = "已复制"; },
      () => { said.textContent = "请长按查询码复制"; },
    );
  });
}
