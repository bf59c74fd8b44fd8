"use strict";
(() => {
  // A cell sorts by its first number, if it starts with one; hidden cells go last.
  const worth = (text) => {
    const plain = text.replace(/,/g, "").replace("−", "-");
    const found = /^-?\d+(\.\d+)?(?![\d-])/.exec(plain);
    return found ? Number(found[0]) : null;
  };
  const compare = (a, b) => {
    const [x, y] = [worth(a), worth(b)];
    if (x !== null && y !== null) return x - y;
    if (x !== null || y !== null) return x !== null ? -1 : 1;
    return a.localeCompare(b, "en");
  };
  for (const table of document.querySelectorAll("table")) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = [...table.tBodies[0].rows];
        const cell = (row) => row.cells[column].textContent;
        rows.sort((a, b) => (down ? -1 : 1) * compare(cell(a), cell(b)));
        table.tBodies[0].append(...rows);
      });
    });
  }
})();
