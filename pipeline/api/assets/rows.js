// The sentences, French beside English, as they come; links on hover, flags in words, other versions on click.

const lines = [];
const lit = canHighlight ? new Highlight() : null;
if (lit) CSS.highlights.set("link", lit);

/** Makes the rows of a text before anything is translated. */
function layRows(sources, paragraphs) {
  lines.length = 0;
  $("rows").replaceChildren();
  sources.forEach((source, index) => {
    const row = document.createElement("div");
    row.className = `row waiting${index && paragraphs[index] !== paragraphs[index - 1] ? " start" : ""}`;
    const cells = ["fr", "en", "notes"].map((name) => {
      const cell = document.createElement("div");
      cell.className = name;
      if (name !== "notes") [cell.lang, cell.dir] = [name, "auto"];
      row.append(cell);
      return cell;
    });
    const line = { row, source, paragraph: paragraphs[index], target: "", links: [], fr: cells[0], en: cells[1], notes: cells[2] };
    line.fr.textContent = source;
    line.en.tabIndex = 0;
    line.en.setAttribute("role", "button");
    line.en.setAttribute("aria-label", "other versions of this sentence");
    line.en.addEventListener("click", () => offer(line));
    line.en.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        offer(line);
      }
    });
    for (const side of ["fr", "en"]) line[side].addEventListener("mousemove", (event) => light(line, side, event));
    row.addEventListener("mouseleave", () => lit?.clear());
    lines.push(line);
    $("rows").append(row);
  });
  $("made").hidden = false;
}

/** Shows a unit in its row. */
function fill(line, unit) {
  const mentions = unit.mentions ?? [];
  line.row.classList.remove("waiting");
  line.target = unit.target;
  line.links = (unit.links ?? []).map(([from, to]) => ({ fr: place(unit.source, from), en: place(unit.target, to) }));
  paint(line.fr, unit.source, mentions, "source");
  paint(line.en, unit.target, mentions, "target");
  line.en.removeAttribute("aria-label");
  line.notes.replaceChildren(
    ...(unit.flags ?? []).map((flag) => {
      const note = document.createElement("p");
      note.className = `flag ${flag.severity}`;
      note.textContent = flag.message;
      return note;
    }),
  );
}

/** Lights the word under the mouse and what it is linked to. */
function light(line, side, event) {
  if (!lit) return;
  lit.clear();
  const offset = offsetAt(line[side], event.clientX, event.clientY);
  for (const link of line.links) {
    if (offset < link[side][0] || offset >= link[side][1]) continue;
    for (const each of ["fr", "en"]) {
      const range = rangeOf(line[each], ...link[each]);
      if (range) lit.add(range);
    }
  }
}

/** Offers other versions of a sentence below it; a second click puts them away. */
async function offer(line) {
  const open = line.row.querySelector(".choices");
  if (open) {
    open.remove();
    return;
  }
  if (line.row.classList.contains("waiting")) return;
  const list = document.createElement("div");
  list.className = "choices";
  list.textContent = "…";
  line.row.append(list);
  try {
    const answer = await post("api/v1/alternatives", { source: line.source, most: 4, glossary: entries() });
    const { alternatives } = await answer.json();
    list.textContent = alternatives.length ? "" : "no other version";
    for (const text of alternatives) {
      const button = document.createElement("button");
      button.type = "button";
      button.lang = "en";
      button.textContent = text;
      button.addEventListener("click", () => {
        fill(line, { source: line.source, target: text });
        list.remove();
        line.en.focus();
        say("chosen");
      });
      list.append(button);
    }
    list.querySelector("button")?.focus();
  } catch (error) {
    list.remove();
    say(error.message, true);
  }
}

/** The English as it stands: sentences with spaces between, paragraphs with an empty line. */
function english() {
  return lines.reduce((text, line, index) => {
    const before = index && line.paragraph !== lines[index - 1].paragraph ? "\n\n" : index ? " " : "";
    return text + before + line.target;
  }, "");
}
