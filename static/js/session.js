// Two minutes before the idle end a dialog offers to go on; after the end it leads to signing in and back here.
// A script that has just saved something says so with document.dispatchEvent(new Event("session:touched")).
(() => {
  const dialog = document.querySelector("[data-session]");
  if (!dialog || !dialog.showModal) return;
  const idle = Number(dialog.dataset.idleSeconds) * 1000;
  const warning = Math.min(120000, idle / 2);
  const shared = "session-touched-at"; // all windows of this browser share one session
  const part = (name) => dialog.querySelector(`[data-session-${name}]`);
  let leftField = "";
  let staysHere = false; // the end was read and the dialog closed, to copy what was typed

  const touch = () => localStorage.setItem(shared, String(Date.now()));
  const endsAt = () => Number(localStorage.getItem(shared)) + idle;
  const clock = (moment) => new Date(moment).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

  const show = (ended) => {
    part("warning").hidden = ended;
    part("ended").hidden = !ended;
    part("time").textContent = clock(endsAt());
    if (dialog.open) return;
    leftField = document.activeElement.id || "";
    dialog.showModal();
  };

  const end = () => {
    if (staysHere || !part("ended").hidden) return;
    show(true);
    const here = location.pathname + location.search + (leftField ? `#${leftField}` : "");
    const link = part("sign-in");
    link.href = `${dialog.dataset.signIn}?next=${encodeURIComponent(here)}`;
    link.focus();
  };

  const goesOn = () => {
    staysHere = false;
    part("ended").hidden = true;
    if (dialog.open) dialog.close();
  };

  const look = () => {
    const left = endsAt() - Date.now();
    if (left <= 0) end();
    else if (left <= warning) show(false);
    else goesOn();
  };

  const keepAlive = async () => {
    const options = { method: "HEAD", redirect: "manual", cache: "no-store" };
    const answer = await fetch(dialog.dataset.keepAlive, options).catch(() => ({ ok: false }));
    if (answer.type === "opaqueredirect") return end();
    part("failed").hidden = answer.ok;
    if (!answer.ok) return;
    touch();
    goesOn();
  };

  touch();
  part("continue").addEventListener("click", keepAlive);
  part("stay").addEventListener("click", () => { staysHere = true; dialog.close(); });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    (part("ended").hidden ? part("continue") : part("stay")).click();
  });
  document.addEventListener("session:touched", touch);
  document.addEventListener("visibilitychange", look);
  window.addEventListener("storage", look);
  setInterval(look, 10000);
})();
