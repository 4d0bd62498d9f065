// Several cells pasted from WPS or Excel go to their preview, beginning at the cell that one is in; one cell is typed.
(() => {
  const form = document.querySelector("[data-matrix]");
  const carrier = document.querySelector("[data-paste]");
  if (!form || !carrier) return;

  form.addEventListener("paste", (event) => {
    const { name } = event.target;
    const text = event.clipboardData.getData("text/plain");
    if (!name || !name.startsWith("c:") || !/[\t\r\n]/.test(text.trim())) return;
    event.preventDefault();
    const [, card, slot] = name.split(":");
    carrier.elements.card.value = card;
    carrier.elements.slot.value = slot;
    carrier.elements.text.value = text;
    carrier.submit();
  });
})();
