// In the last 24 hours the time that is left is told anew each minute; whoever reads with their ears is not interrupted.
(() => {
  const began = Date.now();
  const places = [...document.querySelectorAll(".deadline")].filter((place) => place.querySelector("time[datetime]"));
  const told = document.querySelector("[data-now]");
  const offset = told ? Date.parse(told.dataset.now) - began : 0; // the server's clock, not this machine's

  const tell = () => places.forEach((place) => {
    const due = Date.parse(place.querySelector("time").dateTime);
    const minutes = Math.ceil((due - Date.now() - offset) / 60000);
    if (minutes > 24 * 60) return;
    const left = place.querySelector(".deadline-left");
    const hours = Math.floor(minutes / 60);
    place.classList.toggle("is-near", minutes > 0);
    place.classList.toggle("is-late", minutes <= 0);
    if (minutes <= 0) left.textContent = "已截止";
    else left.textContent = hours ? `还剩 ${hours} 小时 ${minutes % 60} 分` : `还剩 ${minutes} 分钟`;
  });

  if (places.length) setInterval(tell, 60000);
})();
