// One stream for all tabs of a browser, which has six connections to a door for all of them: the tab that holds the
// lock reads it and tells the others. Where there is no lock or channel each tab reads for itself. A hidden tab lets go.
//
// sharedStream({ address, line, hear }): line is what the tabs have in common that may share. hear.state("on", missed),
// ("off") or ("over": it never comes back here); missed: there may be news that were not told. hear.news(data).
globalThis.sharedStream = ({ address, line, hear }) => {
  const url = new URL(address, location.href);
  const name = `${url.pathname} ${line}`;
  const me = String(Math.random());
  const shares = Boolean(navigator.locks && globalThis.BroadcastChannel);
  let seen = url.searchParams.get("since") ?? "";
  let recent = [];
  let state = "off";
  let isIn = false;
  let isBehind = false;
  let channel = null;
  let asked = null;
  let reading = null;

  const hearHere = (told) => {
    if (told.kind === "news") {
      seen = told.id || seen;
      recent = [...recent, told].slice(-50);
      hear.news(told.data);
      return;
    }
    state = told.state;
    const missed = state === "on" && (told.missed || isBehind);
    if (state === "on") isBehind = false;
    hear.state(state, missed);
    if (state === "over") leave();
  };

  const tell = (told) => {
    // First to the others: what is heard here may be that all is over.
    channel?.postMessage(told);
    hearHere(told);
  };

  const answer = (hello) => {
    channel.postMessage({ kind: "state", state, to: hello.from });
    for (const told of recent) if (told.at >= hello.since) channel.postMessage({ ...told, to: hello.from });
  };

  const read = () =>
    new Promise((done) => {
      let source = null;
      let timer = 0;
      const open = (isAgain) => {
        if (seen) url.searchParams.set("since", seen);
        const here = (source = new EventSource(url));
        here.addEventListener("open", () => tell({ kind: "state", state: "on", missed: isAgain }));
        here.addEventListener("changed", (event) =>
          tell({ kind: "news", data: event.data, id: event.lastEventId, at: Date.now() }),
        );
        here.addEventListener("ended", () => tell({ kind: "state", state: "over" }));
        here.addEventListener("error", async () => {
          tell({ kind: "state", state: "off" });
          // A broken line is taken up by the browser, which says where it was; a refused one only by us.
          if (here.readyState !== EventSource.CLOSED) return;
          const isOver = (await statusOf(url)) === 204;
          if (here !== source) return;
          if (isOver) tell({ kind: "state", state: "over" });
          else timer = setTimeout(() => open(true), 3000);
        });
      };
      reading = {
        close() {
          clearTimeout(timer);
          source.close();
          source = null;
          done();
        },
      };
      open(false);
    });

  const join = (missed) => {
    if (isIn || state === "over") return;
    isIn = true;
    isBehind = missed;
    if (!shares) {
      read();
      return;
    }
    channel = new BroadcastChannel(name);
    channel.addEventListener("message", ({ data: told }) => {
      if (told.kind !== "hello") {
        if (!told.to || told.to === me) hearHere(told);
      } else if (reading) answer(told);
    });
    // What was told since this page was asked for may be missing on it. A second more, for clocks that are put right.
    channel.postMessage({ kind: "hello", from: me, since: performance.timeOrigin - 1000 });
    asked = new AbortController();
    navigator.locks.request(name, { signal: asked.signal }, () => (isIn ? read() : null)).catch(() => {});
  };

  const leave = () => {
    isIn = false;
    asked?.abort();
    reading?.close();
    channel?.close();
    asked = reading = channel = null;
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : join(true)));
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => {
    if (event.persisted) join(true);
  });
  if (!document.hidden) join(false);

  async function statusOf(asked) {
    const gone = new AbortController();
    const accept = { accept: "text/event-stream" };
    try {
      return (await fetch(asked, { headers: accept, signal: gone.signal, redirect: "manual" })).status;
    } catch {
      return 0;
    } finally {
      gone.abort();
    }
  }
};
