// Talks to the review server (docs/review-server.md): what is saved is kept until the server has it, also over a reload.

/** Starts it; `page` has the functions row, lock, conflict, resolved, busy, unsent, status and anew. */
function startSync(page) {
  const address = (path) => new URL(path, location.href.split("#")[0]);
  const client = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const boxes = `bitexte-outbox:${data.documents[0]}:`;
  const queue = []; // requests that the server has not answered, oldest first
  const tried = new WeakSet(); // those of them that the server may have
  const bases = new Map(); // of each row, the revision that the page shows
  const latest = new Map(); // records the page was not shown yet
  const locks = new Map(); // rows whose lock this page renews, and how
  const unlocking = new Set(); // rows to unlock once what was typed in them is saved
  let [counter, sending, wait, retry, last, stream] = [0, false, 1000, 0, data.revision, null];

  const baseOf = (id) => bases.get(id) ?? data.revision;
  const idsOf = (request) => [...request.rows.map((row) => row.id), ...request.groups.flatMap((group) => group.ids)];
  const isPending = (id) => queue.some((request) => idsOf(request).includes(id));

  let unkept = false; // whether the browser refused to keep what is still to be sent

  function keep() {
    unkept = false;
    try {
      if (queue.length) localStorage.setItem(boxes + client, JSON.stringify(queue));
      else localStorage.removeItem(boxes + client);
    } catch {
      unkept = queue.length > 0;
      page.status("the browser keeps nothing: do not close before it says “saved”", true);
    }
  }

  const newKey = () => {
    counter += 1;
    return `${Date.now().toString(36)}-${client.slice(0, 6)}-${counter}`;
  };

  /**
   * Takes over what other loads of this page left unsent; a request that was sent before is answered as it was then.
   * A page that adds to a request gives it another key, so one key never stands for two things.
   */
  function adopt() {
    try {
      for (const name of Object.keys(localStorage).filter((each) => each.startsWith(boxes))) {
        const found = JSON.parse(localStorage.getItem(name)).filter((each) => each.key && each.client);
        found.forEach((each) => tried.add(each));
        queue.push(...found);
        localStorage.removeItem(name);
      }
    } catch {
      // what cannot be read was not written by this page
    }
    keep();
  }

  const post = (path, record) => fetch(address(path), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(record),
    keepalive: JSON.stringify(record).length < 60000,
  });

  async function flush() {
    clearTimeout(retry);
    if (sending || !queue.length) return;
    sending = true;
    page.status("saving …", false);
    const [request] = queue;
    tried.add(request);
    try {
      const answer = await post("save", request);
      const record = await answer.json();
      if (answer.ok || answer.status === 409) answered(request, record);
      else if (answer.status === 400) refused(request, record.error);
      else throw new Error(record.error ?? answer.statusText);
      wait = 1000;
    } catch (error) {
      page.status(`not saved on the server (${error.message}); kept in this browser and tried again`, true);
      sending = false;
      wait = Math.min(wait * 2, 15000);
      retry = setTimeout(flush, wait);
      return;
    }
    sending = false;
    if (queue.length) flush();
    else page.status("saved", false);
  }

  /** Sends what was kept when the typing pauses; what waits for a server that does not answer, waits on. */
  function soon() {
    if (sending || wait > 1000) return;
    clearTimeout(retry);
    retry = setTimeout(flush, 150);
  }

  function answered(request, record) {
    page.unsent(); // it was made before this answer
    queue.shift();
    for (const row of record.rows) {
      bases.set(row.id, Math.max(baseOf(row.id), row.revision));
      if (row.revision >= (latest.get(row.id)?.record.revision ?? 0)) latest.set(row.id, { record: row, own: true });
    }
    // What is still to be sent was made on what has just been kept, unless that was merged with another's words.
    for (const later of queue) {
      if (later.client !== request.client) continue;
      for (const row of later.rows) if (record.rows.some((each) => each.id === row.id && asSent(each, request))) row.base = baseOf(row.id);
      for (const group of later.groups) group.bases = group.ids.map((id, at) => (record.rows.some((each) => each.id === id) ? baseOf(id) : group.bases[at]));
    }
    keep();
    for (const conflict of record.conflicts) {
      if (conflict.theirs) latest.set(conflict.id, { record: conflict.theirs, own: false });
      page.conflict(conflict);
    }
    for (const id of [...latest.keys()]) show(id);
    for (const id of [...unlocking]) unlock(id);
  }

  /** Whether a row stands as it was sent. */
  function asSent(record, request) {
    const sent = request.rows.find((row) => row.id === record.id) ?? {};
    return ["target", "state", "comment"].every((field) => sent[field] === undefined || sent[field] === record[field]);
  }

  /** A request that the server cannot read is of no use to send again; its words stay in the browser's storage. */
  function refused(request, reason) {
    queue.shift();
    keep();
    localStorage.setItem(`bitexte-refused:${request.client}:${request.key}`, JSON.stringify(request));
    page.status(`not saved: ${reason}`, true);
  }

  function heard(record) {
    const known = latest.get(record.id)?.record.revision ?? bases.get(record.id) ?? -1;
    if (record.revision <= known) return;
    latest.set(record.id, { record, own: false });
    show(record.id);
  }

  /** Shows the page what the server has of a row, unless its own words are on their way or being typed. */
  function show(id) {
    const held = latest.get(id);
    if (!held || page.busy(id)) return;
    page.unsent();
    if (isPending(id)) return;
    latest.delete(id);
    bases.set(id, Math.max(bases.get(id) ?? 0, held.record.revision));
    page.row(held.record, held.own);
  }

  function listen() {
    const query = new URLSearchParams({ after: last, client, reviewer: sync.reviewer });
    stream = new EventSource(address(`events?${query}`));
    const on = (name, act) => stream.addEventListener(name, (event) => {
      if (event.lastEventId) last = Number(event.lastEventId);
      act(JSON.parse(event.data));
    });
    on("row", heard);
    on("lock", (lock) => page.lock(lock.id, lock.client === client ? null : lock.reviewer || "somebody"));
    on("unlock", (lock) => page.lock(lock.id, null));
    on("conflict", page.conflict);
    on("resolved", ({ number }) => page.resolved(number));
    on("document", page.anew);
    on("ready", () => {
      for (const { ask } of locks.values()) ask(); // without a connection they do not last
      flush();
    });
    stream.addEventListener("error", () => {
      if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
    });
  }

  /** What the page does not show by itself: rows cut anew, and what was said since it was made. */
  async function begin() {
    try {
      const answer = await fetch(address("state"));
      const found = await answer.json();
      for (const record of found.rows) if (record.group || record.revision > data.revision) heard(record);
      found.conflicts.forEach(page.conflict);
    } catch {
      page.status("the server does not answer", true);
    }
    listen();
    flush();
  }

  function unlock(id) {
    if (isPending(id)) {
      unlocking.add(id);
      return;
    }
    unlocking.delete(id);
    post("unlock", { client, id }).catch(() => {}); // it goes by itself after a while
  }

  const sync = {
    reviewer: "",
    get pending() {
      return queue.reduce((sum, request) => sum + request.rows.length + request.groups.length, 0);
    },
    get unkept() {
      return unkept;
    },
    flush,
    save(rows, groups = [], later = false) {
      if (!rows.length && !groups.length) return;
      const waiting = queue.at(-1);
      const same = (group) => groups.length === 1 && !rows.length && group?.ids.join() === groups[0].ids.join();
      if (waiting && !tried.has(waiting) && !waiting.rows.length && same(waiting.groups[0]) && waiting.reviewer === sync.reviewer) {
        waiting.groups[0].segments = groups[0].segments;
        waiting.key = newKey();
      } else if (waiting && !tried.has(waiting) && !waiting.groups.length && !groups.length && waiting.reviewer === sync.reviewer) {
        waiting.key = newKey();
        for (const row of rows) {
          const same = waiting.rows.find((each) => each.id === row.id);
          if (same) Object.assign(same, row);
          else waiting.rows.push({ ...row, base: baseOf(row.id) });
        }
      } else {
        queue.push({
          client,
          reviewer: sync.reviewer,
          key: newKey(),
          rows: rows.map((row) => ({ ...row, base: baseOf(row.id) })),
          groups: groups.map((group) => ({ ...group, bases: group.ids.map(baseOf) })),
        });
      }
      keep();
      if (later) soon();
      else flush();
    },
    released: show,
    async lock(id) {
      unlocking.delete(id);
      clearInterval(locks.get(id)?.timer);
      const ask = async () => {
        try {
          const { lock } = await (await post("lock", { client, reviewer: sync.reviewer, id })).json();
          return !lock || lock.client === client ? null : lock.reviewer || "somebody";
        } catch {
          return null;
        }
      };
      locks.set(id, { timer: setInterval(ask, 10000), ask });
      return ask();
    },
    unlock(id) {
      clearInterval(locks.get(id)?.timer);
      locks.delete(id);
      unlock(id);
    },
    resolve(number) {
      post("resolve", { client, reviewer: sync.reviewer, number }).catch(() => {});
    },
    start() {
      // The next load of this page is another client, and would find its own row locked.
      addEventListener("pagehide", () => post("leave", { client }).catch(() => {}));
      adopt();
      begin();
    },
  };
  return sync;
}
