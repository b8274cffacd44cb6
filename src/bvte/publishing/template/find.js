// Show the reports whose text, indicators included, has every word that is typed, with or without its marks.
const plain = text => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");
const form = document.querySelector("form[role=search]");
const field = document.getElementById("find");
const none = document.getElementById("none");
const reports = [...document.querySelectorAll(".listing li")].map(item => [item, plain(item.textContent)]);

function find() {
  const words = plain(field.value).split(/\s+/).filter(Boolean);
  const has = text => words.every(word => text.includes(word));
  for (const [item, text] of reports) {
    item.hidden = !has(text);
    for (const found of item.querySelectorAll(".found")) {
      const names = [...found.querySelectorAll("span")];
      names.forEach(name => name.classList.toggle("hit", words.length > 0 && has(plain(name.textContent))));
      found.hidden = !names.some(name => name.classList.contains("hit"));
    }
  }
  for (const part of document.querySelectorAll(".listing section")) {
    part.hidden = ![...part.querySelectorAll("li")].some(item => !item.hidden);
  }
  none.textContent = reports.some(([item]) => !item.hidden) ? "" : none.dataset.none;
}

form.hidden = false;
form.addEventListener("submit", event => event.preventDefault());
field.addEventListener("input", find);
find();
