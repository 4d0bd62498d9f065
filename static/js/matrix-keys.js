// Moves through the matrix like through a sheet: Enter and the arrows go down and up, Escape brings back what was saved.
(() => {
  const form = document.querySelector("[data-matrix]");
  if (!form) return;

  const isCell = (element) => element.name && element.name.startsWith("c:");
  let last = null;
  const keys = { Enter: "nextElementSibling", ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" };

  const beside = (cell, way) => {
    const place = cell.parentElement.cellIndex;
    for (let row = cell.closest("tr")[way]; row; row = row[way]) {
      const found = row.cells[place].querySelector("input");
      if (found) return found;
    }
    return null;
  };

  const restore = (cell) => {
    cell.value = cell.defaultValue;
    cell.dispatchEvent(new Event("input", { bubbles: true }));
    cell.select();
  };

  const go = (cell, way) => {
    const next = beside(cell, way);
    if (next) next.focus();
    else cell.dispatchEvent(new Event("focusout", { bubbles: true })); // the last row: saved, and one stays
    if (!next) cell.select();
  };

  form.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!isCell(cell) || event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape") restore(cell);
    else if (event.key in keys) go(cell, event.key === "Enter" && event.shiftKey ? keys.ArrowUp : keys[event.key]);
    else return;
    event.preventDefault();
  });

  form.addEventListener("focusin", ({ target }) => {
    if (!isCell(target)) return;
    last = target;
    target.select();
  });
  form.addEventListener("mousedown", (event) => { // the first click chooses the cell, the second one sets the cursor
    if (!isCell(event.target) || event.target === document.activeElement || event.button) return;
    event.preventDefault();
    event.target.focus();
  });

  form.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text").trim();
    if (!isCell(event.target) || !/[\t\r\n]/.test(text)) return;
    event.preventDefault();
    form.querySelector("[data-save-state]").textContent = "一格只能粘贴一个内容，没有粘贴";
  });

  form.addEventListener("click", ({ target }) => {
    const { next } = target.dataset;
    if (!next) return;
    const cells = [...form.querySelectorAll(`td.${next} input[name^="c:"]`)];
    const after = cells.find((cell) => last && last.compareDocumentPosition(cell) === Node.DOCUMENT_POSITION_FOLLOWING);
    if (cells.length) (after || cells[0]).focus();
  });
})();
