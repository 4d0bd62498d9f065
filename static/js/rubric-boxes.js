// Hides the boxes that a choice beside them leaves without meaning: data-when="how:shortfall,excess target_how:number".
// Names stand without the form's prefix; a choice that is not on the page asks for nothing.
(() => {
  const isAsked = (box) => {
    const prefix = box.name.slice(0, box.name.lastIndexOf("-") + 1);
    return box.dataset.when.split(" ").every((part) => {
      const [name, values] = part.split(":");
      const choice = box.form.elements[prefix + name];
      return !choice || values.split(",").includes(choice.value);
    });
  };

  const show = () => {
    document.querySelectorAll("[data-when]").forEach((box) => {
      const field = box.closest(".field");
      field.hidden = !isAsked(box) && !field.classList.contains("has-error");
    });
  };

  document.addEventListener("change", show);
  show();
})();
