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
  const end = () => {
    note.querySelector("[data-session-over]").hidden = false;
    stay.hidden = true;
  };

  const look = () => {
    const left = seen + lasts - Date.now();
    const isSoon = left < warns;
    if (isSoon && note.hidden) {
      const words = note.querySelector("h2").textContent;
      document.dispatchEvent(new CustomEvent("say", { detail: words }));
    }
    note.hidden = !isSoon;
    note.querySelector("[data-session-left]").textContent = String(Math.max(0, Math.ceil(left / 60000)));
    if (left <= 0) end();
  };

  stay.addEventListener("click", async () => {
    const answer = await fetch("/stay", { method: "POST", redirect: "manual" }).catch(() => null);
    if (answer?.ok) remember();
    else if (answer) end();
    look();
  });

  remember();
  setInterval(look, 5000);
})();
