// Shows above the matrix whose cell one is in, by which rule it is scored and what it takes.
(() => {
  const bar = document.querySelector("[data-rule]");
  if (!bar) return;
  const show = (part, words) => { bar.querySelector(`[data-rule-${part}]`).textContent = words; };

  bar.closest("form").addEventListener("focusin", ({ target }) => {
    const box = target.closest("td.cell");
    if (!box) return;
    const [, number] = target.closest("td").querySelector("input").id.split("-");
    const entry = document.getElementById(`rule-${number}`);
    const [words, how] = entry.querySelectorAll("dd");
    show("where", `${box.parentElement.querySelector("th").dataset.name} · ${entry.querySelector("dt").textContent}`);
    show("words", words.textContent);
    show("how", how.textContent);
  });
})();
