// Live pages. [data-live] names the stream (stream.js); "changed" tells {ids, said}: what shows one of them asks for
// itself anew, by htmx, and is morphed, so that the keyboard's place and what is half typed stay. Begun before htmx is
// loaded.
(() => {
  const lamps = [...document.querySelectorAll("[data-live]")];
  let waiting = new Set();
  let words = [];
  let timer = 0;
  let settled = 0;
  let place = null;

  const show = (lamp, state) => {
    lamp.hidden = false;
    lamp.dataset.liveState = state;
    const words = { on: lamp.dataset.liveOn, off: lamp.dataset.liveOff, over: lamp.dataset.liveOver };
    lamp.querySelector("[data-live-words]").textContent = words[state];
  };

  // What the page owes to its reader: news are told once, so a part asks until it was answered by what it asked for
  // after the last of them. htmx may not be there yet, and the door may be away for a moment.
  const owed = new Map();
  let asking = 0;

  const ask = (elements) => {
    for (const element of elements) element.dispatchEvent(new CustomEvent("live"));
  };

  const refresh = (elements) => {
    for (const element of elements) owed.set(element, (owed.get(element) ?? 0) + 1);
    ask(elements);
    asking ||= setInterval(askAgain, 3000);
  };

  const askAgain = () => {
    for (const element of owed.keys()) if (!element.isConnected) owed.delete(element);
    if (owed.size) ask([...owed.keys()]);
    else asking = clearInterval(asking) ?? 0;
  };

  const isAnswer = ({ response }) => response.status < 400 && !response.raw.redirected;

  // A row that slips from under a pressed button or finger takes the click with it: nothing moves until it is let go.
  let isPressed = false;
  const letGo = () => {
    if (!isPressed) return;
    isPressed = false;
    // First the click, which may lead elsewhere.
    setTimeout(() => ask([...owed.keys()]));
  };
  document.addEventListener("pointerdown", ({ button }) => (isPressed ||= button === 0), true);
  for (const end of ["pointerup", "pointercancel", "dragend", "keydown"]) document.addEventListener(end, letGo, true);
  // Over an opened list or menu the browser does not tell that it was let go: what moves without a button has been.
  document.addEventListener("pointermove", ({ buttons }) => buttons || letGo(), true);

  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => (ctx.owed = owed.get(ctx.sourceElement)));
  document.addEventListener("htmx:after:request", (event) => {
    const { ctx } = event.detail;
    const part = ctx.sourceElement;
    // Anything else than the page itself would take the part off the page.
    if (owed.has(part) && !isAnswer(ctx)) event.preventDefault();
    if (isPressed && (owed.has(part) || part.matches("[hx-trigger^='every ']"))) event.preventDefault();
  });
  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    if (ctx.status === "swapped" && owed.get(ctx.sourceElement) === ctx.owed) owed.delete(ctx.sourceElement);
  });

  const settle = (lamp) => {
    timer = 0;
    settled = Date.now();
    const ids = [...waiting];
    waiting = new Set();
    refresh(document.querySelectorAll("[data-live-refresh]"));
    for (const id of ids) refresh(document.querySelectorAll(`[data-live-card="${CSS.escape(id)}"][hx-get]`));
    const what = words.length ? words.join("; ") : ids.join(", ");
    words = [];
    if (what) {
      const detail = lamp.dataset.liveSaid.replace("{what}", what);
      document.dispatchEvent(new CustomEvent("say", { detail }));
    }
  };

  const changed = (lamp, data) => {
    const news = JSON.parse(data);
    for (const id of news.ids ?? []) waiting.add(String(id));
    if (news.said) words.push(news.said);
    // The first is shown at once; what follows it closely waits for a moment, so that much is one refresh.
    timer ||= setTimeout(() => settle(lamp), Math.max(80, settled + 700 - Date.now()));
  };

  const follow = (lamp) =>
    sharedStream({
      address: lamp.dataset.live,
      line: document.documentElement.dataset.line ?? "anybody",
      hear: {
        state(state, missed) {
          show(lamp, state);
          if (missed) refresh(document.querySelectorAll("[data-live-refresh], [data-live-card][hx-get]"));
          if (state !== "over") return;
          owed.clear();
          document.dispatchEvent(new CustomEvent("lineover"));
        },
        news: (data) => changed(lamp, data),
      },
    });

  // A card that moves to another column is taken out and put in: the keyboard's place goes with it.
  document.addEventListener("htmx:before:swap", () => {
    const at = document.activeElement;
    place = at && at !== document.body && at.id ? { id: at.id, start: at.selectionStart, end: at.selectionEnd } : null;
  });
  document.addEventListener("htmx:after:swap", () => {
    const at = place && document.activeElement === document.body ? document.getElementById(place.id) : null;
    at?.focus({ preventScroll: true });
    if (at && place.start != null) at.setSelectionRange(place.start, place.end);
  });
  for (const lamp of lamps) {
    show(lamp, "off");
    follow(lamp);
  }
})();
