// A form marked [data-once] is sent once: a second press while the answer is on its way does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-once]");
  if (!form || event.defaultPrevented) return;
  if (form.dataset.once === "sent") event.preventDefault();
  form.dataset.once = "sent";
});
window.addEventListener("pageshow", () => document.querySelectorAll("[data-once]").forEach((form) => { form.dataset.once = ""; }));
