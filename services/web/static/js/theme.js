// Before anything is painted: the colours that this browser's user chose, where that differs from the system's.
(() => {
  try {
    const chosen = localStorage.getItem("colours");
    if (chosen === "dark" || chosen === "light") document.documentElement.dataset.colorScheme = chosen;
  } catch {
    // A browser that keeps nothing follows the system.
  }
})();
