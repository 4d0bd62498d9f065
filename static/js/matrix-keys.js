// Moves through the matrix like through a sheet: Enter and the arrows go down and up, Tab sideways, Escape brings back what
// was saved. Only the cell that one is in shows its input (.is-active); "matrix:go" of a cell leads there.
(() => {
  const form = document.querySelector("[data-matrix]");
  const first = form && form.querySelector("input[name^='c:']");
  if (!first) return;
  const down = "nextElementSibling";
  const up = "previousElementSibling";
  const ways = { Enter: down, ArrowDown: down, ArrowUp: up };
  let active = first;

  const isCell = (element) => Boolean(element.name) && element.name.startsWith("c:");
  const inputOf = (box) => box && box.querySelector("input[name^='c:']");

  const go = (cell) => {
    const before = active;
    active = cell;
    cell.parentElement.classList.add("is-active");
    cell.focus();
    if (before !== cell) before.parentElement.classList.remove("is-active");
  };

  const firstOf = (start, way, find) => {
    for (let place = start[way]; place; place = place[way]) {
      const found = find(place);
      if (found) return found;
    }
    return null;
  };

  const vertically = (cell, way) => firstOf(cell.closest("tr"), way, (row) => inputOf(row.cells[cell.parentElement.cellIndex]));

  const sideways = (cell, way) => firstOf(cell.parentElement, way, inputOf)
    || firstOf(cell.closest("tr"), way, (row) => inputOf(way === down ? row : row.lastElementChild));

  const restore = (cell) => {
    cell.value = cell.defaultValue;
    cell.dispatchEvent(new Event("input", { bubbles: true }));
    cell.select();
  };

  const stay = (cell) => { // in the last row: saved all the same
    cell.dispatchEvent(new Event("focusout", { bubbles: true }));
    cell.select();
  };

  form.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!isCell(cell) || event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
    const back = event.shiftKey ? up : down;
    if (event.key === "Escape") restore(cell);
    else if (event.key === "Tab" && sideways(cell, back)) go(sideways(cell, back));
    else if (event.key in ways) {
      const next = vertically(cell, event.key === "Enter" ? back : ways[event.key]);
      if (next) go(next);
      else stay(cell);
    } else return;
    event.preventDefault();
  });

  form.addEventListener("focusin", ({ target }) => { if (isCell(target)) target.select(); });
  form.addEventListener("matrix:go", ({ target }) => go(target));

  const enter = (event) => { // the first click chooses the cell, the second one sets the cursor
    const cell = event.button || event.target.closest(".cell-note") ? null : inputOf(event.target.closest("td.cell"));
    if (!cell || cell === document.activeElement) return;
    event.preventDefault();
    go(cell);
  };
  form.addEventListener("mousedown", enter);
  form.addEventListener("click", enter);

  form.addEventListener("click", ({ target }) => {
    if (!target.dataset.next) return;
    const cells = [...form.querySelectorAll(`td.${target.dataset.next}`)].map(inputOf).filter(Boolean);
    const after = cells.find((cell) => active.compareDocumentPosition(cell) === Node.DOCUMENT_POSITION_FOLLOWING);
    if (cells.length) go(after || cells[0]);
  });

  active.parentElement.classList.add("is-active");
  const wanted = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (wanted && isCell(wanted)) go(wanted);
})();
