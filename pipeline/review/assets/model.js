// The rows of the page as records, in order of display.

const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const table = byId("table");

/** Lower case without accents or ligatures, and for each character of it the offset it stands for in `text`. */
function fold(text) {
  let folded = "";
  const origin = [];
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i];
    let plain = /\s/.test(character) ? " " : character;
    if (character > "\u007f") {
      plain = character === "œ" || character === "Œ" ? "oe"
        : character === "æ" || character === "Æ" ? "ae"
          : character === "’" || character === "ʼ" ? "'"
            : /\s/.test(character) ? " "
              : character.normalize("NFD").replace(/\p{M}/gu, "");
    }
    for (const one of plain.toLowerCase()) {
      folded += one;
      origin.push(i);
    }
  }
  origin.push(text.length);
  return { folded, origin };
}

/** The text `fold` gives, without the offsets: quick enough to do for every row. */
function foldText(text) {
  // eslint-disable-next-line no-control-regex
  if (/^[\u0000-\u007f]*$/.test(text)) return text.replace(/\s/g, " ").toLowerCase();
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’ʼ]/g, "'").replace(/\s/g, " ").toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae");
}

/** The offset in UTF-16 units of an offset in code points. */
function unitsOffset(text, points) {
  if (!/[\ud800-\udbff]/.test(text)) return points;
  let position = 0;
  for (let left = points; left > 0 && position < text.length; left -= 1) position += text.codePointAt(position) > 0xffff ? 2 : 1;
  return position;
}

/** What the page knows about one row. `group` and `index` are set for a row that merging or splitting made. */
class Row {
  constructor(element, group = null, index = 0) {
    const values = element.dataset;
    this.element = element;
    this.group = group;
    this.index = index;
    this.key = element.id;
    this.hash = values.hash;
    this.document = Number(values.document ?? 0);
    this.origin = values.origin;
    this.score = values.score === undefined ? null : Number(values.score);
    this.flags = values.flags ? values.flags.split(" ") : [];
    this.severities = values.severities ? values.severities.split(" ") : [];
    this.shown = true;
    this.folds = {};
    this.base = null; // the target the page came with, once something stands in its place
    this.nodes = null;
  }

  cell(side) {
    return this.element.querySelector(`:scope > .${side}`);
  }

  /** The text of a side as it stands now, edits included. */
  text(side) {
    return side === "en" ? entryOf(this).target ?? this.original() : this.cell("fr").textContent;
  }

  /** The target the page came with. */
  original() {
    return this.base ?? this.cell("en").textContent;
  }

  folded(side) {
    this.folds[side] ??= foldText(this.text(side));
    return this.folds[side];
  }

  /** The unit's id in its document. */
  unit() {
    return this.key.slice(data.prefixes[this.document].length);
  }

  number() {
    return this.cell("number").textContent.trim();
  }

  /** Pairs of linked spans, in UTF-16 units of the texts the page came with. */
  links() {
    const list = this.element.dataset.links;
    if (!list) return [];
    const [fr, en] = [this.text("fr"), this.original()];
    return list.split(" ").map((link) => {
      const [left, right] = link.split(":").map((range) => range.split("-").map(Number));
      return { fr: left.map((n) => unitsOffset(fr, n)), en: right.map((n) => unitsOffset(en, n)) };
    });
  }
}

const rows = Array.from(table.querySelectorAll(".row[data-hash]"), (element) => new Row(element));
const rowOf = new Map(rows.map((row) => [row.element, row]));
let current = null;

/** Makes a row the current one; brings it into view and moves the focus there unless told otherwise. */
function select(row, { focus = true } = {}) {
  if (current !== row) {
    current?.element.classList.remove("current");
    current = row;
    row?.element.classList.add("current");
    document.dispatchEvent(new CustomEvent("review:current"));
  }
  if (!row || !focus) return;
  row.element.focus({ preventScroll: true });
  row.element.scrollIntoView({ block: "nearest" });
}

/** An element with these properties and children. */
function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}
