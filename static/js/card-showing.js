// 晒: “再加一条” brings up the next of the places that wait folded away ([data-show-spare]).
document.addEventListener("click", (event) => {
  const more = event.target.closest("[data-show-more]");
  if (!more) return;
  const spare = [...more.closest("[data-show-kind]").querySelectorAll("[data-show-spare]")].filter((row) => row.hidden);
  if (!spare.length) return;
  spare[0].hidden = false;
  more.hidden = spare.length === 1;
  spare[0].querySelector("textarea").focus();
});
