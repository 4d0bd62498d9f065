// Fields of a card: “无上述情形” and counts exclude one another, a level can be unchosen, notes say how much room is left.
(() => {
  const show = (item) => {
    const clear = item.querySelector("[data-clear-choice]");
    if (clear) clear.hidden = !item.querySelector("input[type='radio']:checked");
    item.querySelectorAll("[data-limit]").forEach((note) => {
      const left = Number(note.dataset.limit) - note.value.trim().length;
      const words = note.closest(".note").querySelector("[data-left]");
      words.hidden = left > 100;
      words.textContent = left < 0 ? `超出 ${-left} 字，请删减` : `还可以写 ${left} 字`;
      words.classList.toggle("is-over", left < 0);
      if (note.scrollHeight > note.clientHeight) note.style.height = `${note.scrollHeight + 2}px`;
    });
  };
  const empty = (item, na) => item.querySelectorAll(".answer input, [data-full]").forEach((field) => {
    if (field === na) return;
    if (field.type === "radio" || field.type === "checkbox") field.checked = false;
    else field.value = "";
  });
  const tell = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));

  document.addEventListener("input", (event) => {
    const item = event.target.closest("[data-item]");
    if (!item) return;
    const tally = event.target.closest("[data-tally]");
    const full = tally && tally.querySelector("[data-full]");
    if (full && event.target === full && full.checked) tally.querySelectorAll("[data-count]").forEach((count) => { count.value = ""; });
    else if (full && event.target.matches("[data-count]") && event.target.value.trim()) full.checked = false;
    const na = item.querySelector("[data-na]");
    if (na && event.target === na && na.checked) empty(item, na);
    else if (na && na.checked && event.target !== na && event.target.closest(".answer")) na.checked = false;
    show(item);
  }, true);
  document.addEventListener("focusin", (event) => {
    const item = event.target.closest("[data-item]");
    if (item) show(item);
  });
  document.addEventListener("item:written", (event) => show(event.target));
  document.addEventListener("click", (event) => {
    const clear = event.target.closest("[data-clear-choice]");
    if (!clear) return;
    const chosen = clear.closest("[data-item]").querySelector("input[type='radio']:checked");
    chosen.checked = false;
    chosen.focus();
    tell(chosen);
  });
  document.querySelectorAll("[data-item]").forEach(show);
})();
