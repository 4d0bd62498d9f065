// After signing in again one lands on the field that one left: session.js put its id behind the address.
(() => {
  const field = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!field || !field.matches("input, select, textarea")) return;
  field.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
})();
