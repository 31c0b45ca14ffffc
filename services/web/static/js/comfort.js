// Comforts that nothing depends on: copy buttons, keys for the search, dark colours, menus that close, a count of what is chosen.
(() => {
  const say = (text) => document.dispatchEvent(new CustomEvent("say", { detail: text }));

  const reveal = (root) => {
    if (!navigator.clipboard) return;
    for (const button of root.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
  };
  reveal(document);
  document.addEventListener("htmx:after:swap", () => reveal(document));
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    const icon = button.querySelector(".icon");
    icon.classList.replace("icon-copy", "icon-check");
    setTimeout(() => icon.classList.replace("icon-check", "icon-copy"), 2000);
    say(button.dataset.copied);
  });

  const search = document.querySelector("[data-search]");
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
    const isCalled = (event.key === "/" && !isTyping) || (event.key === "k" && (event.ctrlKey || event.metaKey));
    if (search && isCalled) {
      event.preventDefault();
      search.focus();
      search.select();
    }
    if (event.key === "Escape") closeMenus(document.activeElement);
  });

  // Menus that lie over the page close when one turns elsewhere; the focus goes back to what opened them.
  const closeMenus = (within) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (within && !menu.contains(within)) continue;
      menu.open = false;
      if (within) menu.querySelector("summary").focus();
    }
  };
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  const theme = document.querySelector("[data-theme-switch]");
  const root = document.documentElement;
  const isDark = () =>
    root.dataset.colorScheme === "dark" ||
    (root.dataset.colorScheme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  if (theme) {
    theme.hidden = false;
    theme.setAttribute("aria-pressed", String(isDark()));
    theme.addEventListener("click", () => {
      root.dataset.colorScheme = isDark() ? "light" : "dark";
      theme.setAttribute("aria-pressed", String(isDark()));
      try {
        localStorage.setItem("colours", root.dataset.colorScheme);
      } catch {
        // Kept for this page only.
      }
    });
  }

  const countChosen = () => {
    for (const bar of document.querySelectorAll("[data-bulk]")) {
      const chosen = [...bar.elements].filter((one) => one.name === "chosen" && one.checked).length;
      bar.querySelector("[data-bulk-count]").textContent = bar.dataset.bulk.replace("{count}", chosen);
    }
  };
  document.addEventListener("change", countChosen);
  document.addEventListener("htmx:after:swap", countChosen);
  countChosen();
})();
