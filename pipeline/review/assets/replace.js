// Find and replace in the English, where the French says so; every change is shown before it is made, and one undo takes all back.

const MOST_PREVIEWED = 200;

/** A pattern for what was typed: as it stands, as whole words, or as an expression. Null for nothing; throws for a bad expression. */
function replacePattern(text, { regex, exact, whole }) {
  if (!text) return null;
  const body = regex ? `(?:${text})` : escapePattern(text);
  return new RegExp(whole ? `(?<!${INSIDE})${body}(?!${INSIDE})` : body, exact ? "gu" : "giu");
}

/** The rows that would change, with the English they would get. */
function* replacements({ french, english, by, options }) {
  if (!english) return;
  for (const row of rows) {
    if (options.shown && !row.shown) continue;
    if (!options.approved && isApproved(row)) continue;
    if (french && row.text("fr").search(french) < 0) continue;
    const before = row.text("en");
    const after = options.regex ? before.replace(english, by) : before.replace(english, () => by);
    if (after !== before) yield { row, before, after };
  }
}

/** Gives rows new English texts as one step; `texts` are pairs of a row and its text. */
function rewrite(texts) {
  change(texts.map(([row]) => row), () => {
    for (const [row, text] of texts) {
      keepOriginal(row);
      put(row, "target", text);
      put(row, "state", isChanged(row) ? "edited" : row.came);
    }
  });
}

function openReplace() {
  finish();
  const field = (id, label, lang) => {
    const box = make("input", { type: "text", id: `replace-${id}`, lang, dir: "auto", spellcheck: false, autocomplete: "off" });
    return make("label", { className: "field" }, make("span", {}, label), box);
  };
  const tick = (id, label) => make("label", { className: "check" }, make("input", { type: "checkbox", id: `replace-${id}` }), ` ${label}`);
  const [fr, en] = data.languages;
  const line = make("p", { id: "replace-count" });
  line.setAttribute("role", "status");
  const list = make("ul", { id: "replace-list" });
  list.setAttribute("aria-label", "What would change");
  const go = make("button", { type: "button", id: "replace-go", disabled: true }, "replace");
  const form = make(
    "form", { id: "replace" },
    field("french", "where the French has (may stay empty)", fr), field("english", "find in the English", en), field("by", "replace by", en),
    make("p", { className: "ticks" }, tick("regex", "regular expressions ($1 in “replace by” is the first group)"), tick("exact", "capitals count"), tick("whole", "whole words"), tick("shown", "only segments that are shown"), tick("approved", "approved segments too")),
    line, list, make("p", {}, go),
  );
  let found = [];
  const left = new Set(); // rows that the reviewer unticked
  const preview = () => {
    const options = Object.fromEntries(["regex", "exact", "whole", "shown", "approved"].map((id) => [id, byId(`replace-${id}`).checked]));
    try {
      const [french, english] = ["french", "english"].map((id) => replacePattern(byId(`replace-${id}`).value, options));
      found = [...replacements({ french, english, by: byId("replace-by").value, options })];
    } catch (error) {
      found = [];
      list.replaceChildren();
      go.disabled = true;
      line.textContent = `not a regular expression: ${error.message}`;
      return;
    }
    list.replaceChildren(...found.slice(0, MOST_PREVIEWED).map((each) => previewLine(each, left, tally)));
    tally();
  };
  const tally = () => {
    const number = found.filter(({ row }) => !left.has(row)).length;
    go.disabled = number === 0;
    go.textContent = `replace in ${number.toLocaleString("en")} segment${number === 1 ? "" : "s"}`;
    line.textContent = `${found.length.toLocaleString("en")} segment${found.length === 1 ? "" : "s"} found${found.length > MOST_PREVIEWED ? `; the first ${MOST_PREVIEWED} are shown` : ""}`;
  };
  let waiting = 0;
  form.addEventListener("input", (event) => {
    if (event.target.closest("#replace-list")) return;
    clearTimeout(waiting);
    waiting = setTimeout(preview, rows.length > 2000 ? 120 : 0);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  go.addEventListener("click", () => {
    const texts = found.filter(({ row }) => !left.has(row)).map(({ row, after }) => [row, after]);
    rewrite(texts);
    tell(`${texts.length.toLocaleString("en")} segment${texts.length === 1 ? "" : "s"} changed; u takes it back`);
    form.closest("dialog").close();
  });
  openDialog("Find and replace", form);
  byId("replace-english").focus();
}

/** One change of the preview, with a tick to leave it out. */
function previewLine({ row, before, after }, left, tally) {
  const box = make("input", { type: "checkbox", checked: !left.has(row) });
  box.addEventListener("change", () => {
    if (box.checked) left.delete(row);
    else left.add(row);
    tally();
  });
  const [fr, en] = data.languages;
  return make("li", {}, make("label", {}, box, ` ${row.number()} `, make("bdi", { lang: en }, ...differenceNodes(before, after)), make("br"), make("small", { lang: fr, dir: "auto" }, row.text("fr"))));
}
