// Autosave: in the browser under the content's hash, or where a server sent the page, with it (shared.js).

const KEY = `bitexte-review:${data.content}`;
let saving = 0; // the timer of what is still to be saved
let savedText = JSON.stringify(state);

/** Saves while typing goes on only now and then, a finished step at once. */
function saveSoon(delay = 150) {
  clearTimeout(saving);
  saving = setTimeout(save, delay);
}

function save() {
  clearTimeout(saving);
  saving = 0;
  if (sync) {
    push();
    return;
  }
  const text = JSON.stringify(state);
  if (text === savedText) return;
  const record = JSON.stringify({ ...state, saved: Date.now() });
  const isCopied = keepCopy(record);
  try {
    if (Object.keys(state.edits).length || state.groups.length) localStorage.setItem(KEY, record);
    else localStorage.removeItem(KEY);
    savedText = text;
    say("saved in this browser");
  } catch {
    say(isCopied ? "kept over a reload only: export before you close" : "cannot be saved here: export before you close", true);
  }
}

/** A second place, the tab's own history: under load a browser's storage may be empty after a reload, for a while. */
function keepCopy(record) {
  try {
    history.replaceState({ [KEY]: record }, "");
    return true;
  } catch {
    return false; // too large, or too often: the storage has it
  }
}

/** What was kept last, in either place; null for nothing. */
function keptText() {
  let stored = null;
  try {
    stored = localStorage.getItem(KEY);
  } catch {
    say("cannot be saved here: export before you close", true);
  }
  const copy = history.state?.[KEY] ?? null;
  const time = (text) => {
    try {
      return JSON.parse(text)?.saved ?? 0;
    } catch {
      return 0;
    }
  };
  return copy && time(copy) > time(stored) ? copy : stored;
}

function say(text, bad = false) {
  const place = byId("saved");
  place.textContent = text;
  place.classList.toggle("bad", bad);
}

/** Takes over what was saved for this content; entries of rows that are gone are kept, but not shown. */
function load(text) {
  if (!text) return;
  let saved;
  try {
    saved = JSON.parse(text);
  } catch {
    return;
  }
  state.edits = typeof saved?.edits === "object" && saved.edits ? saved.edits : {};
  Object.values(state.edits).forEach(withState);
  for (const group of Array.isArray(saved?.groups) ? saved.groups : []) if (Array.isArray(group.segments)) group.segments.forEach(withState);
  setGroups((Array.isArray(saved?.groups) ? saved.groups : []).filter((group) => Array.isArray(group.ids) && group.ids.every((id) => originals.has(id)) && group.segments?.length));
  for (const [key, entry] of Object.entries(state.edits)) {
    const row = originals.get(key);
    // An entry is forgotten where the page has the same by now.
    if (row && entry) guarded(`in segment ${row.number()}`, () => Object.entries(entry).forEach(([field, value]) => put(row, field, value)));
  }
  savedText = JSON.stringify(state);
  refreshAll();
}

/** An entry of an earlier version of the page knew only whether it was reviewed. */
function withState(entry) {
  if (!entry || entry.state !== undefined) return;
  if (entry.reviewed) entry.state = "approved";
  else if (entry.target !== undefined) entry.state = "edited";
  delete entry.reviewed;
}

addEventListener("pagehide", save);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") save();
});
addEventListener("storage", (event) => {
  if (event.key !== KEY || editor || sync) return;
  state.edits = {};
  state.groups = [];
  load(event.newValue ?? "{}");
  keepCopy(JSON.stringify({ ...state, saved: Date.now() }));
});
