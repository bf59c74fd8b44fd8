// One site is marked wherever it is drawn or listed: on every element with its name in data-site.
(() => {
  const found = [...document.querySelectorAll("[data-site]")];
  const names = [...new Set(found.map((element) => element.dataset.site))];
  const picker = document.getElementById("site");
  if (names.length < 2) return;
  names.sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  picker.append(...names.map((name) => new Option(name, name)));
  picker.closest("label").hidden = false;
  const said = document.getElementById("site-said");
  const bringIntoView = (row) => {
    const frame = row.closest(".scroll");
    if (frame) frame.scrollTop = row.offsetTop - 2 * row.offsetHeight;
  };
  const mark = () => {
    const chosen = found.filter((element) => element.dataset.site === picker.value);
    found.forEach((element) => element.classList.toggle("chosen", chosen.includes(element)));
    const sections = new Set(chosen.map((element) => element.closest("section")));
    sections.forEach((section) => {
      const row = section.querySelector("tr.chosen");
      if (row) bringIntoView(row);
    });
    const figures = sections.size === 1 ? "1 figure" : `${sections.size} figures`;
    said.textContent = picker.value ? `${picker.value} is marked in ${figures}.` : "";
  };
  picker.addEventListener("change", mark);
  // A browser may put an old choice back when the page is loaded again.
  picker.value = "";
})();
