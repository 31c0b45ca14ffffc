// Warns before the sign-in ends for lack of use, in every tab alike, and can prolong it (POST /stay).
(() => {
  const note = document.querySelector("[data-session]");
  if (!note) return;
  const lasts = Number(note.dataset.session) * 1000;
  const warns = Number(note.dataset.sessionWarn) * 1000;
  const key = "seen";
  let seen = Date.now();

  const remember = () => {
    seen = Date.now();
    try {
      localStorage.setItem(key, String(seen));
    } catch {
      // This tab knows it.
    }
  };
  addEventListener("storage", (event) => {
    if (event.key === key) seen = Math.max(seen, Number(event.newValue));
  });

  const stay = note.querySelector("[data-session-stay]");
  let isOver = false;
  const end = () => {
    isOver = true;
    note.querySelector("[data-session-over]").hidden = false;
    stay.hidden = true;
  };

  const look = () => {
    const left = seen + lasts - Date.now();
    const isSoon = isOver || left < warns;
    if (isSoon && note.hidden) {
      const words = note.querySelector("h2").textContent;
      document.dispatchEvent(new CustomEvent("say", { detail: words }));
    }
    note.hidden = !isSoon;
    note.querySelector("[data-session-left]").textContent = String(isOver ? 0 : Math.max(0, Math.ceil(left / 60000)));
    if (left <= 0) end();
  };

  stay.addEventListener("click", async () => {
    const answer = await fetch("/stay", { method: "POST", redirect: "manual" }).catch(() => null);
    if (answer?.ok) remember();
    else if (answer) end();
    look();
  });

  // Another tab, a role's end or time may have ended it meanwhile; the server knows, and asking it prolongs nothing.
  const state = async () => {
    const asked = `/still?line=${encodeURIComponent(document.documentElement.dataset.line)}`;
    const answer = await fetch(asked, { headers: { "hx-request": "true" }, cache: "no-store" });
    return answer.json();
  };
  const ask = async () => {
    const told = await state().catch(() => null);
    if (!told || told.signed_in === !isOver) return;
    isOver = !told.signed_in;
    note.querySelector("[data-session-over]").hidden = !isOver;
    stay.hidden = isOver;
    look();
  };
  document.addEventListener("lineover", ask);
  document.addEventListener("visibilitychange", () => document.hidden || ask());

  // A page from the browser's memory is shown when it is known whose it may be; else it is asked for anew.
  addEventListener("pageshow", async (event) => {
    if (!event.persisted) return;
    document.body.hidden = true;
    if ((await state().catch(() => null))?.still) document.body.hidden = false;
    else location.reload();
  });

  remember();
  setInterval(look, 5000);
})();
