// Hides the boxes that a choice beside them leaves without meaning: data-when="how:shortfall,excess target_how:number".
// Names stand without the form's prefix; a choice that is not on the page asks for nothing. A box with data-needed
// has to be filled whenever it is shown, so it is not marked 选填. Whole lists say the same with data-rows-when.
(() => {
  const isAsked = (form, prefix, when) =>
    when.split(" ").every((part) => {
      const [name, values] = part.split(":");
      const choice = form.elements[prefix + name];
      return !choice || values.split(",").includes(choice.value);
    });

  const show = () => {
    document.querySelectorAll("[data-when]").forEach((box) => {
      const field = box.closest(".field");
      const prefix = box.name.slice(0, box.name.lastIndexOf("-") + 1);
      field.hidden = !isAsked(box.form, prefix, box.dataset.when) && !field.classList.contains("has-error");
    });
    document.querySelectorAll("[data-rows-when]").forEach((rows) => {
      const isHere = isAsked(rows.closest("form"), "rule-", rows.dataset.rowsWhen);
      rows.hidden = !isHere && !rows.querySelector(".has-error");
    });
  };

  document.querySelectorAll("[data-needed]").forEach((box) => {
    const mark = box.closest(".field").querySelector(".optional");
    if (mark) mark.remove();
  });
  document.addEventListener("change", show);
  show();
})();
