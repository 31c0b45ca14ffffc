// Forms: the error summary gets the focus, nothing is sent twice, counters count, a typed confirmation opens its button.
(() => {
  const summary = document.querySelector("[data-error-summary]");
  summary?.focus();
  summary?.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest(".field") ?? field).scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  });

  // Of a mail address a browser gives the domain as it is on the wire, whatever was typed: xn--ty-gka for työ.
  const onTheWire = (word) => {
    const at = word.lastIndexOf("@");
    if (at < 0) return word;
    const link = document.createElement("a");
    link.href = `http://${word.slice(at + 1)}`;
    return word.slice(0, at + 1) + link.hostname;
  };

  const isClosed = (form) => {
    const asked = form.querySelector("[data-confirm-word]");
    if (!asked) return false;
    const typed = asked.querySelector("input").value.trim().normalize("NFC");
    return onTheWire(typed) !== onTheWire(asked.dataset.confirmWord);
  };

  const release = (form) => {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent || isClosed(form)) {
      event.preventDefault();
      return;
    }
    // A file comes beside the page: what was typed stays, and can be sent.
    if (event.submitter?.hasAttribute("data-file")) return;
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
    // Where the answer is a file, the page stays.
    setTimeout(() => release(form), 8000);
  });

  // A page that comes back from the browser's memory can be sent again.
  addEventListener("pageshow", (event) => {
    if (event.persisted) for (const form of document.forms) release(form);
  });

  const count = (counter) => {
    const field = document.getElementById(counter.dataset.counterFor);
    const left = field.maxLength - field.value.length;
    counter.textContent = counter.dataset.counterLeft.replace("{left}", left.toLocaleString(document.documentElement.lang));
  };
  for (const counter of document.querySelectorAll("[data-counter-for]")) {
    count(counter);
    document.getElementById(counter.dataset.counterFor).addEventListener("input", () => count(counter));
  }

  for (const asked of document.querySelectorAll("[data-confirm-word]")) {
    const form = asked.closest("form");
    const show = () => {
      for (const button of form.querySelectorAll("button:not([type='button'])")) {
        button.setAttribute("aria-disabled", String(isClosed(form)));
      }
    };
    asked.addEventListener("input", show);
    show();
  }
})();
