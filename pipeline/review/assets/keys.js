// The keyboard, and the table that explains it.

const KEYS = [];

/** Binds a key (as `KeyboardEvent.key`) outside text boxes and lists it in the help. */
function bind(keys, text, action) {
  KEYS.push({ keys: keys.split(" "), text, action });
}

bind("j ArrowDown", "next segment", () => select(neighbour(1) ?? current));
bind("k ArrowUp", "previous segment", () => select(neighbour(-1) ?? current));
bind("n", "next segment with a flag", () => nextFlag(1));
bind("N", "previous segment with a flag", () => nextFlag(-1));
bind("/", "search the French", () => byId("search-fr").focus());
bind("\\", "search the English", () => byId("search-en").focus());
bind("v", "show both languages, French, English", nextMode);
bind("?", "this help", () => openHelp());

const NAMES = { ArrowDown: "↓", ArrowUp: "↑", " ": "Space", Escape: "Esc" };

function nextFlag(step) {
  const row = neighbour(step, (each) => each.flags.length > 0);
  if (row) select(row);
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

function openHelp() {
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-labelledby", "help-title");
  const heading = document.createElement("h2");
  heading.id = "help-title";
  heading.textContent = "Keys";
  const list = document.createElement("table");
  for (const { keys, text } of KEYS) {
    const line = list.insertRow();
    const cell = line.insertCell();
    keys.forEach((key, index) => {
      if (index) cell.append(" ");
      const cap = document.createElement("kbd");
      cap.textContent = NAMES[key] ?? key;
      cell.append(cap);
    });
    line.insertCell().textContent = text;
  }
  const close = document.createElement("button");
  close.textContent = "close";
  close.addEventListener("click", () => dialog.close());
  dialog.append(heading, list, close);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]")) return;
  const target = event.target;
  if (target.closest("input, textarea, select, summary") || (target.closest("button, a") && (event.key === " " || event.key === "Enter"))) {
    if (event.key === "Escape" && target.type === "search") {
      if (target.value) {
        target.value = "";
        applyFilter();
      }
      (current ?? rows[0])?.element.focus();
      event.preventDefault();
    }
    return;
  }
  const bound = KEYS.find(({ keys }) => keys.includes(event.key));
  if (!bound) return;
  event.preventDefault();
  bound.action();
});
byId("next").addEventListener("click", () => nextFlag(1));
byId("help-open").addEventListener("click", openHelp);
document.querySelectorAll('input[name="mode"]').forEach((mode) => mode.addEventListener("change", applyMode));
