// Says that scripts run, before the first paint: styles show `.script-only` and fold what a button will open.
document.documentElement.classList.add("js");
