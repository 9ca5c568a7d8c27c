"use strict";
// Django's searchable lists have no accessible name of their own: lend them their label's.

function lendNames() {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const label = document.querySelector(`label[for="${select.id}"]`);
    const box = select.nextElementSibling;
    if (!label || !box) continue;
    const words = label.textContent.replace(/[:：]\s*$/, "").trim();
    for (const part of box.querySelectorAll('[role="combobox"], [role="textbox"]')) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", words);
    }
  }
}

// jQuery runs what waits for the page in order: these lists are made first.
if (window.django && window.django.jQuery) window.django.jQuery(lendNames);
