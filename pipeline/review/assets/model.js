// The rows of the page as records, in order of display.

const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const table = byId("table");

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
    this.came = values.review ?? ""; // what was said of it when the page was made
    this.risk = values.risk === undefined ? null : Number(values.risk);
    this.score = values.score === undefined ? null : Number(values.score);
    this.flags = values.flags ? values.flags.split(" ") : [];
    this.severities = values.severities ? values.severities.split(" ") : [];
    this.stale = false; // whether some of its flags are about a text that is gone
    this.served = null; // { target, flags } as the server checked it last
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

  words() {
    this.wordCount ??= countWords(this.text("fr"));
    return this.wordCount;
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

/** Makes a row the current one; brings it into view and moves the focus there unless told otherwise (by the mouse, say). */
function select(row, { focus = true, scroll = focus } = {}) {
  if (current !== row) {
    current?.element.classList.remove("current");
    current = row;
    row?.element.classList.add("current");
    document.dispatchEvent(new CustomEvent("review:current"));
  }
  if (!row) return;
  if (focus) row.element.focus({ preventScroll: true });
  if (scroll) row.element.scrollIntoView({ block: "nearest" });
}

let telling = 0;

/** Says for a while, in the bar at the foot, what came of an action. */
function tell(text, bad = false) {
  const place = byId("told");
  place.textContent = text;
  place.classList.toggle("bad", bad);
  clearTimeout(telling);
  telling = setTimeout(() => place.replaceChildren(), 10000);
}

/** An element with these properties and children. */
function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}
