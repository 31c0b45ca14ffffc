// A half-filled form lives through a change of language, and through a press of another form beside it: kept in this tab
// only, and only until the next page, where the form of the same address takes it in again.
(() => {
  const place = "half-filled";
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

  // Each form by its address, and of several with the same one by their order.
  const named = () => {
    const met = {};
    return forms().map((form) => {
      const address = form.getAttribute("action") ?? location.pathname;
      met[address] = (met[address] ?? 0) + 1;
      return [`${address} ${met[address]}`, form];
    });
  };

  const taken = (but) =>
    Object.fromEntries(
      named().filter(([, form]) => form !== but).map(([name, form]) => [
        name,
        [...form.elements].filter((field) => isKept(field) && isTouched(field)).map((field) => ({
          name: field.name,
          value: field.value,
          checked: isChoice(field) ? field.checked : null,
        })),
      ]).filter(([, fields]) => fields.length),
    );

  const put = (form, kept) => {
    const fields = [...form.elements].filter(isKept);
    for (const { name, value, checked } of kept) {
      const field = fields.find((one) => one.name === name && (checked === null || one.value === value));
      if (!field) continue;
      if (checked === null) field.value = value;
      else field.checked = checked;
      field.closest("details")?.setAttribute("open", "");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  try {
    const kept = JSON.parse(sessionStorage.getItem(place) ?? "{}");
    sessionStorage.removeItem(place);
    named().forEach(([name, form]) => put(form, kept[name] ?? []));
    document.addEventListener("submit", ({ target, defaultPrevented }) => {
      const leaves = forms().includes(target) || target.matches("[data-language-switch]");
      const others = leaves && !defaultPrevented ? taken(target) : {};
      if (Object.keys(others).length) sessionStorage.setItem(place, JSON.stringify(others));
    });
  } catch {
    // A browser that keeps nothing does what is pressed all the same.
  }
})();
