// A long card shows one part ([data-part]) at a time; whatever is linked to or focused brings its part up.
// On small screens the list of items folds to a button.
(() => {
  const nav = document.querySelector("[data-parts-nav]");
  const parts = [...document.querySelectorAll("[data-part]")];
  if (!nav || !parts.length) return;
  const links = [...nav.querySelectorAll("[data-part-link]")];
  const fold = nav.querySelector("[data-parts-fold]");

  const show = (part) => parts.forEach((one, index) => {
    one.classList.toggle("is-folded", one !== part);
    links[index].closest("li").classList.toggle("is-current", one === part);
    if (one === part) links[index].setAttribute("aria-current", "true");
    else links[index].removeAttribute("aria-current");
  });
  const bring = (element) => {
    const part = element && element.closest("[data-part]");
    if (part && part.classList.contains("is-folded")) show(part);
  };
  const target = (hash) => hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
  const open = (isOpen) => {
    nav.classList.toggle("is-open", isOpen);
    fold.setAttribute("aria-expanded", String(isOpen));
  };
  const step = (event, by) => {
    const part = parts[parts.indexOf(event.target.closest("[data-part]")) + by];
    show(part);
    const head = part.querySelector("h2");
    head.focus({ preventScroll: true });
    head.scrollIntoView();
  };

  fold.addEventListener("click", () => open(!nav.classList.contains("is-open")));
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-part-back]")) return step(event, -1);
    if (event.target.closest("[data-part-on]")) return step(event, 1);
    const link = event.target.closest("a[href^='#']");
    if (!link) return undefined;
    bring(target(link.hash));
    if (nav.contains(link)) open(false);
    return undefined;
  }, true);
  nav.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !nav.classList.contains("is-open")) return;
    open(false);
    fold.focus();
  });
  document.addEventListener("item:wanted", (event) => bring(event.target));
  window.addEventListener("hashchange", () => bring(target(location.hash)));

  const wrong = document.querySelector("[data-part] .is-wrong");
  const unfilled = nav.querySelector(".nav-items .state-dot.is-open");
  const start = target(location.hash) || wrong || (unfilled && target(unfilled.closest("a").hash)) || parts[0];
  show(start.closest("[data-part]") || parts[0]);
})();
