// Inside a [data-pick] form: the box [data-pick-all] ticks every box of the list, and [data-pick-count] says how many are ticked.
(() => {
  const boxes = (form) => [...form.querySelectorAll("input[name=pick]:not(:disabled)")];

  const show = (form) => {
    const all = boxes(form);
    const ticked = all.filter((box) => box.checked).length;
    form.querySelectorAll("[data-pick-count]").forEach((place) => { place.textContent = `已勾选 ${ticked} 个`; });
    form.querySelectorAll("[data-pick-all]").forEach((box) => {
      box.checked = all.length > 0 && ticked === all.length;
      box.indeterminate = ticked > 0 && ticked < all.length;
    });
  };

  document.addEventListener("change", (event) => {
    const form = event.target.closest("[data-pick]");
    if (!form) return;
    if (event.target.matches("[data-pick-all]")) boxes(form).forEach((box) => { box.checked = event.target.checked; });
    show(form);
  });
  const start = () => document.querySelectorAll("[data-pick]").forEach(show);
  window.addEventListener("pageshow", start);
})();
