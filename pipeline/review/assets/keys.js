// The keyboard, and the table that explains it.

const KEYS = [];

/** Binds a key (as `KeyboardEvent.key`) outside text boxes and lists it in the help. */
function bind(keys, text, action) {
  KEYS.push({ keys: keys.split(" "), text, action });
}

bind("j ArrowDown", "next segment", () => select(neighbour(1) ?? current));
bind("k ArrowUp", "previous segment", () => select(neighbour(-1) ?? current));
bind("n", "next segment with a flag", () => nextFlag(1));
bind("N", "the one before", () => nextFlag(-1));
bind("/", "search the French", () => byId("search-fr").focus());
bind("\\", "search the English", () => byId("search-en").focus());
bind("f", "look up how a word, or what is selected, was translated elsewhere", openConcordance);
bind("R", "find and replace in the English", openReplace);
bind("v", "show both languages, French, English", nextMode);
bind("h", "hide or show the marks of the glossary and of the flags", toggleMarks);
bind("e Enter", "edit the English; Enter ends it and goes on, Ctrl+Enter also approves it, Esc discards what was typed", () => edit(current));
bind("Space", "approve, or take the approval back, and go on", () => {
  const row = current;
  toggleApproved(row);
  if (row && isApproved(row)) select(neighbour(1) ?? row);
});
bind("c", "note", () => comment(current));
bind("p", "give segments with the same French the English that was just written (where the page asks)", spreadEqual);
bind("d", "show what was changed of the text that the page came with, in every changed segment", toggleComparison);
bind("a", "reject, and choose among other versions of the model (in the review server)", () => openAlternatives(current));
bind("m", "merge with the segment below", () => merge(current));
bind("s", "split", () => openSplit(current));
bind("r", "back to the version the page came with", () => revert(current));
bind("u", "undo (also Ctrl+Z)", undo);
bind("U", "redo (also Ctrl+Y)", redo);
bind("x", "export", openExport);
bind("Escape", "leave a text box, discarding what was typed (u brings it back)", () => select(current));
bind("?", "this help", openHelp);

const NAMES = { ArrowDown: "↓", ArrowUp: "↑", Escape: "Esc" };

function nextFlag(step) {
  const row = neighbour(step, (each) => each.flags.length > 0 || each.stale);
  if (row) select(row);
  else tell(`no flag ${step > 0 ? "below" : "above"}`);
}

function toggleMarks() {
  const hidden = document.documentElement.classList.toggle("unmarked");
  tell(hidden ? "marks are hidden; h shows them" : "");
}

function nextMode() {
  const modes = Array.from(document.querySelectorAll('input[name="mode"]'));
  const at = modes.findIndex((mode) => mode.checked);
  modes[(at + 1) % modes.length].checked = true;
  applyMode();
}

function applyMode() {
  const mode = document.querySelector('input[name="mode"]:checked').value;
  const anchor = current ?? rows.find((row) => row.shown && row.element.getBoundingClientRect().bottom > 120);
  document.documentElement.classList.toggle("only-fr", mode === "fr");
  document.documentElement.classList.toggle("only-en", mode === "en");
  anchor?.element.scrollIntoView({ block: "nearest" });
}

function openDialog(title, ...content) {
  const dialog = make("dialog", {}, make("h2", { id: "dialog-title" }, title), ...content);
  dialog.setAttribute("aria-labelledby", "dialog-title");
  const close = make("button", { type: "button" }, "close");
  close.addEventListener("click", () => dialog.close());
  dialog.append(make("p", {}, close));
  dialog.addEventListener("close", () => {
    dialog.remove();
    focusBack();
  });
  document.body.append(dialog);
  dialog.showModal();
}

/** Gives the focus back to the current row, unless it already went elsewhere. */
function focusBack() {
  if (current && !document.activeElement?.closest("input, textarea, select, dialog")) select(current);
}

function openHelp() {
  finish();
  const list = document.createElement("table");
  const add = (keys, text) => {
    const line = list.insertRow();
    const cell = line.insertCell();
    keys.forEach((key) => cell.append(make("kbd", {}, NAMES[key] ?? key), " "));
    line.insertCell().textContent = text;
  };
  for (const { keys, text } of KEYS) add(keys, text);
  add(["Alt+↓", "Alt+↑"], "while editing: move the English after the caret to the segment below, or before it to the one above");
  add(["Alt+F"], "while editing: look up what is selected");
  add(["Alt+G"], "while editing: put in the next glossary form that the English lacks");
  const marks = make("p", {}, "In the texts: a thin dotted line is a glossary form that stands, ⊘ one that is missing, or stands and is forbidden. Flags: ✖ error, ▲ warning, ℹ note; a struck one is about the text before the edit.");
  openDialog("Keys", list, marks);
}

document.addEventListener("keydown", (event) => {
  const box = event.target.closest("textarea, input");
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !box && "zy".includes(event.key.toLowerCase())) {
    event.preventDefault();
    if (event.key.toLowerCase() === "y" || event.shiftKey) redo();
    else undo();
    return;
  }
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.body.lastElementChild.matches("dialog[open]")) return;
  const target = event.target;
  if (target.closest("input, textarea, select, summary") || (target.closest("button, a") && (event.key === " " || event.key === "Enter"))) {
    if (event.key === "Escape" && target.type === "search") {
      if (target.value) {
        target.value = "";
        applyFilter();
      }
      select(current ?? rows.find((row) => row.shown) ?? null);
      event.preventDefault();
    }
    return;
  }
  const key = event.key === " " ? "Space" : event.key;
  const bound = KEYS.find(({ keys }) => keys.includes(key));
  if (!bound) return;
  event.preventDefault();
  bound.action();
});
byId("next").addEventListener("click", () => nextFlag(1));
byId("help-open").addEventListener("click", openHelp);
document.querySelectorAll('input[name="mode"]').forEach((mode) => mode.addEventListener("change", applyMode));
byId("export").addEventListener("click", openExport);
byId("replace-open").addEventListener("click", openReplace);
byId("look-up-open").addEventListener("click", openConcordance);
