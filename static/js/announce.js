// Speaks [data-announce] of a fragment that htmx swapped in: a live region that is itself swapped stays silent.
document.addEventListener("htmx:load", (event) => {
  const said = event.detail.elt.closest("[data-announce]");
  const region = document.querySelector("[data-live-region]");
  if (said && region) region.textContent = said.dataset.announce;
});
