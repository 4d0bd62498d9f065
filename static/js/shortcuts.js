// "/" goes to the search field; [data-shortcuts-switch] turns single keys off and on for this browser.
// Other scripts ask document.documentElement.dataset.shortcuts, which is "on" or "off".
(() => {
  const root = document.documentElement;
  const key = "shortcuts";
  const controls = document.querySelectorAll("[data-shortcuts-switch]");

  const apply = (value) => {
    root.dataset.shortcuts = value;
    controls.forEach((control) => control.setAttribute("aria-pressed", String(value === "on")));
  };

  const isTyping = (element) => element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);

  apply(localStorage.getItem(key) === "off" ? "off" : "on");
  controls.forEach((control) => control.addEventListener("click", () => {
    const value = root.dataset.shortcuts === "on" ? "off" : "on";
    localStorage.setItem(key, value);
    apply(value);
  }));
  document.addEventListener("keydown", (event) => {
    const field = document.querySelector("[data-search]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!field || root.dataset.shortcuts === "off" || isTyping(event.target)) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
})();
