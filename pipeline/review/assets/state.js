// What the reviewer did, kept apart from the page: edits by row, regrouped segments, and the way back.

/**
 * edits: by row key, { target?, reviewed?, comment? }, only what differs from the page.
 * groups: { ids, segments: [{ source, target, reviewed?, comment? }] }, consecutive units cut anew.
 */
const state = { edits: {}, groups: [] };
const past = [];
const future = [];

const entryOf = (row) => (row.group ? row.group.segments[row.index] : state.edits[row.key] ?? {});
const isEdited = (row) => row.group !== null || entryOf(row).target !== undefined;
const isReviewed = (row) => entryOf(row).reviewed ?? row.approved;

function snapshot(keys) {
  return JSON.stringify({ edits: keys.map((key) => [key, state.edits[key] ?? null]), groups: state.groups });
}

/** Sets one field of a row's entry; a value equal to what the page came with is forgotten. */
function put(row, field, value) {
  if (row.group) {
    row.group.segments[row.index][field] = value;
    return;
  }
  const unchanged = { target: row.original(), reviewed: row.approved, comment: firstComment(row) }[field];
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
  saveSoon();
  document.dispatchEvent(new CustomEvent("review:current"));
}

/** Shows everything anew, after a whole state was loaded. */
function refreshAll() {
  layGroups();
  for (const row of rows) guarded(`in segment ${row.number()}`, () => render(row));
  countSoon();
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
  let [edited, reviewed] = [0, 0];
  for (const row of rows) {
    edited += isEdited(row);
    reviewed += isReviewed(row);
  }
  byId("count-edited").textContent = edited.toLocaleString("en");
  byId("count-reviewed").textContent = reviewed.toLocaleString("en");
  byId("count-unreviewed").textContent = (rows.length - reviewed).toLocaleString("en");
  byId("done").textContent = `${reviewed.toLocaleString("en")} reviewed, ${edited.toLocaleString("en")} edited`;
  byId("meter").max = rows.length || 1;
  byId("meter").value = reviewed;
}

/** Draws one row's target, comment and marks from the state. */
function render(row) {
  const entry = entryOf(row);
  row.folds = {};
  row.element.classList.toggle("edited", isEdited(row));
  row.element.classList.toggle("reviewed", isReviewed(row));
  if (editor?.row !== row) showTarget(row, entry.target);
  const notes = row.cell("notes");
  notes.querySelector(":scope > .comment")?.remove();
  if (entry.comment) notes.append(make("p", { className: "comment" }, make("bdi", {}, entry.comment)));
}

function showTarget(row, target) {
  const cell = row.cell("en");
  if (target === undefined) {
    if (row.nodes) cell.replaceChildren(...row.nodes);
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

/** The target's text with the glossary renderings found in it marked. */
function marked(row, target) {
  const found = [];
  row.element.querySelectorAll(":scope > .notes > .term").forEach((term, mention) => {
    const span = findForm(term.dataset.rendering, target);
    term.classList.toggle("missing", !span && term.dataset.policy !== "forbid");
    if (span) found.push({ start: span[0], end: span[1], mention, policy: term.dataset.policy });
  });
  found.sort((a, b) => a.start - b.start);
  const nodes = [];
  let position = 0;
  for (const { start, end, mention, policy } of found) {
    if (start < position) continue;
    const mark = make("mark", { className: `${policy} last` }, target.slice(start, end));
    mark.dataset.m = mention;
    nodes.push(target.slice(position, start), mark);
    position = end;
  }
  nodes.push(target.slice(position));
  return nodes.filter((node) => node !== "");
}

/** The remark that came with the page, or the empty string. */
function firstComment(row) {
  return row.cell("notes").querySelector(':scope > .flag[data-code="comment"] bdi')?.textContent ?? "";
}
