// What was typed and not yet confirmed by the server stays on this device, one entry an item: draft:<person>:<card>:<item>.
// Signing out clears all of it; [data-draft-over="<person>:<card>"] says that a card is no longer written.
window.drafts = (() => {
  const quietly = (act, otherwise) => {
    try { return act(); } catch (error) { return otherwise; } // no room, or storage is switched off
  };
  const name = (owner, item) => `draft:${owner}:${item}`;
  const names = (start) => quietly(() => Object.keys(localStorage).filter((key) => key.startsWith(start)), []);
  const forget = (start) => names(start).forEach((key) => quietly(() => localStorage.removeItem(key)));

  const read = (key) => quietly(() => JSON.parse(localStorage.getItem(key)), null);
  const of = (owner) => names(name(owner, "")).map((key) => [key.slice(name(owner, "").length), read(key)]);

  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-sign-out]") && !event.defaultPrevented) forget("draft:");
  });
  document.querySelectorAll("[data-draft-over]").forEach((place) => forget(name(place.dataset.draftOver, "")));

  return {
    of,
    put: (owner, item, draft) => quietly(() => localStorage.setItem(name(owner, item), JSON.stringify(draft))),
    drop: (owner, item) => quietly(() => localStorage.removeItem(name(owner, item))),
  };
})();
