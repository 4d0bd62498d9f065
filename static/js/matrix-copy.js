// Keeps what is typed in the matrix on this device (drafts.js) until the server has it; after a crash it comes back.
(() => {
  const form = document.querySelector("[data-matrix]");
  if (!form) return;
  const owner = form.dataset.copy;
  const isCell = (element) => element.name && element.name.startsWith("c:");

  const keep = (cell) => {
    const name = cell.name.slice(2);
    if (cell.value.trim() === cell.defaultValue) return window.drafts.drop(owner, name);
    const where = `${cell.closest("tr").querySelector("th").dataset.name} ${name.split(":")[1]}`;
    return window.drafts.put(owner, name, { text: cell.value, version: cell.nextElementSibling.value.split(" ")[0], where });
  };

  const bringBack = (name, { text, version }) => {
    const cell = form.elements.namedItem(`c:${name}`);
    if (!cell) return false;
    if (text.trim() !== cell.defaultValue) cell.nextElementSibling.value = `${version} `;
    cell.value = text;
    cell.dispatchEvent(new Event("input", { bubbles: true }));
    if (text.trim() !== cell.defaultValue) cell.dispatchEvent(new Event("matrix:changed", { bubbles: true }));
    return true;
  };

  const showLeftover = (entries) => {
    const box = form.querySelector("[data-leftover]");
    entries.forEach(([, { where, text }]) => {
      const line = document.createElement("li");
      line.textContent = `${where}：${text || "（清空）"}`;
      box.querySelector("ul").append(line);
    });
    box.hidden = !entries.length;
    box.querySelector("button").addEventListener("click", () => {
      entries.forEach(([name]) => window.drafts.drop(owner, name));
      box.hidden = true;
    });
  };

  form.addEventListener("input", ({ target }) => { if (isCell(target)) keep(target); });
  form.addEventListener("matrix:answered", ({ detail: { sent } }) => sent.forEach((text, cell) => keep(cell)));
  showLeftover(window.drafts.of(owner).filter(([name, draft]) => draft && !bringBack(name, draft)));
})();
