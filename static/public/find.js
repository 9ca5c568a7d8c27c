// Narrows the rows of this page while one types; Enter searches the whole year.
const box = document.querySelector('.filters .find input');
const said = document.getElementById("typed");
const rows = [...document.querySelectorAll(".rows > .row")].map((row) => ({
  row,
  text: row.textContent.toLowerCase(),
}));

function narrow() {
  const words = box.value.trim().toLowerCase();
  let left = 0;
  for (const { row, text } of rows) {
    row.hidden = !text.includes(words);
    left += row.hidden ? 0 : 1;
  }
  said.hidden = words === "" || box.value === box.defaultValue;
  said.textContent = `本页有${left}项写到“${words}”，按回车连同承诺原文一起查找。`;
}

if (box && said) {
  box.addEventListener("input", narrow);
}
