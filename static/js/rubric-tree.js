// In the tree of a draft: after a move one is back on the moved row, and Alt+Shift+arrow moves it on.
(() => {
  const landed = location.hash && document.getElementById(location.hash.slice(1));
  if (landed && landed.matches("[data-node]")) {
    landed.scrollIntoView({ block: "center" });
    landed.focus({ preventScroll: true });
  }

  document.addEventListener("keydown", (event) => {
    const row = event.altKey && event.shiftKey && event.target.closest("[data-node]");
    const button = row && row.querySelector(`[data-move="${event.key}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
})();
