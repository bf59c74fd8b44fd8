// A button over each table saves it as CSV, rounded and hidden as it is shown. Nothing is sent:
// the file is made in the browser, and the policy of the page lets it load nothing.
(() => {
  const quoted = (text) => {
    // Alone in its cell a number is written as a spreadsheet reads it; no text may run as a formula.
    const isNumber = /^−?\d{1,3}(,\d{3})*(\.\d+)?$|^−?\d+(\.\d+)?$/.test(text);
    const plain = isNumber ? text.replace("−", "-").replaceAll(",", "") : text;
    const safe = !isNumber && /^\s*[=+@-]/.test(text) ? `'${plain}` : plain;
    return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const release = document.documentElement.dataset.release;
  for (const table of document.querySelectorAll("table")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "tool";
    button.textContent = "Save this table (CSV)";
    button.addEventListener("click", () => {
      const lines = [...table.rows].map((row) =>
        [...row.cells].map((cell) => quoted(cell.textContent.trim())).join(","));
      // Without the mark at the start a spreadsheet takes dashes for broken letters.
      const file = new Blob(["\ufeff", lines.join("\r\n"), "\r\n"], { type: "text/csv" });
      const link = document.createElement("a");
      link.href = URL.createObjectURL(file);
      link.download = `${release}-${table.dataset.name}.csv`;
      link.click();
      URL.revokeObjectURL(link.href);
    });
    table.closest(".scroll").before(button);
  }
})();
