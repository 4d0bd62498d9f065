// Shows what became of the cells that were sent: points, totals, what has to be mended, and who was first.
(() => {
  const form = document.querySelector("[data-matrix]");
  if (!form) return;
  const scored = form.querySelector("[data-all-scored]");
  const progress = form.querySelector("[data-all-progress]");

  const isCell = (element) => element.name && element.name.startsWith("c:");

  const show = (cell) => { cell.parentElement.querySelector(".cell-text").textContent = cell.value; };

  const clear = (cell) => {
    const box = cell.parentElement;
    const note = box.querySelector(".cell-note");
    if (!note) return;
    note.remove();
    box.classList.remove("is-wrong", "is-conflict");
    box.parentElement.classList.toggle("is-noted", box.parentElement.querySelector(".cell-note") !== null);
    cell.removeAttribute("aria-invalid");
    cell.removeAttribute("aria-describedby");
    delete cell.dataset.refused;
  };

  const button = (word, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-secondary btn-sm";
    made.textContent = word;
    made.dataset.take = act;
    return made;
  };

  const note = (cell, sentence, ...buttons) => {
    clear(cell);
    const made = document.createElement("span");
    made.className = "cell-note";
    made.id = `${cell.id}-note`;
    made.append(sentence, ...buttons);
    cell.parentElement.append(made);
    cell.parentElement.classList.add("is-wrong");
    cell.closest("tr").classList.add("is-noted");
    cell.setAttribute("aria-invalid", "true");
    cell.setAttribute("aria-describedby", made.id);
    cell.dataset.refused = cell.value;
  };

  const compare = (cell, { conflict, text, points }) => {
    const theirs = text ? `填了“${text}”${points ? `（${points} 分）` : ""}` : "清空了这一格";
    const mine = cell.value.trim() ? `您填的是“${cell.value.trim()}”` : "您清空了这一格";
    note(cell, `${conflict.who}在 ${conflict.at} ${theirs}；${mine}。`, button("用对方的", "theirs"), button("用我的", "mine"));
    cell.parentElement.classList.add("is-conflict");
  };

  const settle = (cell, text, outcome) => {
    const box = cell.parentElement;
    cell.nextElementSibling.value = `${outcome.version} ${outcome.text}`;
    cell.defaultValue = outcome.text;
    const isSame = cell.value.trim() === text;
    if (outcome.conflict) compare(cell, outcome);
    else if (outcome.problem && isSame) note(cell, outcome.problem);
    else clear(cell);
    if (!outcome.problem && isSame) cell.value = outcome.text;
    show(cell);
    box.querySelector(".got").textContent = outcome.points;
    const flag = box.querySelector(".is-changed");
    if (flag && !outcome.changed) flag.remove();
    box.classList.toggle("is-unscored", outcome.unscored);
    box.classList.toggle("is-dirty", cell.value.trim() !== outcome.text);
  };

  const sum = (more) => { // by what changed: rows that are filtered out count too
    const all = Number(scored.textContent) + more;
    scored.textContent = all;
    progress.value = all;
    form.querySelector("[data-next='is-unscored']").hidden = all === progress.max;
    form.querySelector("[data-all-done]").hidden = all !== progress.max;
  };

  form.addEventListener("matrix:answered", ({ detail: { sent, answer } }) => {
    sent.forEach((text, cell) => {
      const outcome = answer.cells[cell.name.slice(2)];
      if (outcome) settle(cell, text, outcome);
      else note(cell, "这一格已不在本表中，没有保存；请刷新页面。");
    });
    Object.entries(answer.points).forEach(([name, points]) => {
      const cell = form.elements[`c:${name}`];
      if (cell) cell.parentElement.querySelector(".got").textContent = points;
    });
    let more = 0;
    Object.entries(answer.cards).forEach(([key, card]) => {
      const row = form.querySelector(`tr[data-card="${key}"]`);
      if (!row) return;
      const place = row.querySelector("[data-scored]");
      more += card.scored - Number(place.textContent);
      row.querySelector("[data-total]").textContent = card.total;
      place.textContent = card.scored;
    });
    sum(more);
  });

  form.addEventListener("input", ({ target: cell }) => {
    if (!isCell(cell)) return;
    show(cell);
    const isChanged = cell.value.trim() !== cell.defaultValue;
    cell.parentElement.classList.toggle("is-dirty", isChanged);
    if (isChanged) return;
    clear(cell);
    form.dispatchEvent(new Event("matrix:mended"));
  });

  form.addEventListener("click", ({ target }) => {
    const { take } = target.dataset;
    if (!take) return;
    const cell = target.closest("td").querySelector("input");
    if (take === "theirs") cell.value = cell.defaultValue;
    clear(cell);
    cell.dispatchEvent(new Event("matrix:go", { bubbles: true }));
    cell.dispatchEvent(new Event(take === "mine" ? "matrix:changed" : "input", { bubbles: true }));
    form.dispatchEvent(new Event("matrix:mended"));
  });
})();
