// Says to screen readers what other scripts tell: document.dispatchEvent(new CustomEvent("say", { detail: text })).
document.addEventListener("say", (event) => {
  const region = document.getElementById("announcements");
  if (!region) return;
  region.textContent = "";
  // A moment of emptiness, so that the same words twice are heard twice.
  setTimeout(() => (region.textContent = event.detail), 60);
});
