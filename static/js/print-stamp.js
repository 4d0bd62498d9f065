// The time of printing, in the server's zone, on paper; without script the time when the page was made stays.
window.addEventListener("beforeprint", () => {
  const format = { year: "numeric", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Asia/Shanghai" };
  document.querySelectorAll("[data-print-time]").forEach((place) => {
    place.textContent = new Date().toLocaleString("zh-CN", format);
  });
});
