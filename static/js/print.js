// [data-print] prints the page; what is folded is opened on paper.
(() => {
  let folded = [];
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
  window.addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("main details:not([open]):not([data-confirm])")];
    folded.forEach((part) => { part.open = true; });
  });
  window.addEventListener("afterprint", () => folded.forEach((part) => { part.open = false; }));
})();
