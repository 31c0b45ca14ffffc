// What was just done and can be undone floats for ten seconds, and stays as long as somebody is at it.
(() => {
  const flash = document.querySelector("[data-flash]");
  if (!flash?.querySelector("form")) return;
  flash.classList.add("flash-floats");
  const isInUse = () => flash.matches(":hover") || flash.contains(document.activeElement) || document.hidden;
  const leave = () => (isInUse() ? setTimeout(leave, 1000) : flash.remove());
  setTimeout(leave, 10000);
})();
