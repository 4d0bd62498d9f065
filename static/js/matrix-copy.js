// Keeps what is typed on this device until the server has it, so that a crash or a lost session loses nothing.
(() => {
  const form = document.querySelector("[data-matrix]");
  if (!form) return;
  const place = form.dataset.copy;

  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(place)) || {};
    } catch (error) {
      return {};
    }
  };

  const change = (act) => {
    const copy = read();
    act(copy);
    try {
      if (Object.keys(copy).length) localStorage.setItem(place, JSON.stringify(copy));
      else localStorage.removeItem(place);
    } catch (error) {
      // no room, or storage is switched off: the page works without the copy
    }
  };

  const keep = (cell) => change((copy) => {
    const name = cell.name.slice(2);
    if (cell.value.trim() === cell.defaultValue) {
      delete copy[name];
      return;
    }
    const where = `${cell.closest("tr").querySelector("th a").textContent} ${name.split(":")[1]}`;
    copy[name] = { text: cell.value, version: cell.nextElementSibling.value.split(" ")[0], where };
  });

  const bringBack = (name, { text, version }) => {
    const cell = form.elements.namedItem(`c:${name}`);
    if (!cell) return false;
    if (text.trim() === cell.defaultValue) {
      change((copy) => { delete copy[name]; });
      return true;
    }
    cell.value = text;
    cell.nextElementSibling.value = `${version} `;
    cell.parentElement.classList.add("is-dirty");
    cell.dispatchEvent(new Event("matrix:changed", { bubbles: true }));
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
      change((copy) => entries.forEach(([name]) => { delete copy[name]; }));
      box.hidden = true;
    });
  };

  form.addEventListener("input", ({ target }) => { if (target.name && target.name.startsWith("c:")) keep(target); });
  form.addEventListener("matrix:answered", ({ detail: { sent } }) => sent.forEach((text, cell) => keep(cell)));
  document.addEventListener("submit", ({ target }) => { if (target.matches("[data-sign-out]")) localStorage.removeItem(place); });
  showLeftover(Object.entries(read()).filter(([name, entry]) => !bringBack(name, entry)));
})();
