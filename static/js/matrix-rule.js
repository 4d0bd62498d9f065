// Shows above the matrix whose cell one is in, by which rule it is scored, what it takes, and the acts on its row and column.
(() => {
  const bar = document.querySelector("[data-rule]");
  if (!bar) return;
  const show = (part, words) => { bar.querySelector(`[data-rule-${part}]`).textContent = words; };

  const lead = (link, entry, card) => {
    const found = entry.querySelector(`[data-by="${link.dataset.ruleBy}"]`);
    if (link.dataset.ruleBy === "row") link.search = `?card=${card}`;
    else if (found) [link.href, link.textContent] = [found.href, found.textContent];
    link.hidden = link.dataset.ruleBy !== "row" && !found;
  };

  bar.closest("form").addEventListener("focusin", ({ target }) => {
    const box = target.closest("td.cell");
    if (!box) return;
    const [, number] = target.closest("td").querySelector("input").id.split("-");
    const entry = document.getElementById(`rule-${number}`);
    const [words, how] = entry.querySelectorAll("dd");
    show("where", `${box.parentElement.querySelector("th").dataset.name} · ${entry.querySelector("dt").textContent}`);
    show("words", words.textContent);
    show("how", how.textContent);
    bar.querySelectorAll("[data-rule-by]").forEach((link) => lead(link, entry, box.parentElement.dataset.card));
  });
})();
