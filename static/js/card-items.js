// The items of a card while it is filled ([data-autosave]): what is typed, what the server has, what it refused, and how
// each is shown. autosave.js sends them; drafts.js keeps a copy of unsaved ones on this device.
window.cardItems = (() => {
  const form = document.querySelector("[data-autosave]");
  if (!form) return null;
  const owner = form.dataset.draft;

  const clean = (text) => text.replace(/\u000b/g, "\n").replace(/[\u0000-\u0008\u000c\u000e-\u001f\u007f]/g, "");
  const isChoice = (field) => field.type === "radio" || field.type === "checkbox";
  const fieldsOf = (item) => [...item.node.querySelectorAll("input:not([type='hidden']), textarea")];
  const valuesOf = (item) => {
    const values = {};
    fieldsOf(item).forEach((field) => {
      if (!isChoice(field)) values[field.name] = clean(field.value);
      else if (field.checked) values[field.name] = field.value;
    });
    return values;
  };
  const written = (item) => JSON.stringify(valuesOf(item));
  const version = (item) => item.node.querySelector("[data-version]");

  // base: as the server has it; sent: on its way; lost: sent, but no answer came; refused: wrong as it stands
  const items = new Map([...form.querySelectorAll("[data-item]")].map((node) => {
    const item = { key: node.dataset.item, node, sent: "", lost: [], refused: "", conflict: null };
    item.base = "unsaved" in node.dataset ? "" : written(item);
    return [item.key, item];
  }));
  const isUnsaved = (item) => written(item) !== item.base;
  const isWrong = (item) => Boolean(item.refused) && item.refused === written(item);
  const isWaiting = (item) => isUnsaved(item) && !item.conflict && !isWrong(item);
  const filled = (values) => JSON.stringify(Object.entries(values).filter(([, value]) => value).sort());
  const wasOurs = (lost, values) => lost.some((json) => filled(JSON.parse(json)) === filled(values));

  const keep = (item) => {
    const lost = [...item.lost, item.sent].filter(Boolean);
    if (isUnsaved(item)) drafts.put(owner, item.key, { version: version(item).value, values: valuesOf(item), lost });
    else drafts.drop(owner, item.key);
  };
  const write = (item, values) => {
    fieldsOf(item).forEach((field) => {
      if (isChoice(field)) field.checked = values[field.name] === field.value;
      else field.value = values[field.name] || "";
    });
    item.node.dispatchEvent(new Event("item:written", { bubbles: true }));
  };
  const restore = () => drafts.of(owner).filter(([key, draft]) => {
    const item = items.get(key);
    const differs = item && draft && filled(draft.values) !== filled(valuesOf(item));
    if (!differs) drafts.drop(owner, key);
    else if (!wasOurs(draft.lost, valuesOf(item))) version(item).value = draft.version;
    if (differs) write(item, draft.values);
    return differs;
  }).length;

  const show = (item, told) => {
    const link = form.querySelector(`[data-nav="${CSS.escape(item.key)}"]`);
    if (!link) return; // a text of 晒 has neither a score nor a dot
    item.node.dataset.state = told.state;
    item.node.querySelector("[data-score]").textContent = told.score;
    if (told.opens_note) item.node.querySelector("[data-note-box]").open = true;
    link.querySelector("[data-dot]").className = `state-dot is-${told.state}`;
    link.querySelector("[data-state-words]").textContent = told.state_words;
    const part = link.closest(".nav-items").parentElement;
    part.querySelector("[data-part-wrong]").hidden = !part.querySelector("[data-dot].is-wrong");
  };
  const place = (item, name, isFilled) => {
    const spot = item.node.querySelector(`[data-${name}-place]`);
    spot.textContent = "";
    if (isFilled) spot.append(document.querySelector(`[data-${name}-template]`).content.cloneNode(true));
    return spot;
  };
  const describe = (field, spot, isAbout) => {
    const others = (field.getAttribute("aria-describedby") || "").split(" ").filter((id) => id && id !== spot.id);
    const ids = [...others, ...(isAbout ? [spot.id] : [])].join(" ");
    if (ids) field.setAttribute("aria-describedby", ids);
    else field.removeAttribute("aria-describedby");
    if (isAbout && !isChoice(field)) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  };
  const showProblem = (item, sentence, wrongId) => {
    const spot = place(item, "problem", sentence);
    const note = item.node.querySelector("[data-note-box]");
    if (sentence) spot.querySelector("[data-sentence]").textContent = sentence;
    if (sentence && note.querySelector("textarea").id === wrongId) {
      note.append(spot);
      note.open = true;
    } else note.before(spot);
    item.node.classList.toggle("is-wrong", Boolean(sentence));
    fieldsOf(item).forEach((field) => describe(field, spot, Boolean(sentence) && field.id === wrongId));
  };
  const showConflict = (item) => {
    const spot = place(item, "conflict", item.conflict);
    if (!item.conflict) return;
    ["who", "when", "words", "note"].forEach((part) => {
      spot.querySelector(`[data-${part}]`).textContent = item.conflict[part];
    });
    spot.querySelector("[data-note-line]").hidden = !item.conflict.note;
  };
  const bring = (item) => {
    item.node.dispatchEvent(new Event("item:wanted", { bubbles: true }));
    item.node.hidden = false;
    (item.node.querySelector("[aria-invalid]") || fieldsOf(item)[0]).focus();
  };

  return {
    form,
    all: () => [...items.values()],
    of: (event) => items.get((event.target.closest("[data-item]") || { dataset: {} }).dataset.item),
    get: (key) => items.get(key),
    bring, isChoice, isUnsaved, isWaiting, isWrong, keep, restore, show, showConflict, showProblem, version, wasOurs, write, written,
  };
})();
