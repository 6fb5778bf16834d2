// The order of the rows: as in the document, or the riskiest, the longest or the least sure first.

const ORDERS = {
  document: null,
  risk: (row) => -(row.risk ?? -1),
  score: (row) => row.score ?? Infinity,
  words: (row) => -row.words(),
};
const cameInBlocks = blocks.map((block) => Array.from(block.children)); // the rows and titles as the page came
let order = "document";
let sequence = rows; // the rows as they are shown one after the other

/** All rows and titles in the order of the document, rows cut anew before the ones they replace. */
function documentElements() {
  const heads = new Map(state.groups.map((group) => [group.ids[0], rows.filter((row) => row.group === group).map((row) => row.element)]));
  return cameInBlocks.map((children) => children.flatMap((element) => [...(heads.get(element.id) ?? []), element]));
}

/** Puts the rows in this order, and keeps it until another is chosen. */
function applyOrder(name) {
  order = name;
  table.classList.toggle("sorted", ORDERS[name] !== null);
  const inBlocks = documentElements();
  if (!ORDERS[name]) {
    sequence = rows;
    blocks.forEach((block, index) => block.replaceChildren(...inBlocks[index]));
  } else {
    sort();
    const placed = new Set(sequence.map((row) => row.element));
    const elements = [...sequence.map((row) => row.element), ...inBlocks.flat().filter((element) => !placed.has(element))];
    const size = Math.ceil(elements.length / blocks.length);
    blocks.forEach((block, index) => block.replaceChildren(...elements.slice(index * size, (index + 1) * size)));
  }
  applyFilter();
  if (current) select(current);
}

/** Sorts anew what is shown one after the other; equal rows stay as in the document. */
function sort() {
  const value = ORDERS[order];
  sequence = value ? [...rows].sort((a, b) => value(a) - value(b)) : rows;
}

byId("order")?.addEventListener("change", () => applyOrder(byId("order").value));
