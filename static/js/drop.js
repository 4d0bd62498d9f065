// Small menus are <details data-drop>: Escape, a click elsewhere or leaving by keyboard closes them.
(() => {
  const open = () => document.querySelector("details[data-drop][open]");

  const closeUnlessInside = (target) => {
    const drop = open();
    if (drop && !drop.contains(target)) drop.open = false;
  };

  document.addEventListener("click", (event) => closeUnlessInside(event.target));
  document.addEventListener("focusin", (event) => closeUnlessInside(event.target));
  document.addEventListener("keydown", (event) => {
    const drop = open();
    if (event.key !== "Escape" || !drop) return;
    drop.open = false;
    drop.querySelector("summary").focus();
  });
})();
