// Passkeys. A button [data-passkey="get" or "create"] asks data-options for the challenge and sends the answer to
// data-send, both by POST of JSON; {"next": path} leads on. Hidden where the browser has no passkeys.
(() => {
  const buttons = document.querySelectorAll("[data-passkey]");
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;

  const post = async (path, body) => {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };

  const credential = async (kind, options) => {
    if (kind === "create") {
      return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
    }
    return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  };

  const use = async (button) => {
    const failed = document.getElementById(button.getAttribute("aria-describedby"));
    const name = document.getElementById(button.dataset.name)?.value ?? "";
    failed.hidden = true;
    button.setAttribute("aria-busy", "true");
    try {
      const options = await post(button.dataset.options, {});
      const made = await credential(button.dataset.passkey, options.publicKey ?? options);
      const answer = await post(button.dataset.send, { credential: made.toJSON(), name, next: button.dataset.next ?? "" });
      location.assign(answer.next);
    } catch {
      failed.hidden = false;
      document.dispatchEvent(new CustomEvent("say", { detail: failed.textContent }));
    } finally {
      button.removeAttribute("aria-busy");
    }
  };

  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener("click", () => use(button));
  }
})();
