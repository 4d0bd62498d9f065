// Shows what became of the items that were sent: points, the total, what has to be mended, and who was first.
(() => {
  const form = document.querySelector("[data-check]");
  if (!form) return;
  const place = (name) => form.querySelector(`[data-${name}]`);

  const clear = (item) => {
    const { note, cell, basis } = window.checkItem(item);
    note.textContent = "";
    item.classList.remove("is-wrong");
    delete item.dataset.refused;
    [cell, basis].forEach((field) => field.removeAttribute("aria-invalid"));
  };

  const button = (word, act) => {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className: "btn btn-secondary btn-sm", textContent: word });
    made.dataset.take = act;
    return made;
  };

  const tell = (item, sentence, field, ...buttons) => {
    const one = window.checkItem(item);
    clear(item);
    const said = document.createElement("p");
    said.className = "field-error";
    said.setAttribute("role", "alert");
    said.textContent = sentence;
    one.note.append(said, ...buttons);
    item.classList.add("is-wrong");
    item.dataset.refused = JSON.stringify(one.typed());
    const wrong = field === "basis" ? one.basis : one.cell;
    wrong.setAttribute("aria-invalid", "true");
    wrong.setAttribute("aria-describedby", one.note.id);
  };

  const inWords = ({ text, basis }) => `${text ? `“${text}”` : "未评"}${basis ? `，依据“${basis}”` : ""}`;

  const compare = (item, outcome) => {
    const mine = inWords(window.checkItem(item).typed());
    const { who, at } = outcome.conflict;
    tell(item, `另一处已修改，请对比：${who}在 ${at} 填的是${inWords(outcome)}；您填的是${mine}，还没有保存。`, "",
      button("用对方的", "theirs"), button("用我的", "mine"));
  };

  const settle = (item, typed, outcome) => {
    const one = window.checkItem(item);
    const now = one.typed();
    const isSame = now.text === typed.text && now.basis === typed.basis;
    if (!outcome.problem || outcome.conflict) one.store(outcome);
    if (outcome.conflict) return compare(item, outcome);
    if (outcome.problem) return isSame && tell(item, outcome.problem, outcome.field);
    clear(item);
    if (isSame) {
      one.cell.value = outcome.text;
      one.basis.value = outcome.basis;
    }
    item.classList.remove("is-changed");
    return item.dispatchEvent(new Event("check:stored", { bubbles: true }));
  };

  const recount = (answer) => {
    Object.entries(answer.points).forEach(([slot, { words, unscored }]) => {
      const item = form.querySelector(`[data-item="${CSS.escape(slot)}"]`);
      if (!item) return;
      item.querySelector("[data-points]").textContent = words;
      item.classList.toggle("is-open", unscored);
    });
    place("total").textContent = answer.total;
    place("scored").textContent = answer.scored;
    place("needed").textContent = answer.needed;
  };

  form.addEventListener("check:answered", ({ detail: { sent, answer } }) => {
    sent.forEach((typed, item) => {
      const outcome = answer.items[item.dataset.item];
      if (outcome) settle(item, typed, outcome);
      else tell(item, "这一项已不在本表中，没有保存；请刷新页面。");
    });
    recount(answer);
    if (Object.values(answer.items).every(({ problem }) => problem)) return;
    place("confirm-now").hidden = true;
    place("confirm-later").hidden = false;
  });

  form.addEventListener("click", ({ target }) => {
    const { take } = target.dataset;
    if (!take) return;
    const item = target.closest("[data-item]");
    const one = window.checkItem(item);
    if (take === "theirs") {
      one.cell.value = one.stored().text;
      one.basis.value = one.stored().basis;
    }
    clear(item);
    item.focus();
    item.dispatchEvent(new Event(take === "mine" ? "check:changed" : "check:stored", { bubbles: true }));
    form.dispatchEvent(new Event("check:mended"));
  });
})();
