// What the reviewer did, kept apart from the page: edits by row, regrouped segments, and the way back.

/**
 * edits: by row key, { target?, state?, comment? }, only what differs from the page.
 * groups: { ids, segments: [{ source, target, state, comment? }] }, consecutive units cut anew.
 * A state is "" (nothing was said), "draft" (typed, not finished), "edited" (finished) or "approved" (the pair is right).
 */
const state = { edits: {}, groups: [] };
const past = [];
const future = [];

const entryOf = (row) => (row.group ? row.group.segments[row.index] : state.edits[row.key] ?? {});
const isChanged = (row) => row.group !== null || entryOf(row).target !== undefined;
const isUntranslated = (row) => isBlank(row.text("en")) && !isBlank(row.text("fr"));
const isApproved = (row) => stateOf(row) === "approved";

/** What is said of a row; an emptied English means "not translated" and is never more than a draft. */
function stateOf(row) {
  const entry = entryOf(row);
  if (entry.target !== undefined && isUntranslated(row)) return "draft";
  return entry.state ?? row.came;
}

/** A segment whose English is empty is not translated: a draft. */
const settled = (segment) => (isBlank(segment.target) && !isBlank(segment.source) ? { ...segment, target: "", state: "draft" } : segment);

function snapshot(keys) {
  return JSON.stringify({ edits: keys.map((key) => [key, state.edits[key] ?? null]), groups: state.groups });
}

/** Sets one field of a row's entry; a value equal to what the page came with is forgotten. */
function put(row, field, value) {
  if (row.group) {
    const segments = row.group.segments;
    segments[row.index] = settled({ ...segments[row.index], [field]: value });
    return;
  }
  const unchanged = field === "target" ? row.original() : field === "state" ? row.came : firstComment(row);
  const entry = { ...state.edits[row.key] };
  if (value === unchanged) delete entry[field];
  else entry[field] = value;
  if (Object.keys(entry).length) state.edits[row.key] = entry;
  else delete state.edits[row.key];
}

/** Runs a change that touches these rows, and remembers how to take it back. */
function change(touched, act) {
  const keys = touched.map((row) => row.key);
  const before = snapshot(keys);
  act();
  remember(keys, before);
}

/** Files what was done since `before` as one step, and shows it. */
function remember(keys, before) {
  const after = snapshot(keys);
  if (after !== before) {
    past.push({ keys, before, after, at: current?.key });
    future.length = 0;
  }
  refresh(keys);
}

function travel(from, to, which) {
  const step = from.pop();
  if (!step) return;
  to.push(step);
  const { edits, groups } = JSON.parse(step[which]);
  for (const [key, entry] of edits) {
    if (entry) state.edits[key] = entry;
    else delete state.edits[key];
  }
  setGroups(groups);
  refresh(step.keys);
  const row = rows.find((each) => each.key === step.at) ?? rows.find((each) => step.keys.includes(each.key));
  if (row) select(row);
}
const undo = () => travel(past, future, "before");
const redo = () => travel(future, past, "after");

/** Takes new groups over, keeping the objects of those that are the same. */
function setGroups(groups) {
  const known = new Map(state.groups.map((group) => [JSON.stringify(group), group]));
  state.groups = groups.map((group) => known.get(JSON.stringify(group)) ?? group);
}

/** Shows the state of these rows (and of all groups), counts, and saves. */
function refresh(keys) {
  layGroups();
  const touched = keys.map((key) => originals.get(key)).filter(Boolean);
  if (state.groups.length) touched.push(...rows.filter((row) => row.group));
  for (const row of touched) guarded(`in segment ${row.number()}`, () => render(row));
  countSoon();
  keepNow(keys, { step: true });
  document.dispatchEvent(new CustomEvent("review:current"));
}

let counting = false;

/** Counts once, after everything that is going on is done. */
function countSoon() {
  if (counting) return;
  counting = true;
  queueMicrotask(() => {
    counting = false;
    guarded("while counting", count);
  });
}

function count() {
  const counts = { draft: 0, edited: 0, approved: 0 };
  for (const row of rows) {
    const said = stateOf(row);
    if (said) counts[said] += 1;
  }
  const { draft, edited, approved } = counts;
  for (const [name, number] of Object.entries({ ...counts, unapproved: rows.length - approved })) byId(`count-${name}`).textContent = number.toLocaleString("en");
  const parts = [[approved, "approved"], [edited, "edited"], [draft, draft === 1 ? "draft" : "drafts"]];
  byId("done").textContent = parts.filter(([number], index) => number || !index).map(([number, word]) => `${number.toLocaleString("en")} ${word}`).join(", ");
  byId("meter").max = rows.length || 1;
  byId("meter").value = approved;
  countFlags();
}

/** Draws one row's target, state, comment, marks and flags. */
function render(row) {
  const entry = entryOf(row);
  const said = stateOf(row);
  row.folds = {};
  const classes = row.element.classList;
  classes.toggle("changed", isChanged(row));
  for (const name of ["draft", "edited", "approved"]) classes.toggle(name, said === name);
  if (editor?.row !== row) showTarget(row, entry.target);
  showNotes(row);
  flagAnew(row);
  compare(row);
}

function showTarget(row, target) {
  const cell = row.cell("en");
  if (target === undefined) {
    if (row.nodes) {
      cell.replaceChildren(...row.nodes);
      markSource(row, null);
    }
    row.nodes = null;
    row.base = null;
    return;
  }
  keepOriginal(row);
  cell.replaceChildren(...marked(row, target));
}

/** Puts the target's nodes aside before something else takes their place. */
function keepOriginal(row) {
  if (row.nodes) return;
  const cell = row.cell("en");
  row.base = cell.textContent;
  row.nodes = Array.from(cell.childNodes);
}
