// The page as one of several that work on a served document: what was changed goes to `sync`, what others do comes back.

const said = new Map(); // by row key, what the server has of the row, as far as the page was told
const saidGroups = new Map(); // by the key of the first row, the groups that the server has
const idOf = (key) => key.slice(data.prefixes[0].length);
const keyOf = (id) => data.prefixes[0] + id;

const saidOf = (row) => said.get(row.key) ?? { target: row.original(), state: row.came, comment: firstComment(row) };

/** Sends what differs from what the server has, of all rows or of these; `later` keeps it at once and sends it soon. */
function push(keys = null, later = false) {
  const held = new Set(state.groups.flatMap((group) => group.ids));
  pushGroups(held, later);
  const changed = [];
  for (const key of keys ?? new Set([...Object.keys(state.edits), ...said.keys()])) {
    const row = originals.get(key);
    if (!row || held.has(key)) continue;
    const was = saidOf(row);
    const now = { target: row.text("en"), state: stateOf(row), comment: entryOf(row).comment ?? firstComment(row) };
    const fields = Object.fromEntries(Object.entries(now).filter(([field, value]) => value !== was[field]));
    if (!Object.keys(fields).length) continue;
    said.set(key, now);
    if ("target" in fields) fields.state = now.state;
    changed.push({ id: idOf(key), hash: row.hash, ...fields });
  }
  sync.save(changed, [], later);
  if (!later) sync.flush();
}

const groupRecord = (group, segments = group.segments) => ({
  ids: group.ids.map(idOf),
  hashes: group.ids.map((key) => originals.get(key).hash),
  segments,
});

function pushGroups(held, later) {
  const now = new Map(state.groups.map((group) => [group.ids[0], group]));
  for (const [key, text] of [...saidGroups]) {
    if (now.has(key) && JSON.stringify(now.get(key)) === text) continue;
    const { ids } = JSON.parse(text);
    if (ids.every((each) => held.has(each))) continue; // the new group takes its place
    saidGroups.delete(key);
    sync.save([], [groupRecord({ ids }, [])], later);
    for (const each of ids) said.set(each, { target: null, state: null, comment: "" }); // tell them anew
  }
  for (const [key, group] of now) {
    const text = JSON.stringify(group);
    if (saidGroups.get(key) === text) continue;
    for (const old of [...saidGroups.keys()]) if (group.ids.includes(old)) saidGroups.delete(old);
    saidGroups.set(key, text);
    sync.save([], [groupRecord(group)], later);
  }
}

/** The undo steps without those that would take back what somebody else did: of these rows, or of their groups. */
function forgetSteps(keys) {
  for (const steps of [past, future]) {
    const free = steps.filter((step) => !step.keys.some((key) => keys.includes(key)));
    for (const step of free) {
      for (const which of ["before", "after"]) {
        const record = JSON.parse(step[which]);
        const groups = record.groups.filter((group) => !group.ids.some((id) => keys.includes(id)));
        step[which] = JSON.stringify({ ...record, groups: [...groups, ...state.groups.filter((group) => group.ids.some((id) => keys.includes(id)))] });
      }
    }
    steps.splice(0, steps.length, ...free.filter((step) => step.before !== step.after));
  }
}

/** What stands in a row and in all groups, to see whether that changes. */
const standing = (row) => JSON.stringify([isBlank(row.text("en")) ? "" : [row.text("en"), stateOf(row)], entryOf(row).comment ?? firstComment(row), state.groups]);

/** Shows a row as the server has it. Where that is not what stood here, somebody else had a part in it. */
function showRecord(record) {
  const key = keyOf(record.id);
  const row = originals.get(key);
  if (!row || record.in) return;
  const stood = standing(row);
  const overlapping = (group) => group.ids.includes(key) || record.group?.ids.some((id) => group.ids.includes(keyOf(id)));
  const touched = new Set([key, ...state.groups.filter(overlapping).flatMap((group) => group.ids), ...(record.group?.ids.map(keyOf) ?? [])]);
  const groups = state.groups.filter((group) => !overlapping(group));
  const place = state.groups.findIndex(overlapping);
  for (const group of state.groups.filter(overlapping)) saidGroups.delete(group.ids[0]);
  if (record.group) {
    const segments = record.group.segments.map(({ source, target, state: given, comment: remark }) => ({ source, target, state: given, ...(remark === undefined ? {} : { comment: remark }) }));
    const group = { ids: record.group.ids.map(keyOf), segments };
    groups.splice(place < 0 ? groups.length : place, 0, group); // in its place, so that nothing seems to have changed
    for (const each of group.ids) delete state.edits[each];
    saidGroups.set(group.ids[0], JSON.stringify(group));
  } else {
    said.set(key, { target: record.target, state: record.state, comment: record.comment });
    row.served = { target: record.target, flags: record.flags };
    keepOriginal(row);
  }
  setGroups(groups);
  layGroups();
  if (record.group) rows.filter((each) => each.group?.ids[0] === keyOf(record.group.ids[0])).forEach(render);
  else {
    put(row, "target", record.target);
    put(row, "state", record.state);
    put(row, "comment", record.comment);
    render(row);
  }
  if (standing(row) !== stood) forgetSteps([...touched]);
  countSoon();
  document.dispatchEvent(new CustomEvent("review:current"));
}

/** A line beside a row, in place of another of the same kind. */
function lineBeside(id, kind, ...content) {
  const row = originals.get(keyOf(id)) ?? rows[0];
  row?.cell("notes").querySelector(`:scope > .${kind}`)?.remove();
  if (content.length) row?.cell("notes").append(make("p", { className: `flag warning ${kind}` }, ...content));
}

function showConflict(record) {
  const { number, id, yours, reviewer, reason } = record;
  const target = yours.target ?? yours.segments?.map((each) => each.target).join(" ‖ ") ?? "";
  const row = originals.get(keyOf(id));
  const button = (text, act) => {
    const made = make("button", { type: "button" }, text);
    made.addEventListener("click", (event) => {
      event.stopPropagation();
      act();
      push();
      sync.resolve(number);
    });
    return made;
  };
  lineBeside(
    id, `conflict-${number}`, make("b", {}, `not kept (${reason}): `), make("bdi", {}, `${reviewer || "somebody"}: “${[target, yours.comment].filter(Boolean).join(" – ")}” `),
    ...(yours.target !== undefined && row && !row.group && record.theirs ? [button("take this", () => change([row], () => {
      keepOriginal(row);
      put(row, "target", yours.target);
      put(row, "state", "edited");
    }))] : []),
    button("dismiss", () => {}),
  );
}

const sync = data.serve ? startSync({
  row: showRecord,
  lock: (id, name) => lineBeside(id, "typing", ...(name ? [make("bdi", {}, name), " is typing here"] : [])),
  conflict: showConflict,
  resolved: (number) => document.querySelectorAll(`.conflict-${number}`).forEach((line) => line.remove()),
  unsent: () => {
    if (saving) save();
  },
  busy: (id) => editor !== null && (editor.row.group ? editor.row.group.ids.includes(keyOf(id)) : editor.row.key === keyOf(id)),
  status: say,
  anew: () => say("the document was made anew: load the page again", true),
}) : null;

if (sync) {
  sync.reviewer = nameBox.value;
  nameBox.addEventListener("change", () => {
    sync.reviewer = nameBox.value.trim();
  });
  const lockOf = (row) => idOf(row.group ? row.group.ids[0] : row.key);
  document.addEventListener("review:opened", ({ detail: row }) => {
    sync.lock(lockOf(row)).then((other) => {
      if (other) say(`${other} is typing in this segment: what you write is kept beside it`, true);
    });
  });
  document.addEventListener("review:closed", ({ detail: row }) => {
    save();
    sync.unlock(lockOf(row));
    (row.group ? row.group.ids : [row.key]).forEach((key) => sync.released(idOf(key)));
  });
}
