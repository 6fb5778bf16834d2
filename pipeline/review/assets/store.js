// Autosave: in the browser under the content's hash, or where a server sent the page, with it (shared.js).
//
// What is typed is kept at once, before the browser does anything else: in the small record of what was done since the
// whole was saved last. The whole follows when there is time.

const KEY = `bitexte-review:${data.content}`;
const RECENT = `${KEY}:recent`;
const REMARK = `${KEY}:remark`;
const MOST_RECENT = 50; // rows; what changes more is saved whole
let saving = 0; // the timer of what is still to be saved
let savedText = JSON.stringify(state);
let stamp = 0; // of the record that was kept last; one is never older than the one before
let lastCopy = 0; // when the small record went into the second place too
let unkept = false; // whether the browser refused to keep something
const recent = new Set(); // rows whose entries only the small record has

const stamped = (record) => {
  stamp = Math.max(Date.now(), stamp + 1);
  return JSON.stringify({ ...record, saved: stamp });
};

/** Keeps at once what was done to these rows, and saves the whole a little later; a finished step in both places. */
function keepNow(keys, { step = false } = {}) {
  if (sync) {
    push(keys, true);
  } else {
    keys.forEach((key) => recent.add(key));
    if (recent.size > MOST_RECENT) {
      save();
      return;
    }
    const record = stamped({ edits: Object.fromEntries(Array.from(recent, (key) => [key, state.edits[key] ?? null])), groups: state.groups });
    unkept = !stored(RECENT, record);
    if (unkept) copied(RECENT, record);
    else if (step || stamp - lastCopy > 200) { // browsers refuse more than a few a second
      lastCopy = stamp;
      setTimeout(() => copied(RECENT, record), 0); // after the step is shown: it takes milliseconds
    }
  }
  clearTimeout(saving);
  saving = setTimeout(save, 300);
}

function save() {
  clearTimeout(saving);
  saving = 0;
  if (sync) {
    push();
    return;
  }
  const text = JSON.stringify(state);
  if (text === savedText) {
    if (recent.size) stored(RECENT, null); // what was done was undone
    recent.clear();
    return;
  }
  const record = stamped(state);
  const isCopied = copied(KEY, record);
  const isStored = stored(KEY, Object.keys(state.edits).length || state.groups.length ? record : null);
  unkept = !isStored;
  if (isStored) {
    savedText = text;
    recent.clear();
    stored(RECENT, null);
    say("saved in this browser");
  } else {
    say(isCopied ? "kept over a reload only: export before you close" : "cannot be saved here: export before you close", true);
  }
}

/** Puts a text into the browser's storage, null to take it out; whether it took it. */
function stored(name, text) {
  try {
    if (text === null) localStorage.removeItem(name);
    else localStorage.setItem(name, text);
    return true;
  } catch {
    return false;
  }
}

/** A second place, the tab's own history: under load a browser's storage may be empty after a reload, for a while. */
function copied(name, text) {
  try {
    history.replaceState({ ...history.state, [name]: text }, "");
    return true;
  } catch {
    return false; // too large, or too often: the storage has it
  }
}

function parsed(text) {
  try {
    const record = JSON.parse(text);
    return typeof record === "object" && record ? record : null;
  } catch {
    return null;
  }
}

/** What was kept under a name in either place, oldest first. */
function kept(name) {
  let text = null;
  try {
    text = localStorage.getItem(name);
  } catch {
    say("cannot be saved here: export before you close", true);
  }
  const found = [parsed(text), parsed(history.state?.[name] ?? null)].filter(Boolean);
  return found.sort((a, b) => (a.saved ?? 0) - (b.saved ?? 0));
}

/** The state that was kept: what was saved whole last, with what was done since. */
function keptState() {
  const whole = kept(KEY).at(-1) ?? null;
  const since = kept(RECENT).filter(({ saved }) => saved > (whole?.saved ?? 0));
  if (!since.length) return whole;
  const { groups, saved } = since.at(-1);
  const edits = { ...whole?.edits };
  for (const record of since) {
    for (const [key, entry] of Object.entries(record.edits ?? {})) {
      if (entry) edits[key] = entry;
      else delete edits[key];
    }
  }
  return { edits, groups, saved };
}

/** Loads what was kept, and once more a little later what the browser's storage gives only then. */
function loadKept() {
  const found = keptState();
  load(found);
  setTimeout(() => {
    const late = keptState();
    if (!past.length && !future.length && !editor && !recent.size && (late?.saved ?? 0) > (found?.saved ?? 0)) load(late);
  }, 500);
}

function say(text, bad = false) {
  const place = byId("saved");
  place.textContent = text;
  place.classList.toggle("bad", bad);
}

/** Takes over what was kept for this content; entries of rows that are gone are kept, but not shown. */
function load(saved) {
  if (!saved) return;
  const before = new Set([...Object.keys(state.edits), ...state.groups.flatMap((group) => group.ids)]);
  const groups = Array.isArray(saved.groups) ? saved.groups : [];
  state.edits = typeof saved.edits === "object" && saved.edits ? saved.edits : {};
  Object.values(state.edits).forEach(withState);
  for (const group of groups) if (Array.isArray(group.segments)) group.segments.forEach(withState);
  setGroups(groups.filter((group) => Array.isArray(group.ids) && group.ids.every((id) => originals.has(id)) && group.segments?.length));
  for (const [key, entry] of Object.entries(state.edits)) {
    const row = originals.get(key);
    // An entry is forgotten where the page has the same by now.
    if (row && entry) guarded(`in segment ${row.number()}`, () => Object.entries(entry).forEach(([field, value]) => put(row, field, value)));
  }
  savedText = JSON.stringify(state);
  layGroups();
  const changed = [...new Set([...before, ...Object.keys(saved.edits ?? {})])].map((key) => originals.get(key)).filter(Boolean);
  for (const row of [...changed, ...rows.filter((each) => each.group)]) guarded(`in segment ${row.number()}`, () => render(row));
  countSoon();
}

/** An entry of an earlier version of the page knew only whether it was reviewed. */
function withState(entry) {
  if (!entry || entry.state !== undefined) return;
  if (entry.reviewed) entry.state = "approved";
  else if (entry.target !== undefined) entry.state = "edited";
  delete entry.reviewed;
}

for (const event of ["pagehide", "beforeunload"]) {
  addEventListener(event, (leaving) => {
    guarded("while saving", save);
    if (event === "beforeunload" && (unkept || sync?.unkept)) leaving.preventDefault(); // the browser asks whether to leave
  });
}
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") save();
});
addEventListener("storage", (event) => {
  if (event.key !== KEY || editor || sync) return;
  load(parsed(event.newValue) ?? {});
  copied(KEY, stamped(state));
});
