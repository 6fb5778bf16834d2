// Editing in place: the target, and what is said of it.

let editor = null; // { row, box, before, opened } while a text box is open

/** Opens a text box over the row's English; what is typed is a draft, saved as it is typed. */
function edit(row, { scroll = true } = {}) {
  if (!row || editor?.row === row) return;
  finish();
  select(row, { focus: false });
  keepOriginal(row);
  const box = make("textarea", { className: "edit", value: row.text("en"), rows: 1, spellcheck: true, lang: data.languages[1], dir: "auto" });
  box.setAttribute("aria-label", `English of segment ${row.number()}`);
  editor = { row, box, before: snapshot([row.key]), opened: { target: box.value, state: entryOf(row).state ?? row.came } };
  row.cell("en").replaceChildren(box);
  fit(box);
  box.focus({ preventScroll: true });
  box.setSelectionRange(box.value.length, box.value.length);
  if (scroll) row.element.scrollIntoView({ block: "nearest" });
  box.addEventListener("input", () => typed(row, box));
  box.addEventListener("keydown", onEditKey);
  box.addEventListener("blur", () => {
    // Another window (a dictionary, say) may have the focus for a while.
    if (editor?.box === box && document.hasFocus()) finish();
  });
  for (const event of ["keyup", "click"]) box.addEventListener(event, () => caretMoved(row, box));
  document.dispatchEvent(new CustomEvent("review:opened", { detail: row }));
}

function typed(row, box) {
  fit(box);
  put(row, "target", box.value);
  put(row, "state", box.value === editor.opened.target ? editor.opened.state : "draft");
  markSource(row, termsOf(row).map((term) => isMet(term, box.value)));
  keepNow([row.key]);
  document.dispatchEvent(new CustomEvent("review:typed"));
}

function onEditKey(event) {
  const { row, box } = editor;
  if (event.key === "Escape") {
    discard();
    select(row);
  } else if (event.key === "Enter" && !event.shiftKey && !event.altKey && !event.isComposing) {
    finish(event.ctrlKey || event.metaKey ? "approved" : "edited");
    select(neighbour(1) ?? row);
  } else if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    moveBoundary(row, box, event.key === "ArrowDown" ? 1 : -1);
  } else if (event.altKey && event.code === "KeyF") {
    openConcordance();
  } else if (event.altKey && event.code === "KeyG") {
    insertNextForm();
  } else {
    return;
  }
  event.preventDefault();
}

/** Closes the text box; its text stays. `said` is what the reviewer says by it: nothing when the box is only left. */
function finish(said = "") {
  if (!editor) return;
  const { row, box, before, opened } = editor;
  close();
  guarded(`in segment ${row.key}`, () => {
    if (said === "approved") approve(row);
    else if (box.value !== opened.target || (said && opened.state === "draft")) put(row, "state", isChanged(row) || row.came === "draft" ? "edited" : row.came);
  });
  remember([row.key], before);
  if (said && box.value !== opened.target) offerEqual(row);
  document.dispatchEvent(new CustomEvent("review:closed", { detail: row }));
}

/** Closes the text box and forgets what was typed since it opened; undo brings it back. */
function discard() {
  if (!editor) return;
  const { row, box, opened } = editor;
  const before = snapshot([row.key]);
  close();
  put(row, "target", opened.target);
  put(row, "state", opened.state);
  remember([row.key], before);
  if (box.value !== opened.target) tell("what was typed is discarded; u brings it back");
  document.dispatchEvent(new CustomEvent("review:closed", { detail: row }));
}

function close() {
  editor = null;
  lightLinks(null);
}

/** Makes a text box as high as its text. */
function fit(box) {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight}px`;
}

/** Lights the French of the word at the caret, as long as the English is the one that was aligned. */
function caretMoved(row, box) {
  lightLinks(box.value === row.original() ? row : null, "en", box.selectionStart);
}

/** Approves a row; says why where there is nothing to approve. */
function approve(row) {
  if (isUntranslated(row)) tell("the English is empty: there is nothing to approve", true);
  else put(row, "state", "approved");
}

function toggleApproved(row) {
  if (!row) return;
  finish();
  change([row], () => {
    if (isApproved(row)) put(row, "state", isChanged(row) || row.came === "approved" ? "edited" : row.came);
    else approve(row);
  });
}

function revert(row) {
  if (!row) return;
  finish();
  if (row.group) {
    const { group } = row;
    change([row], () => setGroups(state.groups.filter((each) => each !== group)));
    select(originals.get(group.ids[0]));
  } else {
    change([row], () => {
      put(row, "target", row.original());
      put(row, "state", row.came);
    });
  }
}

table.addEventListener("dblclick", (event) => {
  const cell = event.target.closest(".en");
  const row = cell && rowOf.get(cell.parentElement);
  if (row && !event.target.closest("textarea")) edit(row, { scroll: false });
});
