// Saves a card while it is typed: 2 s after the last key and on leaving a field, only changed items (card-items.js), each
// with the version that it is based on; tries again when the server is away, and says when the sign-in has ended.
(() => {
  const cards = window.cardItems;
  if (!cards || !window.fetch) return;
  const { form, all, keep, show, version, written } = cards;
  const state = form.querySelector("[data-save-state]");
  const signIn = form.querySelector("[data-sign-in-again]");
  const patience = [2, 4, 8, 15, 30, 60]; // seconds before the next try
  let rest = [state.dataset.saveState, state.querySelector("[data-save-words]").textContent]; // said while nothing waits
  let timer = 0;
  let busy = null; // the request on its way
  let failures = 0;
  let stopped = false; // the server refuses the card as a whole
  let leaving = false; // to sign in again: the copy on this device is enough
  let signsOut = false; // the last try to save is over

  // ---- what the page says

  const say = (kind, words, aloud) => {
    state.dataset.saveState = kind;
    state.querySelector("[data-save-words]").textContent = words;
    if (kind !== "waiting") signIn.hidden = kind !== "ended"; // leaving a field to press it saves once more
    if (aloud) form.querySelector("[data-save-said]").textContent = words;
  };
  const sum = (answer) => {
    if (!form.querySelector("[data-total]")) return; // 晒问题: nothing is counted
    form.querySelector("[data-filled]").textContent = answer.filled;
    form.querySelector("[data-progress]").value = answer.filled;
    form.querySelector("[data-total]").textContent = answer.total;
    form.querySelectorAll("[data-part-filled]").forEach((count) => { count.textContent = answer.parts[count.dataset.partFilled]; });
  };
  const settle = (at) => {
    const wrong = all().filter(cards.isWrong).length;
    if (all().some((item) => item.conflict)) say("conflict", "另一处已修改，请对比", true);
    else if (wrong) say("conflict", `有 ${wrong} 处需要修改，其余已保存`, true);
    else if (all().some(cards.isWaiting)) say("waiting", "有改动，即将自动保存");
    else {
      if (at) rest = ["saved", `已保存 ${at}`];
      say(...rest, Boolean(at));
    }
  };

  // ---- what the server says

  const take = (item, told) => {
    const sent = item.sent;
    if (told.conflict && cards.wasOurs(item.lost, told.conflict.values)) {
      version(item).value = told.version; // an earlier save of ours, whose answer never came
    } else if (told.conflict) {
      item.conflict = Object.assign(told.conflict, { version: told.version });
      cards.showConflict(item);
      show(item, told);
    } else {
      item.refused = told.problem ? sent : "";
      if (!told.problem) item.base = sent;
      version(item).value = told.version;
      cards.showProblem(item, told.problem, told.wrong_id);
      show(item, told);
    }
    item.sent = "";
    item.lost = [];
    keep(item);
  };
  const taken = (answer) => {
    failures = 0;
    Object.entries(answer.entries).forEach(([key, told]) => take(cards.get(key), told));
    sum(answer);
    settle(answer.saved_at);
    document.dispatchEvent(new Event("session:touched"));
    if (all().some(cards.isWaiting)) plan(2);
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
  const understand = async (answer) => {
    const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    if (isJson && answer.ok) return taken(await answer.json());
    if (isJson && answer.status === 409) return refused((await answer.json()).refused);
    if (answer.type === "opaqueredirect" || answer.ok || [401, 403, 404].includes(answer.status)) return ended();
    if (answer.status === 400 || answer.status === 413) return refused("填写的内容里有系统不能识别的部分，没有保存。请刷新页面后重填。");
    throw new Error(String(answer.status));
  };

  // ---- asking it

  const token = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1] || form.elements.csrfmiddlewaretoken.value;
  function plan(seconds) {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(save, seconds * 1000);
  }
  const ask = (waiting) => {
    const body = new URLSearchParams();
    waiting.forEach((item) => {
      item.sent = written(item);
      keep(item);
      body.append(`${item.key}:version`, version(item).value);
      Object.entries(JSON.parse(item.sent)).forEach(([name, value]) => body.append(name, value));
    });
    const tooLong = new AbortController();
    setTimeout(() => tooLong.abort(), 20000);
    return fetch(form.action, {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-CSRFToken": token() },
      credentials: "same-origin",
      redirect: "manual",
      keepalive: document.visibilityState === "hidden",
      signal: tooLong.signal,
    });
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
    const waiting = all().filter(cards.isWaiting);
    if (busy) return busy.then(save);
    if (stopped || !waiting.length) return Promise.resolve(settle(""));
    if (failures === 0) say("waiting", "正在保存…");
    busy = request(waiting);
    return busy;
  }

  // ---- typing, choosing, sending

  const touched = (item, seconds) => {
    keep(item);
    if (stopped) return;
    if (!cards.isWaiting(item)) settle("");
    else if (failures === 0) {
      say("waiting", "有改动，即将自动保存");
      plan(seconds);
    }
  };
  form.addEventListener("input", (event) => {
    const item = cards.of(event);
    if (item && !event.isComposing) touched(item, cards.isChoice(event.target) ? 0.1 : 2);
  });
  form.addEventListener("compositionend", (event) => {
    const item = cards.of(event);
    if (item) touched(item, 2);
  });
  form.addEventListener("focusout", (event) => {
    const item = cards.of(event);
    if (item && cards.isWaiting(item) && failures === 0) plan(0);
  });
  form.addEventListener("click", (event) => {
    const item = cards.of(event);
    const keepsMine = event.target.closest("[data-keep-mine]");
    if (!item || !item.conflict || !(keepsMine || event.target.closest("[data-take-theirs]"))) return;
    const theirs = item.conflict;
    item.conflict = null;
    version(item).value = theirs.version;
    cards.showConflict(item);
    if (!keepsMine) {
      cards.write(item, theirs.values);
      item.base = written(item);
      show(item, theirs);
    }
    keep(item);
    cards.bring(item);
    if (keepsMine) save();
    else say("saved", "已改用另一处保存的内容", true);
  });
  const goOn = (button) => {
    if (button.value === "review") location.assign(form.dataset.review);
    else if (button.dataset.goes) location.assign(button.dataset.goes);
    else { // 上移, 下移, 删除: the server does it and shows the page anew
      const act = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
      form.append(act);
      HTMLFormElement.prototype.submit.call(form);
    }
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = event.submitter && event.submitter.value ? event.submitter : null;
    await save();
    if (all().some(cards.isWaiting) && failures === 0) await save();
    const open = all().find(cards.isUnsaved);
    if (button && !open) goOn(button);
    if (open && (open.conflict || open.refused)) cards.bring(open);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    save();
  });

  // ---- coming and going

  window.addEventListener("online", () => save());
  window.addEventListener("focus", () => { if (!signIn.hidden) save(); });
  document.addEventListener("visibilitychange", () => { if (!leaving) save(); });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-sign-in-again], [data-session-sign-in]")) leaving = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (leaving || !all().some(cards.isUnsaved)) return;
    save();
    event.preventDefault();
    event.returnValue = "";
    setTimeout(() => { signsOut = false; all().forEach(keep); }); // whoever stays keeps the copies
  });
  document.addEventListener("submit", async (event) => {
    if (!event.target.matches("[data-sign-out]") || signsOut || !all().some(cards.isWaiting)) return;
    event.preventDefault();
    await save();
    signsOut = true;
    event.target.requestSubmit();
  }, true);

  if (cards.restore()) {
    say("waiting", "已恢复上次没有保存的内容", true);
    plan(0.5);
  }
})();
