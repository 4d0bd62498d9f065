// Counts the items that are to go back, ticks an item when a reason is chosen or typed, and warns before they are forgotten.
(() => {
  const form = document.querySelector("[data-check]");
  const send = form && form.querySelector("[data-return]");
  const there = form && form.querySelector("[data-to-return]");
  if (!send || !there) return;
  let isLeaving = false;

  const chosen = () => form.querySelectorAll("[data-tick]:checked").length;
  const count = () => {
    there.hidden = !chosen();
    there.querySelector("[data-chosen-count]").textContent = chosen();
    send.textContent = chosen() ? `退回 ${chosen()} 项` : "退回";
  };

  form.addEventListener("input", ({ target }) => {
    const going = target.closest("[data-going]");
    if (!going || target.matches("[data-tick]")) return;
    if (target.value) going.querySelector("[data-tick]").checked = true;
    count();
  });
  form.addEventListener("change", ({ target }) => { if (target.matches("[data-tick]")) count(); });
  there.addEventListener("click", () => {
    form.querySelector("[name='due_at']").focus();
    send.scrollIntoView({ block: "center" });
  });
  form.addEventListener("submit", () => { isLeaving = true; });
  window.addEventListener("beforeunload", (event) => {
    if (isLeaving || !chosen()) return;
    event.preventDefault();
    event.returnValue = "";
  });
  count();
})();
