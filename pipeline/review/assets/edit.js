// Editing in place: the target, a comment, the reviewed mark.

let editor = null; // { row, box, before } while a text box is open

/** Opens a text box over the row's English; what is typed is saved as it is typed. */
function edit(row) {
  if (!row || editor?.row === row) return;
  finish();
  select(row, { focus: false });
  keepOriginal(row);
  const box = make("textarea", { className: "edit", value: row.text("en"), spellcheck: true, lang: data.languages[1], dir: "auto" });
  box.setAttribute("aria-label", `English of segment ${row.number()}`);
  editor = { row, box, before: snapshot([row.key]) };
  row.cell("en").replaceChildren(box);
  fit(box);
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
  box.addEventListener("input", () => {
    fit(box);
    put(row, "target", box.value);
    saveSoon();
  });
  box.addEventListener("keydown", onEditKey);
  box.addEventListener("blur", () => {
    if (editor?.box === box) finish();
  });
  for (const event of ["keyup", "click"]) box.addEventListener(event, () => caretMoved(row, box));
  document.dispatchEvent(new CustomEvent("review:opened", { detail: row }));
}

function onEditKey(event) {
  const { row, box } = editor;
  if (event.key === "Escape") {
    finish();
    select(row);
  } else if (event.key === "Enter" && !event.shiftKey && !event.altKey && !event.isComposing) {
    finish();
    if (event.ctrlKey || event.metaKey) change([row], () => put(row, "reviewed", true));
    select(neighbour(1) ?? row);
  } else if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    moveBoundary(row, box, event.key === "ArrowDown" ? 1 : -1);
  } else {
    return;
  }
  event.preventDefault();
}

/** Closes the text box; its text stays. */
function finish() {
  if (!editor) return;
  const { row, before } = editor;
  editor = null;
  lightLinks(null);
  remember([row.key], before);
  document.dispatchEvent(new CustomEvent("review:closed", { detail: row }));
}

/** Makes a text box as high as its text. */
function fit(box) {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 2}px`;
}

/** Lights the French of the word at the caret, as long as the English is the one that was aligned. */
function caretMoved(row, box) {
  lightLinks(box.value === row.original() ? row : null, "en", box.selectionStart);
}

function toggleReviewed(row) {
  if (row) change([row], () => put(row, "reviewed", !isReviewed(row)));
}

function revert(row) {
  if (!row) return;
  if (row.group) {
    const { group } = row;
    change([row], () => setGroups(state.groups.filter((each) => each !== group)));
    select(originals.get(group.ids[0]));
  } else {
    change([row], () => put(row, "target", row.original()));
  }
}

/** Opens a small box for a remark. */
function comment(row) {
  if (!row) return;
  finish();
  const notes = row.cell("notes");
  notes.querySelector(".remark")?.remove();
  const box = make("textarea", { className: "remark", value: entryOf(row).comment ?? firstComment(row), rows: 2 });
  box.setAttribute("aria-label", `Comment on segment ${row.number()}`);
  notes.append(box);
  box.focus();
  let open = true;
  const close = (keep) => {
    if (!open) return;
    open = false;
    box.remove();
    if (keep) change([row], () => put(row, "comment", box.value.trim()));
  };
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" && (event.key !== "Enter" || event.shiftKey || event.isComposing)) return;
    event.preventDefault();
    close(true);
    select(row);
  });
  box.addEventListener("blur", () => close(true));
}

// One toolbar, in the current row.
const toolbar = make("div", { className: "toolbar" });
toolbar.setAttribute("role", "group");
toolbar.setAttribute("aria-label", "This segment");
for (const [text, key, action] of [
  ["edit", "e", () => edit(current)],
  ["reviewed", "Space", () => toggleReviewed(current)],
  ["comment", "c", () => comment(current)],
  ["merge ↓", "m", () => merge(current)],
  ["split", "s", () => openSplit(current)],
  ["revert", "r", () => revert(current)],
]) {
  const button = make("button", { type: "button", title: `${text} (${key})` }, text);
  button.dataset.action = text.split(" ")[0];
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    action();
  });
  toolbar.append(button);
}
document.addEventListener("review:current", () => {
  if (!current) {
    toolbar.remove();
    return;
  }
  const notes = current.cell("notes");
  if (toolbar.parentElement !== notes) notes.append(toolbar);
  toolbar.querySelector('[data-action="reviewed"]').setAttribute("aria-pressed", String(isReviewed(current)));
  toolbar.querySelector('[data-action="revert"]').disabled = !isEdited(current);
});
table.addEventListener("dblclick", (event) => {
  const cell = event.target.closest(".en");
  const row = cell && rowOf.get(cell.parentElement);
  if (row && !event.target.closest("textarea")) edit(row);
});
