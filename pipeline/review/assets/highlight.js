// Search hits, word links and glossary pairs, drawn over the text without touching it.

const hits = canHighlight ? new Highlight() : null;
const linked = canHighlight ? new Highlight() : null;
if (canHighlight) {
  CSS.highlights.set("hit", hits);
  CSS.highlights.set("link", linked);
}

/** Lights what the word at `offset` of one side is linked to, on both sides. */
function lightLinks(row, side, offset) {
  if (!canHighlight) return;
  linked.clear();
  if (!row || offset < 0) return;
  for (const link of row.links()) {
    if (link[side][0] <= offset && offset < link[side][1]) {
      for (const each of ["fr", "en"]) {
        const range = rangeOf(row.cell(each), ...link[each]);
        if (range) linked.add(range);
      }
    }
  }
}

let litRow = null;

/** Rings a glossary mention on both sides. */
function lightMention(row, mention) {
  litRow?.element.querySelectorAll("mark.lit").forEach((mark) => mark.classList.remove("lit"));
  litRow = mention === undefined ? null : row;
  litRow?.element.querySelectorAll(`mark[data-m="${mention}"]`).forEach((mark) => mark.classList.add("lit"));
}

table.addEventListener("mousemove", (event) => {
  const cell = event.target.closest?.(".fr, .en");
  const row = cell && rowOf.get(cell.parentElement);
  if (!row) {
    lightLinks(null);
    lightMention(null);
    return;
  }
  lightMention(row, event.target.closest("mark")?.dataset.m);
  if (row.element.dataset.links) lightLinks(row, cell.classList.contains("fr") ? "fr" : "en", offsetAt(cell, event.clientX, event.clientY));
  else lightLinks(null);
});
table.addEventListener("mouseleave", () => {
  lightLinks(null);
  lightMention(null);
});
