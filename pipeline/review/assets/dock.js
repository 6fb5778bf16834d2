// The bar at the foot of the window: what can be done with the current row, and the glossary's forms for it.
// It has its place whether a row is chosen or not, so that choosing one moves nothing.

const dock = byId("dock");
const forms = byId("forms");

for (const [text, key, action] of [
  ["edit", "e", () => edit(current)],
  ["approve", "Space", () => toggleApproved(current)],
  ["note", "c", () => comment(current)],
  ["other versions", "a", () => openAlternatives(current)],
  ["merge ↓", "m", () => merge(current)],
  ["split", "s", () => openSplit(current)],
  ["revert", "r", () => revert(current)],
]) {
  const button = make("button", { type: "button", title: `${text} (${key})`, disabled: true }, text);
  button.dataset.action = text.split(" ")[0];
  button.addEventListener("click", action);
  byId("actions").append(button);
}

const actionButton = (name) => dock.querySelector(`[data-action="${name}"]`);

/** Shows the current row in the bar. */
function showInDock() {
  byId("here").textContent = current ? `Segment ${current.number()}${stateOf(current) ? `, ${stateOf(current)}` : ""}` : "No segment chosen";
  for (const button of byId("actions").children) button.disabled = !current;
  if (current) {
    actionButton("approve").setAttribute("aria-pressed", String(isApproved(current)));
    actionButton("revert").disabled = !isChanged(current) && stateOf(current) === current.came;
  }
  const terms = current ? termsOf(current) : [];
  forms.replaceChildren(...terms.map(formButton));
  dock.classList.toggle("with-forms", terms.length > 0);
}

/** A button that puts a glossary form into the English; a forbidden one is only shown. */
function formButton(term) {
  const { rendering, policy } = term.dataset;
  const button = make("button", { type: "button", className: `form ${term.className}`, title: term.title }, ...Array.from(term.childNodes, (node) => node.cloneNode(true)));
  button.disabled = policy === "forbid";
  button.addEventListener("mousedown", (event) => event.preventDefault()); // the text box keeps the focus
  button.addEventListener("click", () => insertForm(rendering));
  return button;
}

/** Puts a form in at the caret, in place of what is selected, with spaces where words would touch. */
function insertForm(form) {
  if (!editor) edit(current);
  if (!editor) return;
  const { row, box } = editor;
  const [before, after] = [box.value.slice(0, box.selectionStart), box.value.slice(box.selectionEnd)];
  const word = /[\p{L}\p{N}]/u;
  const left = /[\p{L}\p{N}\p{M}.,;:!?)\]”’]$/u.test(before) ? " " : "";
  const right = after && word.test(after[0]) ? " " : "";
  box.setRangeText(left + form + right, box.selectionStart, box.selectionEnd, "end");
  typed(row, box);
  box.focus();
}

/** The first form that the English lacks, else the one after the form at the caret. */
function insertNextForm() {
  const wanted = termsOf(editor.row).filter((term) => term.dataset.policy !== "forbid");
  const missing = wanted.find((term) => !isMet(term, editor.box.value));
  if (missing) insertForm(missing.dataset.rendering);
  else tell(wanted.length ? "every glossary form stands in the English already" : "the glossary has nothing for this segment");
}

document.addEventListener("review:current", () => guarded("in the bar below", showInDock));
document.addEventListener("review:typed", () => guarded("in the bar below", showInDock));
new ResizeObserver(() => document.documentElement.style.setProperty("--dock", `${dock.offsetHeight}px`)).observe(dock);
