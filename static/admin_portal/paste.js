"use strict";
// A column or table copied from a spreadsheet fills several boxes at once. Rows that begin with a
// target's name go to that target, others to the boxes in their order; without script there is the
// workbook.

const FIGURES = '[name$="-value"], [name$="-denominator"], [name$="-served"]';
const lines = [...document.querySelectorAll("[data-line]")];

function tableOf(text) {
  return text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n")
    .map((row) => row.split("\t").map((cell) => cell.trim()));
}

function squeezed(text) {
  return text.replace(/\s/g, "");
}

function numbers(cells) {
  return cells.filter((cell) => /[0-9０-９]/.test(cell));
}

function put(box, text) {
  box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function byName(rows) {
  const filled = [], left = [];
  for (const row of rows) {
    const at = row.findIndex((cell) => lines.some((line) => squeezed(line.dataset.name) === squeezed(cell)));
    const given = numbers(row.slice(at + 1));
    if (at < 0) {
      if (numbers(row).length) left.push(`“${row[0]}”不是本页的指标`);
      continue;
    }
    const line = lines.find((each) => squeezed(each.dataset.name) === squeezed(row[at]));
    const into = [...line.querySelectorAll(FIGURES)];
    if (!given.length) continue;
    if (given.length > into.length) {
      left.push(`“${row[at]}”有${given.length}个数，看不出填哪一个`);
      continue;
    }
    given.forEach((text, number) => put(into[number], text));
    filled.push(row[at]);
  }
  return { filled, left };
}

function inOrder(rows, first) {
  const all = [...document.querySelectorAll(FIGURES)];
  const given = rows.flat();
  const into = all.slice(all.indexOf(first));
  given.slice(0, into.length).forEach((text, number) => { if (text) put(into[number], text); });
  const filled = into.slice(0, given.length).map((box) => box.closest("[data-line]").dataset.name);
  const left = given.length > into.length ? [`多出${given.length - into.length}格`] : [];
  return { filled: [...new Set(filled)], left };
}

function said(line, { filled, left }) {
  const box = line.querySelector("[data-pasted]");
  const good = filled.length ? `已填入：${filled.join("、")}。请核对数和填法（新增还是累计）。` : "";
  box.textContent = good + (left.length ? `没有填：${left.join("；")}。` : "");
}

for (const line of lines) {
  line.addEventListener("paste", (event) => {
    const rows = tableOf(event.clipboardData.getData("text/plain"));
    if (!event.target.matches(FIGURES) || rows.flat().length < 2) return;
    event.preventDefault();
    const names = lines.map((each) => squeezed(each.dataset.name));
    const named = rows.some((row) => row.some((cell) => names.includes(squeezed(cell))));
    said(line, named ? byName(rows) : inOrder(rows, event.target));
  });
}

const hint = document.querySelector("[data-paste-hint]");
if (hint && document.querySelectorAll(FIGURES).length > 1) hint.hidden = false;
