// 取消 in a confirmation panel, or Escape inside it, closes the panel and goes back to its button.
(() => {
  const close = (panel) => {
    panel.open = false;
    panel.querySelector("summary").focus();
  };

  document.addEventListener("click", (event) => {
    const cancel = event.target.closest("[data-confirm-cancel]");
    if (cancel) close(cancel.closest("[data-confirm]"));
  });
  document.addEventListener("keydown", (event) => {
    const panel = event.key === "Escape" && event.target.closest("[data-confirm][open]");
    if (panel) close(panel);
  });
})();
