// What was typed for an item and not yet confirmed by the server stays on this device and comes back with the page.
(() => {
  const form = document.querySelector("[data-check]");
  if (!form || !form.querySelector("[data-cell]")) return;
  const owner = form.dataset.copy;

  const keep = (item) => {
    const one = window.checkItem(item);
    if (!one.isChanged()) return window.drafts.drop(owner, one.slot);
    return window.drafts.put(owner, one.slot, { ...one.typed(), version: one.version() });
  };

  const bringBack = ([slot, draft]) => {
    const item = form.querySelector(`[data-item="${CSS.escape(slot)}"]`);
    if (!item || !draft) return window.drafts.drop(owner, slot);
    const one = window.checkItem(item);
    one.cell.value = draft.text;
    one.basis.value = draft.basis;
    if (!one.isChanged()) return window.drafts.drop(owner, slot);
    one.store({ ...one.stored(), version: draft.version }); // somebody else may have been there since
    return item.dispatchEvent(new Event("check:changed", { bubbles: true }));
  };

  form.addEventListener("input", ({ target }) => {
    if (target.matches("[data-cell], [data-basis]")) keep(target.closest("[data-item]"));
  });
  form.addEventListener("check:stored", ({ target }) => keep(target));
  window.drafts.of(owner).forEach(bringBack);
})();
