// Autosave: in the browser under the content's hash, or where a server sent the page, with it (shared.js).

const KEY = `bitexte-review:${data.content}`;
let saving = 0; // the timer of what is still to be saved
let savedText = JSON.stringify(state);

function saveSoon() {
  clearTimeout(saving);
  saving = setTimeout(save, 150);
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
  try {
    if (Object.keys(state.edits).length || state.groups.length) localStorage.setItem(KEY, text);
    else localStorage.removeItem(KEY);
    savedText = text;
    say("saved in this browser");
  } catch {
    say("cannot be saved here: export before you close", true);
  }
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
  savedText = text;
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
});
