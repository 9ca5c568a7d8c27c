"use strict";
// While a figure is typed: completion and distance to the plan, and the reasons open when behind.
// The server judges; this only saves the clerk a round trip. Without it the form is complete.

const FULL_WIDTH = "０１２３４５６７８９．";

function typedNumber(input) {
  const plain = [...input.value.trim()]
    .map((sign) => (FULL_WIDTH.includes(sign) ? "0123456789."[FULL_WIDTH.indexOf(sign)] : sign))
    .join("")
    .replace(/^(\+?[0-9]{1,3}(?:[,，][0-9]{3})+)(?![0-9])/, (whole) => whole.replace(/[,，]/g, ""))
    .replace(input.closest("[data-measure]")?.dataset.measure || "\0", "")
    .trim();
  return /^[0-9]{1,12}(\.[0-9]{1,4})?$/.test(plain) ? Number(plain) : null;
}

function short(number, places) {
  const power = 10 ** places;
  // Cut, never rounded up: 9.96 is not shown as 10.0.
  return String(Math.trunc(number * power + Math.sign(number) * 1e-6) / power);
}

function field(line, ending) {
  return line.querySelector(`[name$="-${ending}"]`);
}

function currentValue(line) {
  const number = typedNumber(field(line, "value"));
  if (number === null) return null;
  if (line.dataset.kind === "coverage") {
    const whole = typedNumber(field(line, "denominator"));
    return whole ? Math.floor((number / whole) * 10000 + 1e-6) / 100 : null;
  }
  const total = line.querySelector('[name$="-mode"]:checked').value === "total";
  const rising = Number(line.dataset.target) > Number(line.dataset.baseline);
  return total ? number : Number(line.dataset.last) + (rising ? number : -number);
}

// What the listed places have built, against what is typed: of a count what was added to its base.
function besidePlaces(line, value) {
  if (line.dataset.places === undefined) return "";
  const counts = line.dataset.kind === "coverage" ? typedNumber(field(line, "value")) : Math.abs(value - Number(line.dataset.baseline));
  const gap = counts - Number(line.dataset.places);
  const unit = line.dataset.kind === "coverage" ? "" : line.dataset.measure;
  if (Math.abs(gap) < 1e-9) return "，与点位合计相同";
  return `，比点位合计${gap > 0 ? "多" : "少"}${short(Math.abs(gap), 4)}${unit}`;
}

function counted(line) {
  const value = currentValue(line);
  if (value === null) return { text: "", behind: false };
  const baseline = Number(line.dataset.baseline);
  const whole = Number(line.dataset.target) - baseline;
  const unit = line.dataset.kind === "coverage" ? "个百分点" : line.dataset.measure;
  let text = `累计${short(value, 4)}${line.dataset.measure}，完成年度目标${short(((value - baseline) / whole) * 100, 1)}%`;
  const places = besidePlaces(line, value);
  if (line.dataset.planned === "") return { text: text + places, behind: false };
  const gap = (value - Number(line.dataset.planned)) * Math.sign(whole);
  if (Math.abs(gap) < 1e-9) text += "，与计划相同";
  else text += gap > 0 ? `，比计划快${short(gap, 4)}${unit}` : `，比计划慢${short(-gap, 4)}${unit}`;
  return { text: text + places, behind: gap < -1e-9 };
}

function ticked(line) {
  const asked = [...line.querySelectorAll("[data-asked]")];
  const open = asked.filter((box) => (box.type === "checkbox" ? !box.checked : !box.value));
  return { text: "", behind: open.length > 0 };
}

function isCounted(line) {
  return line.dataset.kind === "quantity" || line.dataset.kind === "coverage";
}

function refresh(line, opens) {
  const { text, behind } = isCounted(line) ? counted(line) : ticked(line);
  line.querySelector("[data-live]").textContent = text;
  line.classList.toggle("is-behind", behind);
  if (behind && opens) line.querySelector("[data-reasons]").open = true;
}

for (const line of document.querySelectorAll("[data-line]")) {
  line.addEventListener("input", () => refresh(line, true));
  line.addEventListener("change", () => refresh(line, true));
  // A figure already typed speaks at once; a tick not yet made is not yet late.
  refresh(line, isCounted(line));
}

const problems = document.getElementById("conflict") || document.getElementById("problems");
if (problems) problems.focus();

// A sentence about what stood in a box is not about what stands there now.
const problemList = document.getElementById("problems");

function mended(box) {
  box.classList.remove("box-wrong");
  for (const input of box.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  for (const text of box.querySelectorAll(".box-problem")) text.textContent = "";
  const link = problemList?.querySelector(`a[href="#${box.id}"]`);
  if (link && !link.dataset.changed) {
    link.dataset.changed = "1";
    link.after("（已改，保存时再核对）");
  }
}

for (const box of document.querySelectorAll(".box-wrong")) {
  box.addEventListener("input", () => mended(box), { once: true });
}
