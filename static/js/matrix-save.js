// Saves the cells of the matrix as they are left, in batches, and goes on trying until the server has answered.
// Hears "focusout" and "matrix:changed" of a cell; tells the scripts beside it by "matrix:answered" {sent, answer}.
(() => {
  const form = document.querySelector("[data-matrix]");
  const state = form && form.querySelector("[data-save-state]");
  if (!state) return;
  const again = form.querySelector("[data-sign-in-again]");
  const mend = form.querySelector("[data-next='is-wrong']");
  const MOST = 100; // cells a request
  const WAITS = [2, 4, 8, 15, 30]; // seconds
  const waiting = new Set();
  let isSending = false;
  let failures = 0;
  let timer = 0;
  let isStopped = false;
  let savedAt = "";

  const isCell = (element) => element.name && element.name.startsWith("c:");
  const isChanged = (cell) => cell.value.trim() !== cell.defaultValue && cell.value !== cell.dataset.refused;
  const say = (words) => { if (state.textContent !== words) state.textContent = words; };

  const token = () => {
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return cookie ? cookie[1] : form.elements.csrfmiddlewaretoken.value;
  };

  const bodyOf = (sent) => {
    const body = new URLSearchParams({ by: form.elements.by.value });
    sent.forEach((text, cell) => {
      body.set(cell.name, text);
      body.set(`v${cell.name.slice(1)}`, cell.nextElementSibling.value.split(" ")[0]);
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
    const conflicts = form.querySelectorAll("td.is-conflict").length;
    const wrong = form.querySelectorAll("td.is-wrong").length;
    mend.hidden = !wrong;
    if (conflicts) say(`另一处已修改 ${conflicts} 处，请对比`);
    else if (wrong) say(`有 ${wrong} 处需要修改`);
    else say(savedAt && `已保存 ${savedAt}`);
  };

  const stopWith = (words) => {
    isStopped = true;
    say(words);
  };

  const retry = (sent, words) => {
    sent.forEach((text, cell) => waiting.add(cell));
    say(words);
    timer = setTimeout(send, WAITS[Math.min(failures, WAITS.length - 1)] * 1000);
    failures += 1;
  };

  const settle = (sent, { status, json, isSignedOut }) => {
    again.hidden = !isSignedOut;
    if (isSignedOut) return retry(sent, "登录已过期；您填的已存在本机，重新登录后自动补存");
    if (!status || status >= 500 || status === 429) return retry(sent, "未保存，正在重试");
    if (status === 409) return stopWith(`没有保存：${json.refused}`);
    if (!json) return stopWith("没有保存：登录的账号或权限已变化，请刷新页面；您填的已存在本机");
    failures = 0;
    form.dispatchEvent(new CustomEvent("matrix:answered", { detail: { sent, answer: json } }));
    document.dispatchEvent(new Event("session:touched"));
    savedAt = json.saved_at;
    return waiting.size ? send() : report();
  };

  const send = async () => {
    clearTimeout(timer);
    if (isSending || isStopped || !waiting.size) return;
    isSending = true;
    const sent = new Map([...waiting].slice(0, MOST).map((cell) => [cell, cell.value.trim()]));
    sent.forEach((text, cell) => waiting.delete(cell));
    const late = setTimeout(() => { if (!failures) say("正在保存…"); }, 1000);
    const outcome = await post(bodyOf(sent));
    clearTimeout(late);
    isSending = false;
    settle(sent, outcome);
  };

  const take = (cell) => {
    waiting.add(cell);
    if (!failures) send();
  };

  const takeActive = () => {
    const cell = document.activeElement;
    if (cell && isCell(cell) && isChanged(cell)) take(cell);
  };

  form.addEventListener("focusout", ({ target }) => { if (isCell(target) && isChanged(target)) take(target); });
  form.addEventListener("matrix:changed", ({ target }) => take(target));
  form.addEventListener("matrix:mended", report);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("visibilitychange", () => { if (document.hidden) takeActive(); });
  window.addEventListener("online", send);
  window.addEventListener("beforeunload", (event) => {
    takeActive();
    if (!failures || !waiting.size) return;
    event.preventDefault();
    event.returnValue = "";
  });
})();
