// How a word was translated elsewhere: in the whole document, whatever the filter hides, and in the memory where a server has one.

const MOST_LOOKED_UP = 100;

/** The text with what was looked up marked. */
function withHits(text, wanted) {
  const { folded, origin } = fold(text);
  const nodes = [];
  let position = 0;
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + wanted.length)) {
    const end = Math.max(origin[at + wanted.length], origin[at + wanted.length - 1] + 1);
    nodes.push(text.slice(position, origin[at]), make("b", { className: "hit" }, text.slice(origin[at], end)));
    position = end;
  }
  return [...nodes, text.slice(position)];
}

/** Goes to a row; a filter that hides it is taken away. */
function goTo(row) {
  if (!row.shown) byId("reset").click();
  select(row);
  row.element.scrollIntoView({ block: "center" });
}

function pairLine(source, target, wanted, label, action) {
  const [fr, en] = data.languages;
  const place = make(action ? "button" : "span", action ? { type: "button" } : {}, label);
  if (action) place.addEventListener("click", action);
  return make("li", {}, place, make("p", { lang: fr, dir: "auto" }, ...withHits(source, wanted)), make("p", { lang: en, dir: "auto" }, ...withHits(target, wanted)));
}

/** Asks the server's memory; a page from a file, and a server without one, have none. */
async function fromMemory(text) {
  if (!data.serve) return [];
  try {
    const answer = await fetch(new URL(`../../memory?${new URLSearchParams({ q: text })}`, location.href.split("#")[0]));
    return answer.ok ? (await answer.json()).pairs : [];
  } catch {
    return [];
  }
}

/** What is selected, in a text or in the open text box. */
function selectedText() {
  const text = editor ? editor.box.value.slice(editor.box.selectionStart, editor.box.selectionEnd) : getSelection().toString();
  return text.trim().split("\n")[0].slice(0, 200);
}

function openConcordance() {
  const selected = selectedText();
  finish();
  const box = make("input", { type: "text", id: "look-up", value: selected, dir: "auto", spellcheck: false, autocomplete: "off" });
  const line = make("p", { id: "look-up-count" });
  line.setAttribute("role", "status");
  const list = make("ul", { id: "look-up-list" });
  const form = make("form", { id: "concordance" }, make("label", { className: "field" }, make("span", {}, "French or English words"), box), line, list);
  let asked = 0;
  const look = async () => {
    asked += 1;
    const mine = asked;
    const wanted = foldText(box.value.trim());
    const found = wanted ? rows.filter((row) => row.folded("fr").includes(wanted) || row.folded("en").includes(wanted)) : [];
    line.textContent = wanted ? `${found.length.toLocaleString("en")} segment${found.length === 1 ? "" : "s"} of ${rows.length.toLocaleString("en")}${found.length > MOST_LOOKED_UP ? `; the first ${MOST_LOOKED_UP} are shown` : ""}` : "";
    list.replaceChildren(...found.slice(0, MOST_LOOKED_UP).map((row) => pairLine(row.text("fr"), row.text("en"), wanted, row.number(), () => {
      form.closest("dialog").close();
      goTo(row);
    })));
    const pairs = wanted ? await fromMemory(box.value.trim()) : [];
    if (mine === asked) list.append(...pairs.map(({ source, target, document: name }) => pairLine(source, target, wanted, `memory${name ? `: ${name}` : ""}`, null)));
  };
  box.addEventListener("input", () => guarded("in the concordance", look));
  form.addEventListener("submit", (event) => event.preventDefault());
  openDialog("Look up", form);
  box.focus();
  box.select();
  look();
}
