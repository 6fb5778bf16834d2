// Reject and translate again: other versions of the model, with the glossary in force, where a server has the model.

/** Asks the server for versions of a French text; throws an error that says why there are none. */
async function versionsOf(french) {
  if (!data.serve) throw new Error("only the review server can ask the model: bitexte review serve");
  const answer = await fetch(new URL(`alternatives?${new URLSearchParams({ q: french })}`, location.href.split("#")[0]));
  const record = await answer.json();
  if (!answer.ok) throw new Error(record.error ?? answer.statusText);
  return record.alternatives;
}

/** Gives a row another version in one step; none rejects the English without another in its place. */
function takeVersion(row, text) {
  change([row], () => {
    keepOriginal(row);
    put(row, "target", text);
    put(row, "state", isBlank(text) ? "draft" : "edited");
  });
  tell(isBlank(text) ? "rejected: not translated; u takes it back" : "another version was taken; u takes it back");
}

function versionLine(row, text, number, close) {
  const standing = text === row.text("en");
  const button = make("button", { type: "button", className: "wide", disabled: standing }, make("kbd", {}, String(number)), " ", make("bdi", { lang: data.languages[1] }, ...(standing ? [text] : differenceNodes(row.text("en"), text))), standing ? make("small", {}, " (stands now)") : "");
  button.dataset.version = String(number);
  button.addEventListener("click", () => {
    close();
    takeVersion(row, text);
  });
  return make("li", {}, button);
}

function openAlternatives(row) {
  if (!row) return;
  finish();
  const line = make("p", { id: "versions-line" }, "The model is asked …");
  line.setAttribute("role", "status");
  const list = make("ol", { id: "versions" });
  const reject = make("button", { type: "button", id: "reject" }, "none: leave it untranslated");
  const close = () => list.closest("dialog").close();
  reject.addEventListener("click", () => {
    close();
    takeVersion(row, "");
  });
  openDialog(`Segment ${row.number()}: other versions`, make("p", { lang: data.languages[0], dir: "auto" }, row.text("fr")), line, list, make("p", {}, reject));
  const dialog = list.closest("dialog");
  dialog.addEventListener("keydown", (event) => {
    const button = /^[1-9]$/.test(event.key) && list.querySelector(`[data-version="${event.key}"]:enabled`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
  versionsOf(row.text("fr")).then((found) => {
    line.textContent = found.length ? "What is struck out stands now, what is underlined would take its place." : "The model has nothing for it.";
    list.append(...found.map((text, at) => versionLine(row, text, at + 1, close)));
  }, (error) => {
    line.textContent = `No other versions: ${error.message}`;
  });
}
