// Saves what is typed into a card ([data-autosave]): 2 s after the last key and on leaving a field, only changed items,
// each with the version it is based on. Until the server confirms, drafts.js keeps a copy on this device.
(() => {
  const form = document.querySelector("[data-autosave]");
  if (!form || !window.fetch) return;
  const owner = form.dataset.draft;
  const state = form.querySelector("[data-save-state]");
  const signIn = form.querySelector("[data-sign-in-again]");
  const patience = [2, 4, 8, 15, 30, 60]; // seconds before the next try
  let timer = 0;
  let busy = null; // the request on its way
  let failures = 0;
  let stopped = false; // the server refuses the card as a whole
  let rest = [state.dataset.saveState, state.querySelector("[data-save-words]").textContent]; // said while nothing waits
  let leaving = false; // to sign in again: the copy on this device is enough

  // ---- items: what is typed, what the server has, what it refused

  const clean = (text) => text.replace(/\u000b/g, "\n").replace(/[\u0000-\u0008\u000c\u000e-\u001f\u007f]/g, "");
  const fieldsOf = (node) => [...node.querySelectorAll("input:not([type='hidden']), textarea")];
  const isChoice = (field) => field.type === "radio" || field.type === "checkbox";
  const valuesOf = (node) => {
    const values = {};
    fieldsOf(node).forEach((field) => {
      if (!isChoice(field)) values[field.name] = clean(field.value);
      else if (field.checked) values[field.name] = field.value;
    });
    return values;
  };
  const written = (item) => JSON.stringify(valuesOf(item.node));
  const version = (item) => item.node.querySelector("[data-version]");
  const isUnsaved = (item) => written(item) !== item.base;
  const isWaiting = (item) => isUnsaved(item) && !item.conflict && written(item) !== item.refused;

  const items = new Map([...form.querySelectorAll("[data-item]")].map((node) => {
    const item = { key: node.dataset.item, node, sent: "", lost: [], refused: "", conflict: null };
    item.base = "unsaved" in node.dataset ? "" : written(item);
    return [item.key, item];
  }));
  const all = () => [...items.values()];

  const keep = (item) => {
    const lost = [...item.lost, item.sent].filter(Boolean);
    if (isUnsaved(item)) drafts.put(owner, item.key, { version: version(item).value, values: valuesOf(item.node), lost });
    else drafts.drop(owner, item.key);
  };
  const write = (item, values) => {
    fieldsOf(item.node).forEach((field) => {
      if (isChoice(field)) field.checked = values[field.name] === field.value;
      else field.value = values[field.name] || "";
    });
    item.node.dispatchEvent(new Event("item:written", { bubbles: true }));
  };

  // ---- what the page says

  const say = (kind, words, aloud) => {
    state.dataset.saveState = kind;
    state.querySelector("[data-save-words]").textContent = words;
    signIn.hidden = kind !== "ended";
    if (aloud) form.querySelector("[data-save-said]").textContent = words;
  };
  const show = (item, told) => {
    item.node.querySelector("[data-score]").textContent = told.score;
    const link = form.querySelector(`[data-nav="${CSS.escape(item.key)}"]`);
    link.querySelector("[data-dot]").className = `state-dot is-${told.state}`;
    link.querySelector("[data-state-words]").textContent = told.state_words;
  };
  const place = (item, name, template) => {
    const spot = item.node.querySelector(`[data-${name}-place]`);
    spot.textContent = "";
    if (template) spot.append(document.querySelector(`[data-${template}-template]`).content.cloneNode(true));
    return spot;
  };
  const showProblem = (item, sentence, wrongId) => {
    const spot = place(item, "error", sentence ? "problem" : "");
    if (sentence) spot.querySelector("[data-sentence]").textContent = sentence;
    const note = item.node.querySelector("[data-note-box]");
    if (sentence && note.querySelector("textarea").id === wrongId) note.append(spot);
    else note.before(spot);
    item.node.classList.toggle("is-wrong", Boolean(sentence));
    fieldsOf(item.node).forEach((field) => {
      const described = (field.getAttribute("aria-describedby") || "").split(" ").filter((id) => id && id !== spot.id);
      const isWrong = Boolean(sentence) && field.id === wrongId;
      if (isWrong && !isChoice(field)) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
      field.setAttribute("aria-describedby", [...described, ...(isWrong ? [spot.id] : [])].join(" "));
      if (!field.getAttribute("aria-describedby")) field.removeAttribute("aria-describedby");
    });
  };
  const showConflict = (item) => {
    const spot = place(item, "conflict", item.conflict ? "conflict" : "");
    if (!item.conflict) return;
    ["who", "when", "words", "note"].forEach((part) => {
      spot.querySelector(`[data-${part}]`).textContent = item.conflict[part];
    });
    spot.querySelector("[data-note-line]").hidden = !item.conflict.note;
  };

  // ---- saving

  const token = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1] || form.elements.csrfmiddlewaretoken.value;
  const plan = (seconds) => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(save, seconds * 1000);
  };

  const filled = (values) => JSON.stringify(Object.entries(values).filter(([, value]) => value).sort());
  const wasOurs = (lost, values) => lost.some((json) => filled(JSON.parse(json)) === filled(values));
  const take = (item, told) => {
    const sent = item.sent;
    if (told.conflict && wasOurs(item.lost, told.conflict.values)) {
      version(item).value = told.version; // an earlier save of ours, whose answer never came
    } else if (told.conflict) {
      item.conflict = Object.assign(told.conflict, { version: told.version });
      showConflict(item);
      show(item, told);
    } else if (told.problem) {
      item.refused = sent;
      showProblem(item, told.problem, told.wrong_id);
      show(item, told);
    } else {
      item.base = sent;
      item.refused = "";
      version(item).value = told.version;
      showProblem(item, "", "");
      show(item, told);
    }
    item.sent = "";
    item.lost = [];
    keep(item);
  };
  const sum = (answer) => {
    form.querySelector("[data-filled]").textContent = answer.filled;
    form.querySelector("[data-progress]").value = answer.filled;
    form.querySelector("[data-total]").textContent = answer.total;
    form.querySelectorAll("[data-part-filled]").forEach((count) => { count.textContent = answer.parts[count.dataset.partFilled]; });
  };
  const settle = (at) => {
    const conflicts = all().filter((item) => item.conflict).length;
    const wrong = all().filter((item) => item.refused && item.refused === written(item)).length;
    if (conflicts) say("conflict", "另一处已修改，请对比", true);
    else if (wrong) say("conflict", `有 ${wrong} 处需要修改，其余已保存`, true);
    else if (all().some(isWaiting)) say("waiting", "有改动，即将自动保存");
    else {
      if (at) rest = ["saved", `已保存 ${at}`];
      say(...rest, Boolean(at));
    }
  };
  const taken = (answer) => {
    failures = 0;
    Object.entries(answer.entries).forEach(([key, told]) => take(items.get(key), told));
    sum(answer);
    settle(answer.saved_at);
    document.dispatchEvent(new Event("session:touched"));
    if (all().some(isWaiting)) plan(2);
  };
  const refused = (sentence) => {
    stopped = true;
    const notice = document.querySelector("[data-stopped-template]").content.cloneNode(true);
    notice.querySelector("[data-sentence]").textContent = sentence;
    form.before(notice);
    say("failing", "没有保存", false);
  };
  const ended = () => {
    const here = location.pathname + (document.activeElement.id ? `#${document.activeElement.id}` : "");
    signIn.href = `${form.dataset.signIn}?next=${encodeURIComponent(here)}`;
    say("ended", "登录已失效，填写的内容已暂存在本机。", true);
  };
  const failed = () => {
    plan(patience[Math.min(failures, patience.length - 1)]);
    say("failing", "未保存，正在重试", failures === 0);
    failures += 1;
  };

  const ask = (waiting) => {
    const body = new URLSearchParams();
    waiting.forEach((item) => {
      item.sent = written(item);
      keep(item);
      body.append(`${item.key}:version`, version(item).value);
      Object.entries(JSON.parse(item.sent)).forEach(([name, value]) => body.append(name, value));
    });
    const patienceOver = new AbortController();
    setTimeout(() => patienceOver.abort(), 20000);
    const headers = { Accept: "application/json", "X-CSRFToken": token() };
    const isLeaving = document.visibilityState === "hidden";
    return fetch(form.action, {
      method: "POST", body, headers, credentials: "same-origin", redirect: "manual", keepalive: isLeaving, signal: patienceOver.signal,
    });
  };
  const understand = async (answer) => {
    const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    if (isJson && answer.ok) return taken(await answer.json());
    if (isJson && answer.status === 409) return refused((await answer.json()).refused);
    if (answer.type === "opaqueredirect" || answer.ok || [401, 403, 404].includes(answer.status)) return ended();
    if (answer.status === 400 || answer.status === 413) return refused("填写的内容里有系统不能识别的部分，没有保存。请刷新页面后重填。");
    throw new Error(String(answer.status));
  };
  const request = async (waiting) => {
    try {
      await understand(await ask(waiting));
    } catch (error) {
      waiting.forEach((item) => { item.lost.push(item.sent); });
      failed();
    }
    busy = null;
  };
  function save() {
    clearTimeout(timer);
    const waiting = all().filter(isWaiting);
    if (busy) return busy.then(save);
    if (stopped || !waiting.length) return Promise.resolve(settle(""));
    if (failures === 0) say("waiting", "正在保存…");
    busy = request(waiting);
    return busy;
  }

  // ---- what people do

  const itemOf = (event) => items.get((event.target.closest("[data-item]") || { dataset: {} }).dataset.item);
  const touched = (item, seconds) => {
    keep(item);
    if (!isWaiting(item)) return settle("");
    if (failures === 0) say("waiting", "有改动，即将自动保存");
    if (failures === 0) plan(seconds);
    return undefined;
  };

  form.addEventListener("input", (event) => {
    const item = itemOf(event);
    if (item) touched(item, isChoice(event.target) ? 0.1 : 2);
  });
  form.addEventListener("focusout", (event) => {
    const item = itemOf(event);
    if (item && isWaiting(item) && failures === 0) plan(0);
  });
  form.addEventListener("click", (event) => {
    const item = itemOf(event);
    const keepsMine = event.target.closest("[data-keep-mine]");
    if (!item || !item.conflict || !(keepsMine || event.target.closest("[data-take-theirs]"))) return;
    const theirs = item.conflict;
    item.conflict = null;
    version(item).value = theirs.version;
    showConflict(item);
    if (!keepsMine) {
      write(item, theirs.values);
      item.base = written(item);
      show(item, theirs);
    }
    keep(item);
    fieldsOf(item.node)[0].focus();
    settle("");
    if (keepsMine) save();
    else say("saved", "已改用另一处保存的内容", true);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const goesOn = event.submitter && event.submitter.value === "review";
    await save();
    if (all().some(isWaiting) && failures === 0) await save();
    const open = all().find(isUnsaved);
    if (goesOn && !open) return location.assign(form.dataset.review);
    if (open && (open.conflict || open.refused)) fieldsOf(open.node)[0].focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    save();
  });

  // ---- coming and going

  window.addEventListener("online", () => save());
  window.addEventListener("focus", () => { if (signIn.hidden === false) save(); });
  document.addEventListener("visibilitychange", () => { if (!leaving) save(); });
  window.addEventListener("beforeunload", (event) => {
    if (leaving || !all().some(isUnsaved)) return;
    save();
    event.preventDefault();
    event.returnValue = "";
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-sign-in-again], [data-session-sign-in]")) leaving = true;
  });
  document.addEventListener("submit", async (event) => {
    if (!event.target.matches("[data-sign-out]") || leaving || !all().some(isWaiting)) return;
    event.preventDefault();
    await save();
    leaving = !all().some(isUnsaved);
    event.target.requestSubmit();
  }, true);

  drafts.of(owner).forEach(([key, draft]) => {
    const item = items.get(key);
    if (!item || !draft || filled(draft.values) === filled(valuesOf(item.node))) return drafts.drop(owner, key);
    if (!wasOurs(draft.lost, valuesOf(item.node))) version(item).value = draft.version;
    write(item, draft.values);
    say("waiting", "已恢复上次没有保存的内容", true);
    return plan(0.5);
  });
})();
