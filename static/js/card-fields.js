// Fields of a card: “无上述情形” and counts exclude one another, a level can be unchosen, notes say how much room is left,
// and begin their folded line with their first words.
(() => {
  const show = (item) => {
    const clear = item.querySelector("[data-clear-choice]");
    if (clear) clear.hidden = !item.querySelector("input[type='radio']:checked");
    item.querySelectorAll("[data-limit]").forEach((note) => {
      const left = Number(note.dataset.limit) - note.value.trim().length;
      const box = note.closest(".note");
      const words = box.querySelector("[data-left]");
      const line = box.querySelector("[data-note-words]");
      const first = note.value.trim().replace(/\s+/g, " ");
      if (line) line.textContent = first.length > 24 ? `${first.slice(0, 23)}…` : first;
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
  document.addEventListener("item:written", (event) => {
    const note = event.target.querySelector(".note textarea");
    if (note && note.value.trim()) {
      note.closest(".note").open = true;
      event.target.hidden = false;
    }
    show(event.target);
  });
  document.addEventListener("toggle", (event) => {
    const item = event.target.matches(".note") && event.target.open && event.target.closest("[data-item]");
    if (item) show(item);
  }, true);
  document.addEventListener("click", (event) => {
    const clear = event.target.closest("[data-clear-choice]");
    if (!clear) return;
    const chosen = clear.closest("[data-item]").querySelector("input[type='radio']:checked");
    chosen.checked = false;
    chosen.focus();
    tell(chosen);
  });
  const reveal = () => { // a link or a new sign-in leads to a field that is folded away
    const field = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const box = field && field.closest("details.note");
    if (!box || box.open) return;
    box.open = true;
    field.focus();
  };
  window.addEventListener("hashchange", reveal);
  document.querySelectorAll("[data-item]").forEach(show);
  reveal();
})();
