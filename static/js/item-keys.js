// 按项目录入: Enter goes to the same box of the next unit, Shift+Enter to the one before; leaving with unsaved typing is asked.
(() => {
  const form = document.querySelector("[data-item-form]");
  if (!form) return;
  let isUnsaved = "unsaved" in form.dataset;

  form.addEventListener("keydown", (event) => {
    const box = event.target;
    if (event.key !== "Enter" || event.isComposing || event.keyCode === 229 || !/^[cb]:/.test(box.name || "")) return;
    event.preventDefault();
    const row = box.closest("tr");
    let next = row;
    do next = event.shiftKey ? next.previousElementSibling : next.nextElementSibling;
    while (next && !next.querySelector(`input[name^="${box.name[0]}:"]`));
    if (!next) return;
    const found = next.querySelector(`input[name^="${box.name[0]}:"]`);
    found.focus();
    found.select();
  });

  form.addEventListener("input", () => { isUnsaved = true; });
  form.addEventListener("submit", () => { isUnsaved = false; });
  window.addEventListener("beforeunload", (event) => {
    if (!isUnsaved) return;
    event.preventDefault();
    event.returnValue = "";
  });
})();
