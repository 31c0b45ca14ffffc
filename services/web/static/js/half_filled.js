// A half-filled form lives through a change of language: kept in this tab only, and only until it is there again.
(() => {
  const place = `half-filled:${location.pathname}`;
  const forms = () => [...document.querySelectorAll("main form[method='post']")];
  const isKept = (field) =>
    field.name && !["hidden", "password", "file"].includes(field.type) && field.autocomplete !== "one-time-code";
  const isChoice = (field) => field.type === "radio" || field.type === "checkbox";

  // What nobody touched is as the page has it: the language of its reader, say, which is another one then. But what is
  // shown again with its faults was typed.
  const isTouched = (field) => {
    if (document.querySelector("[data-error-summary]")) return true;
    if (isChoice(field)) return field.checked !== field.defaultChecked;
    if (field.options) return [...field.options].some((one) => one.selected !== one.defaultSelected);
    return field.value !== field.defaultValue;
  };

  const taken = () =>
    forms().map((form) =>
      [...form.elements].filter((field) => isKept(field) && isTouched(field)).map((field) => ({
        name: field.name,
        value: field.value,
        checked: isChoice(field) ? field.checked : null,
      })),
    );

  const put = (form, kept) => {
    const fields = [...form.elements].filter(isKept);
    for (const { name, value, checked } of kept) {
      const field = fields.find((one) => one.name === name && (checked === null || one.value === value));
      if (!field) continue;
      if (checked === null) field.value = value;
      else field.checked = checked;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  try {
    const kept = JSON.parse(sessionStorage.getItem(place) ?? "[]");
    sessionStorage.removeItem(place);
    forms().forEach((form, index) => put(form, kept[index] ?? []));
    document.querySelector("[data-language-switch]")?.addEventListener("submit", () => {
      sessionStorage.setItem(place, JSON.stringify(taken()));
    });
  } catch {
    // A browser that keeps nothing changes the language all the same.
  }
})();
