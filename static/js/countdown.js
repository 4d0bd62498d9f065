// On the last day the time that is left is told anew each minute; whoever reads with their ears is not interrupted.
(() => {
  const began = Date.now();
  const places = [...document.querySelectorAll(".deadline")].filter((place) => place.querySelector("time[datetime]"));
  const told = document.querySelector("[data-now]");
  const offset = told ? Date.parse(told.dataset.now) - began : 0; // the server's clock, not this machine's

  const tell = () => places.forEach((place) => {
    const due = place.querySelector("time").dateTime;
    const now = Date.now() + offset;
    const minutes = Math.ceil((Date.parse(due) - now) / 60000);
    const today = new Date(now).toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
    if (minutes > 0 && !due.startsWith(today)) return;
    const left = place.querySelector(".deadline-left");
    const hours = Math.floor(minutes / 60);
    place.classList.toggle("is-near", minutes > 0);
    place.classList.toggle("is-late", minutes <= 0);
    if (minutes <= 0) left.textContent = "已截止";
    else left.textContent = hours ? `还剩 ${hours} 小时 ${minutes % 60} 分` : `还剩 ${minutes} 分钟`;
  });

  if (places.length) setInterval(tell, 60000);
})();
