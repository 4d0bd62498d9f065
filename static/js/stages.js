// On small screens the stage bar starts with the current stage in its middle.
document.querySelectorAll("[data-stages]").forEach((region) => {
  const current = region.querySelector("[aria-current]");
  if (current) region.scrollLeft = current.offsetLeft - (region.clientWidth - current.offsetWidth) / 2;
});
