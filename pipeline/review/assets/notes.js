// The notes beside a segment, as pipeline/review/notes.py has them: a blank line between two, who wrote it and when (UTC)
// before it where that is known, an arrow before an answer to the note above.

const ANSWER = "↳ ";
const NOTE_HEAD = /^(↳ )?(?:([^\n]{1,100}), (\d{4}-\d\d-\d\d \d\d:\d\d): )?/;
const nameBox = byId("reviewer");
let openRemark = null; // { row, box, leave } while a box for a note is open

const noteBlocks = (text) => text.trim().split(/\n[^\S\n]*(?:\n[^\S\n]*)+/).filter(Boolean);

/** A note: { text, author, time, answer }. */
function parseNote(block) {
  const [head, arrow, author = "", time = ""] = NOTE_HEAD.exec(block);
  return { text: block.slice(head.length), author, time, answer: Boolean(arrow) };
}

const noteText = ({ text, author, time, answer }) => (answer ? ANSWER : "") + (author ? `${author}, ${time}: ` : "") + text;

/** What was typed as one note of the person who reviews here. */
const typedNote = (text, answer) => ({
  text: text.trim().replace(/\n\s*\n/g, "\n"),
  author: nameBox.value.trim().replace(/\s+/g, " ").slice(0, 100),
  time: new Date().toISOString().slice(0, 16).replace("T", " "),
  answer,
});

/** The notes of a row, one after the other. */
const remarkOf = (row) => entryOf(row).comment ?? (row.group ? "" : firstComment(row));

/** The notes that came with the page, or the empty string. */
function firstComment(row) {
  row.remark ??= Array.from(row.cell("notes").querySelectorAll(':scope > .flag[data-code="comment"] bdi'), (flag) => flag.textContent).join("\n\n");
  return row.remark;
}

/** Shows the notes of a row: who said what, and the answers under it. */
function showNotes(row) {
  const place = row.cell("notes");
  place.querySelector(":scope > .thread")?.remove();
  for (const flag of place.querySelectorAll(':scope > .flag[data-code="comment"]')) flag.hidden = true;
  const blocks = noteBlocks(remarkOf(row));
  if (!blocks.length) return;
  const thread = make("div", { className: "thread" }, ...blocks.map((block, at) => noteLine(row, parseNote(block), at)));
  place.insertBefore(thread, openRemark?.row === row ? openRemark.box : null);
}

function noteLine(row, note, at) {
  const when = note.time && new Date(`${note.time.replace(" ", "T")}Z`);
  const acts = [["answer", () => comment(row, { after: at })], ["change", () => comment(row, { at })], ["remove", () => changeNotes(row, (blocks) => blocks.toSpliced(at, 1))]];
  const buttons = acts.map(([text, act]) => {
    const button = make("button", { type: "button" }, text);
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      select(row, { focus: false });
      act();
    });
    return button;
  });
  const who = note.author ? [make("b", { dir: "auto" }, note.author), " ", make("time", { dateTime: `${note.time.replace(" ", "T")}Z`, title: `${note.time} UTC` }, when.toLocaleString("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" })), make("br")] : [];
  return make("div", { className: `note-line${note.answer ? " answer" : ""}` }, ...who, make("bdi", {}, note.text), make("span", { className: "acts" }, ...buttons));
}

/** Changes the list of notes of a row as one step. */
function changeNotes(row, act) {
  change([row], () => put(row, "comment", act(noteBlocks(remarkOf(row))).join("\n\n")));
}

/** Where an answer to the note `at` goes: after the answers it has. */
function placeOfAnswer(blocks, at) {
  let place = at + 1;
  while (place < blocks.length && parseNote(blocks[place]).answer) place += 1;
  return place;
}

/**
 * Opens a box for a note: a new one, an answer to the note `after`, or the note `at` itself. `text`: what an earlier load
 * of the page was left with in the box.
 */
function comment(row, { after = null, at = null, text = null } = {}) {
  if (!row) return;
  finish();
  openRemark?.leave(true);
  const changed = at === null ? null : noteBlocks(remarkOf(row))[at];
  const box = make("textarea", { className: "remark", value: text ?? (changed ? parseNote(changed).text : ""), rows: 2, spellcheck: true, dir: "auto" });
  box.setAttribute("aria-label", `${changed ? "Change the note" : after === null ? "Note" : "Answer"} on segment ${row.number()}`);
  box.placeholder = after === null ? "note" : "answer";
  row.cell("notes").append(box);
  const leave = (keep) => {
    if (openRemark?.box !== box) return;
    openRemark = null;
    box.remove();
    stored(REMARK, null);
    if (!keep || (!box.value.trim() && !changed)) return;
    changeNotes(row, (blocks) => {
      // Somebody else may have said something meanwhile: the note is looked for where it stands now.
      if (changed) return blocks.map((block) => (block === changed ? box.value.trim() && noteText({ ...parseNote(changed), text: typedNote(box.value).text }) : block)).filter(Boolean);
      return blocks.toSpliced(after === null ? blocks.length : placeOfAnswer(blocks, after), 0, noteText(typedNote(box.value, after !== null)));
    });
  };
  openRemark = { row, box, leave };
  box.focus();
  box.addEventListener("input", () => stored(REMARK, JSON.stringify({ key: row.key, after, text: box.value })));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" && (event.key !== "Enter" || event.shiftKey || event.isComposing)) return;
    event.preventDefault();
    leave(event.key === "Enter");
    select(row);
  });
  box.addEventListener("blur", () => {
    if (document.hasFocus()) leave(true);
  });
}

/** A note that was being written when the page was left is opened again. */
function reopenRemark() {
  const left = kept(REMARK).at(-1);
  const row = left && rows.find((each) => each.key === left.key);
  if (!row || typeof left.text !== "string" || !left.text.trim()) return;
  select(row);
  comment(row, { after: typeof left.after === "number" && left.after < noteBlocks(remarkOf(row)).length ? left.after : null, text: left.text });
  tell("a note that was not finished is open again");
}

try {
  nameBox.value = localStorage.getItem("bitexte-reviewer") ?? "";
} catch {
  // without storage the name is asked for anew
}
nameBox.addEventListener("change", () => stored("bitexte-reviewer", nameBox.value.trim()));
for (const row of rows) if (row.flags.includes("comment")) guarded(`in segment ${row.number()}`, () => showNotes(row));
