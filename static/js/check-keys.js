// Moves from item to item by keys: ↑↓, a number types at once, Enter saves and goes to the next item that is 未评. Single keys
// work on an item only, not in its fields, and not where they are switched off (js/shortcuts.js).
(() => {
  const form = document.querySelector("[data-check]");
  const items = form ? [...form.querySelectorAll("[data-item]")] : [];
  if (!items.length) return;
  const hasKeys = () => document.documentElement.dataset.shortcuts !== "off";
  const cellOf = (item) => item.querySelector("[data-cell]");

  const go = (item) => {
    const target = hasKeys() ? item : cellOf(item) || item;
    target.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
    if (target.select) target.select();
  };

  const step = (item, by) => items[items.indexOf(item) + by];
  const isOpen = (item) => item.matches(".is-open, .is-changed") && !(cellOf(item) && cellOf(item).value.trim() && item.matches(".is-open"));

  const nextOpen = (item) => {
    const at = items.indexOf(item) + 1;
    const next = [...items.slice(at), ...items.slice(0, at)].find(isOpen);
    if (next) go(next);
    else go(step(item, 1) || item);
  };

  const put = (item, key) => {
    const button = item.querySelector(`[data-put][data-key="${key}"]`);
    if (button) button.click();
  };

  const open = (item) => {
    const going = item.querySelector("[data-going]");
    if (!going) return;
    going.open = true;
    going.querySelector("[data-tick]").checked = true;
    going.querySelector("[data-tick]").dispatchEvent(new Event("change", { bubbles: true }));
    going.querySelector("[data-canned]").focus();
  };

  const edit = (item, name) => {
    const field = item.querySelector(`[data-${name}]`);
    if (!field) return;
    field.focus();
    field.select();
  };

  const acts = { z: (item) => put(item, "z"), m: (item) => put(item, "m"), b: (item) => edit(item, "basis"), t: open };

  const onItem = (event, item) => {
    const { key } = event;
    if (key === "F2") edit(item, "cell");
    else if (hasKeys() && /^[0-9.+-]$/.test(key) && cellOf(item)) { edit(item, "cell"); return; } // the sign lands in the box
    else if (hasKeys() && acts[key.toLowerCase()]) acts[key.toLowerCase()](item);
    else return;
    event.preventDefault();
  };

  form.addEventListener("keydown", (event) => {
    const item = event.target.closest("[data-item]");
    const inBox = event.target.matches("[data-cell], [data-basis]");
    if (!item || event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape") go(item);
    if (event.key === "Escape" && !hasKeys()) item.focus();
    if (!inBox && event.target !== item) return;
    if (event.key === "Enter" && !event.repeat) nextOpen(item);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const next = step(item, event.key === "ArrowDown" ? 1 : -1);
      if (next) go(next);
    } else if (event.target === item) { onItem(event, item); return; } else return;
    event.preventDefault();
  });

  form.addEventListener("click", ({ target }) => {
    const item = target.closest("[data-item]");
    if (item && target.dataset.put !== undefined) {
      cellOf(item).value = target.dataset.put;
      item.dispatchEvent(new Event("check:changed", { bubbles: true }));
      cellOf(item).dispatchEvent(new Event("input", { bubbles: true }));
      item.focus({ preventScroll: true });
    }
    if (target.dataset.nextOpen !== undefined) nextOpen(document.activeElement.closest("[data-item]") || items[items.length - 1]);
  });

  const quiet = document.querySelector("[data-error-summary]") || location.hash.length > 1;
  const first = items.find(isOpen);
  if (!quiet && first && cellOf(first)) go(first);
})();
