// A click on the head of a column sorts its table; what has no number stays last either way.
(() => {
  // A cell is worth the number it starts with; "below" a limit is less than the limit.
  const worth = (text) => {
    const plain = text.trim().replace(/,/g, "").replace("−", "-");
    const found = /^(below )?(-?\d+(?:\.\d+)?)(?![\d-])/.exec(plain);
    if (!found) return null;
    return found[1] ? Number(found[2]) - Number.EPSILON : Number(found[2]);
  };
  const compare = (a, b, way) => {
    const [x, y] = [worth(a), worth(b)];
    if (x !== null && y !== null) return way * (x - y);
    if (x !== null || y !== null) return x !== null ? -1 : 1;
    if ((a === "–") !== (b === "–")) return a === "–" ? 1 : -1;
    return way * a.localeCompare(b, "en", { numeric: true });
  };
  for (const table of document.querySelectorAll("table")) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const way = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", way === 1 ? "ascending" : "descending");
        const cell = (row) => row.cells[column].textContent;
        const rows = [...table.tBodies[0].rows];
        rows.sort((a, b) => compare(cell(a), cell(b), way));
        table.tBodies[0].append(...rows);
      });
    });
  }
})();
