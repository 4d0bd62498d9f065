// [data-copy="id"] copies a text field whole; on plain HTTP there is no clipboard object, so the field is selected and copied.
(() => {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const text = document.getElementById(button.dataset.copy);
    text.focus();
    text.select();
    const isCopied = document.execCommand("copy");
    button.parentElement.querySelector("[data-copy-said]").textContent = isCopied ? "已复制" : "已选中，请按 Ctrl+C 复制";
  });
})();
