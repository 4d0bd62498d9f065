// Saves the items of a card as they are left, and goes on trying until the server has answered. Hears "focusout" and
// "check:changed" of an item; tells the scripts beside it by "check:answered" {sent, answer}. window.checkItem reads one item.
window.checkItem = (item) => {
  const part = (name) => item.querySelector(`[data-${name}]`);
  const [cell, basis, base] = [part("cell"), part("basis"), part("base")];
  const was = base.nextElementSibling;
  const typed = () => ({ text: cell.value.trim(), basis: basis.value.trim() });
  const stored = () => ({ text: base.value.slice(base.value.indexOf(" ") + 1), basis: was.value });
  const same = (one, other) => one.text === other.text && one.basis === other.basis;
  return {
    cell, basis, typed, stored, note: part("note"), slot: item.dataset.item, version: () => base.value.split(" ")[0],
    isChanged: () => !same(typed(), stored()),
    isRefused: () => item.dataset.refused === JSON.stringify(typed()),
    store: ({ version, text, basis: why }) => { base.value = `${version} ${text}`; was.value = why; },
  };
};
(() => {
  const form = document.querySelector("[data-check]");
  const state = form && form.querySelector("[data-save-state]");
  if (!state) return;
  const again = form.querySelector("[data-sign-in-again]");
  const WAITS = [2, 4, 8, 15, 30]; // seconds
  const waiting = new Set();
  let isSending = false;
  let isStopped = false;
  let failures = 0;
  let timer = 0;
  let savedAt = "";

  const itemOf = (target) => (target.matches("[data-cell], [data-basis]") ? target.closest("[data-item]") : null);
  const say = (words) => { if (state.textContent !== words) state.textContent = words; };
  const token = () => {
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return cookie ? cookie[1] : form.elements.csrfmiddlewaretoken.value;
  };

  const bodyOf = (sent) => {
    const body = new URLSearchParams({ by: form.elements.by.value });
    sent.forEach((typed, item) => {
      const { slot, version } = window.checkItem(item);
      body.set(`c:${slot}`, typed.text);
      body.set(`b:${slot}`, typed.basis);
      body.set(`v:${slot}`, version());
    });
    return body;
  };

  const post = async (body) => {
    const stop = new AbortController();
    const limit = setTimeout(() => stop.abort(), 20000);
    const headers = { Accept: "application/json", "X-CSRFToken": token() };
    const keepalive = String(body).length < 60000; // so that a save goes on when the page is left
    try {
      const response = await fetch(form.action, { method: "POST", body, headers, keepalive, redirect: "manual", signal: stop.signal });
      if (response.type === "opaqueredirect") return { isSignedOut: true };
      if (response.ok || response.status === 409) return { status: response.status, json: await response.json() };
      return { status: response.status };
    } catch (error) {
      return { status: 0 };
    } finally {
      clearTimeout(limit);
    }
  };

  const report = () => {
    if (isSending || waiting.size) return;
    const wrong = form.querySelectorAll("[data-item].is-wrong").length;
    say(wrong ? `有 ${wrong} 项需要修改或对比` : savedAt && `已保存 ${savedAt}`);
  };

  const retry = (sent, words) => {
    sent.forEach((typed, item) => waiting.add(item));
    say(words);
    timer = setTimeout(send, WAITS[Math.min(failures, WAITS.length - 1)] * 1000);
    failures += 1;
  };

  const stopWith = (words) => { isStopped = true; say(words); };

  const settle = (sent, { status, json, isSignedOut }) => {
    again.hidden = !isSignedOut;
    if (isSignedOut) return retry(sent, "登录已过期；您填的已存在本机，重新登录后自动补存");
    if (!status || status >= 500 || status === 429) return retry(sent, "未保存，正在重试");
    if (status === 409) return stopWith(`没有保存：${json.refused}`);
    if (!json) return stopWith("没有保存：登录的账号或权限已变化，请刷新页面；您填的已存在本机");
    failures = 0;
    savedAt = json.saved_at;
    form.dispatchEvent(new CustomEvent("check:answered", { detail: { sent, answer: json } }));
    document.dispatchEvent(new Event("session:touched"));
    return waiting.size ? send() : report();
  };

  const send = async () => {
    clearTimeout(timer);
    if (isSending || isStopped || !waiting.size) return;
    isSending = true;
    const sent = new Map([...waiting].map((item) => [item, window.checkItem(item).typed()]));
    waiting.clear();
    const outcome = await post(bodyOf(sent));
    isSending = false;
    settle(sent, outcome);
  };

  const take = (item, isAsked) => {
    const one = window.checkItem(item);
    if (!one.isChanged() || (one.isRefused() && !isAsked)) return;
    waiting.add(item);
    if (!failures) send();
  };

  const takeActive = () => {
    const item = document.activeElement && itemOf(document.activeElement);
    if (item) take(item);
  };

  form.addEventListener("focusout", ({ target }) => { if (itemOf(target)) take(itemOf(target)); });
  form.addEventListener("check:changed", ({ target }) => take(target, true));
  form.addEventListener("check:mended", report);
  document.addEventListener("visibilitychange", () => { if (document.hidden) takeActive(); });
  window.addEventListener("online", send);
  window.addEventListener("beforeunload", (event) => {
    takeActive();
    if (!failures || !waiting.size) return;
    event.preventDefault();
    event.returnValue = "";
  });
})();
