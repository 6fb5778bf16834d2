// Merging and splitting segments, and moving text between neighbours.

const originals = new Map(rows.map((row) => [row.key, row]));
const numbers = new Map(rows.map((row) => [row.key, row.number()]));
let laid = []; // the groups that stand in the page

/** Makes the page show exactly the groups of the state. */
function layGroups() {
  const [gone, made] = [laid.filter((each) => !state.groups.includes(each)), state.groups.filter((each) => !laid.includes(each))];
  gone.forEach(lift);
  made.forEach(lay);
  laid = [...state.groups];
  if (gone.length || made.length) sort();
}

function lay(group) {
  const replaced = group.ids.map((id) => originals.get(id));
  const at = rows.indexOf(replaced[0]);
  const made = group.segments.map((segment, index) => {
    const row = new Row(segmentElement(group, segment, index), group, index);
    [row.risk, row.score] = [replaced[0].risk, replaced[0].score];
    rowOf.set(row.element, row);
    return row;
  });
  replaced[0].element.before(...made.map((row) => row.element));
  rows.splice(at, replaced.length, ...made);
  for (const row of replaced) {
    row.element.hidden = true;
    row.shown = false;
  }
  if (replaced.includes(current)) select(made[0], { focus: false });
}

function lift(group) {
  const made = rows.filter((row) => row.group === group);
  const replaced = group.ids.map((id) => originals.get(id));
  rows.splice(rows.indexOf(made[0]), made.length, ...replaced);
  const selected = made.includes(current);
  for (const row of made) {
    rowOf.delete(row.element);
    row.element.remove();
  }
  for (const row of replaced) {
    row.element.hidden = false;
    row.shown = true;
  }
  if (selected) select(replaced[0], { focus: false });
}

function segmentElement(group, segment, index) {
  const first = originals.get(group.ids[0]);
  const key = group.segments.length > 1 || index ? `${first.key}+${index + 1}` : `${first.key}+`;
  const [from, to] = [numbers.get(group.ids[0]), numbers.get(group.ids.at(-1))];
  const label = (from === to ? from : `${from}–${to}`) + (group.segments.length > 1 ? String.fromCharCode(97 + index) : "");
  const element = make("div", { className: "row", id: key, tabIndex: -1 });
  element.setAttribute("role", "row");
  element.dataset.origin = "human";
  element.dataset.document = String(first.document);
  if (index === 0 && first.element.classList.contains("start")) element.classList.add("start");
  const cell = (className, text, lang) => {
    const made = make("div", { className, dir: "auto" }, text);
    made.setAttribute("role", "cell");
    if (lang) made.lang = lang;
    return made;
  };
  const number = make("span", { className: "number" }, make("a", { href: `#${key}` }, label));
  number.setAttribute("role", "rowheader");
  const notes = cell("notes", "");
  if (index === 0) {
    for (const id of group.ids) {
      for (const flag of originals.get(id).cell("notes").querySelectorAll(":scope > .flag[data-code]:not(.now, [data-code='comment']), :scope > .term")) notes.append(flag.cloneNode(true));
    }
  }
  element.append(number, cell("fr", segment.source, data.languages[0]), cell("en", segment.target, data.languages[1]), notes);
  return element;
}

const segmentOf = (row) => {
  const remark = remarkOf(row);
  return { source: row.text("fr"), target: row.text("en"), state: stateOf(row) || "edited", ...(remark ? { comment: remark } : {}) };
};

/** Puts `segments` in place of the rows `first` to `last`; their groups become one. */
function regroup(first, last, segments) {
  const inGroup = (row, other) => row === other || (row.group !== null && row.group === other.group);
  let [start, end] = [rows.indexOf(first), rows.indexOf(last)];
  const [from, to] = [start, end];
  while (start > 0 && inGroup(rows[start - 1], first)) start -= 1;
  while (end < rows.length - 1 && inGroup(rows[end + 1], last)) end += 1;
  const touched = rows.slice(start, end + 1);
  const old = new Set(touched.map((row) => row.group).filter(Boolean));
  const group = {
    ids: [...new Set(touched.flatMap((row) => (row.group ? row.group.ids : [row.key])))],
    segments: [...rows.slice(start, from).map(segmentOf), ...segments, ...rows.slice(to + 1, end + 1).map(segmentOf)].map(settled),
  };
  change(touched, () => {
    state.groups = [...state.groups.filter((each) => !old.has(each)), group];
    for (const id of group.ids) delete state.edits[id];
  });
  select(rows.find((row) => row.group === group && row.index === from - start));
}

/** Joins a row and the one below it. */
function merge(row) {
  if (!row) return;
  finish();
  const next = rows[rows.indexOf(row) + 1];
  if (!next || next.document !== row.document) return;
  const [a, b] = [segmentOf(row), segmentOf(next)];
  const join = (side) => [a[side], b[side]].filter((text) => text.trim()).join(" ");
  const remark = [a.comment, b.comment].filter(Boolean).join("\n\n");
  regroup(row, next, [{ source: join("source"), target: join("target"), state: "edited", ...(remark ? { comment: remark } : {}) }]);
}

/** A good place to cut a text: after the sentence end nearest to its middle, else after the nearest space. */
function cutPoint(text) {
  const middle = text.length / 2;
  for (const pattern of [/[.!?…]["”»’)\]]*\s+/gu, /[;:,]\s+/gu, /\s+/gu]) {
    const places = Array.from(text.matchAll(pattern), (match) => match.index + match[0].length).filter((place) => place > 0 && place < text.length);
    if (places.length) return places.reduce((best, place) => (Math.abs(place - middle) < Math.abs(best - middle) ? place : best));
  }
  return letterStart(text, Math.round(middle));
}

/** Shows both sides with a caret where to cut; Enter cuts. */
function openSplit(row) {
  if (!row) return;
  finish();
  const sides = ["fr", "en"];
  const texts = sides.map((side) => row.text(side));
  const dialog = make("dialog", { className: "split" });
  dialog.setAttribute("aria-label", `Split segment ${row.number()}`);
  dialog.append(make("h2", {}, `Split segment ${row.number()}`), make("p", {}, "Put the caret where each side is to be cut, then press Enter."));
  const boxes = sides.map((side, index) => {
    const box = make("textarea", { value: texts[index], lang: data.languages[index], dir: "auto" });
    box.setAttribute("aria-label", side === "fr" ? "French" : "English");
    box.addEventListener("beforeinput", (event) => event.preventDefault());
    const preview = make("p", { className: "preview" });
    preview.setAttribute("aria-hidden", "true");
    const show = () => preview.replaceChildren(box.value.slice(0, box.selectionStart), make("b", {}, "‖"), box.value.slice(box.selectionStart));
    for (const event of ["keyup", "click", "select", "focus"]) box.addEventListener(event, show);
    box.show = show;
    dialog.append(box, preview);
    return box;
  });
  const cut = () => {
    const points = boxes.map((box, index) => letterStart(texts[index], box.selectionStart));
    const parts = texts.map((text, index) => [text.slice(0, points[index]).trimEnd(), text.slice(points[index]).trimStart()]);
    if (!parts[0][0] || !parts[0][1]) return;
    dialog.close();
    const remark = remarkOf(row);
    regroup(row, row, [0, 1].map((half) => ({ source: parts[0][half], target: parts[1][half], state: "edited", ...(remark && !half ? { comment: remark } : {}) })));
  };
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName === "BUTTON") return;
    event.preventDefault();
    cut();
  });
  const go = make("button", { type: "button" }, "split here");
  const cancel = make("button", { type: "button" }, "cancel");
  go.addEventListener("click", cut);
  cancel.addEventListener("click", () => dialog.close());
  dialog.append(make("p", {}, go, " ", cancel));
  dialog.addEventListener("close", () => {
    dialog.remove();
    focusBack();
  });
  document.body.append(dialog);
  dialog.showModal();
  boxes.forEach((box, index) => {
    fit(box);
    box.setSelectionRange(...Array(2).fill(cutPoint(texts[index])));
    box.show();
  });
  boxes[0].focus();
}

/** Moves the English after the caret to the row below, or the English before it to the row above. */
function moveBoundary(row, box, step) {
  const other = rows[rows.indexOf(row) + step];
  if (!other || other.document !== row.document) return;
  const caret = box.selectionStart;
  const [head, tail] = [box.value.slice(0, caret).trim(), box.value.slice(caret).trim()];
  const [stays, goes] = step > 0 ? [head, tail] : [tail, head];
  if (!goes) return;
  const old = other.text("en");
  finish();
  change([row, other], () => {
    keepOriginal(row);
    keepOriginal(other);
    put(row, "target", stays);
    put(other, "target", (step > 0 ? [goes, old] : [old, goes]).filter(Boolean).join(" "));
    for (const each of [row, other]) put(each, "state", isChanged(each) ? "edited" : each.came);
  });
  edit(row);
  const place = step > 0 ? stays.length : 0;
  editor.box.setSelectionRange(place, place);
}
