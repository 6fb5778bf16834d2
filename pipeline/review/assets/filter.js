// Which rows are shown, and where the searched words stand in them.

const filter = { fr: null, en: null, groups: {}, from: null, to: null, fewest: null, most: null, document: null };
const blocks = Array.from(table.querySelectorAll(".block"));
const blockHits = new Map();

/** How to search a side: `test` says whether a row has a hit, `hits` where ([start, end] in the text); null for an empty box. */
function searcher(box) {
  const query = box.value;
  box.classList.remove("bad");
  box.removeAttribute("aria-invalid");
  box.title = "";
  if (!query.trim()) return null;
  if (byId("regex").checked) {
    let pattern;
    try {
      pattern = new RegExp(query, "giu");
    } catch (error) {
      box.classList.add("bad");
      box.setAttribute("aria-invalid", "true");
      box.title = error.message;
      return null;
    }
    const hitsIn = (row, side) => Array.from(row.text(side).matchAll(pattern), (match) => [match.index, match.index + match[0].length]).filter(([start, end]) => end > start);
    return { test: (row, side) => hitsIn(row, side).length > 0, hits: hitsIn };
  }
  const wanted = foldText(query.trim());
  return {
    test: (row, side) => row.folded(side).includes(wanted),
    hits: (row, side) => {
      const { folded, origin } = fold(row.text(side));
      const found = [];
      for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + wanted.length)) {
        const end = at + wanted.length;
        found.push([origin[at], origin[end] > origin[end - 1] ? origin[end] : origin[end - 1] + 1]);
      }
      return found;
    },
  };
}

/** Whether a row has the value in a group of chips. */
function carries(row, group, value) {
  if (group === "severity") return row.severities.includes(value);
  if (group === "flag") return row.flags.includes(value);
  if (group === "origin") return row.origin === value;
  if (value === "stale") return row.stale;
  return value === "unapproved" ? !isApproved(row) : stateOf(row) === value;
}

function passes(row) {
  if (filter.document !== null && row.document !== filter.document) return false;
  if (filter.from !== null && !(row.score !== null && row.score >= filter.from)) return false;
  if (filter.to !== null && !(row.score !== null && row.score <= filter.to)) return false;
  if (filter.fewest !== null && row.words() < filter.fewest) return false;
  if (filter.most !== null && row.words() > filter.most) return false;
  for (const [group, values] of Object.entries(filter.groups)) {
    if (!values.some((value) => carries(row, group, value))) return false;
  }
  return (!filter.fr || filter.fr.test(row, "fr")) && (!filter.en || filter.en.test(row, "en"));
}

function numberIn(id) {
  const value = byId(id)?.value ?? "";
  return value === "" ? null : Number(value);
}

function readControls() {
  filter.fr = searcher(byId("search-fr"));
  filter.en = searcher(byId("search-en"));
  filter.groups = {};
  for (const chip of filters.querySelectorAll('.chip[aria-pressed="true"]')) {
    (filter.groups[chip.dataset.group] ??= []).push(chip.dataset.value);
  }
  filter.from = numberIn("score-from");
  filter.to = numberIn("score-to");
  filter.fewest = numberIn("words-from");
  filter.most = numberIn("words-to");
  filter.document = numberIn("document");
}

/** Shows the rows that pass the filter, hides the others, counts both. */
function applyFilter() {
  readControls();
  let shown = 0;
  for (const row of rows) {
    const show = passes(row);
    if (show !== row.shown) {
      row.element.hidden = !show;
      row.shown = show;
    }
    shown += show;
  }
  for (const block of blocks) {
    let left = 0;
    for (const element of block.children) left += !element.hidden && !element.classList.contains("title");
    if (block.hidden !== (left === 0)) block.hidden = left === 0;
    block.style.setProperty("--rows", String(left || 1));
  }
  byId("nothing").hidden = shown > 0;
  const filtered = shown < rows.length;
  byId("shown").textContent = filtered ? `${shown.toLocaleString("en")} of ${rows.length.toLocaleString("en")} segments` : `${rows.length.toLocaleString("en")} segments`;
  byId("active").textContent = filtered ? "(active)" : "";
  if (current && !current.shown) select(neighbour(1) ?? neighbour(-1) ?? current, { focus: false });
  drawHits();
}

/** Draws the search hits of the blocks near the window. */
function drawHits() {
  if (!canHighlight) return;
  hits.clear();
  blockHits.clear();
  if (filter.fr || filter.en) nearBlocks.forEach(drawBlock);
}

function drawBlock(block) {
  if (blockHits.has(block) || !(filter.fr || filter.en)) return;
  const ranges = [];
  for (const element of block.children) {
    const row = rowOf.get(element);
    if (!row?.shown || editor?.row === row) continue;
    for (const side of ["fr", "en"]) {
      for (const [start, end] of filter[side]?.hits(row, side) ?? []) {
        const range = rangeOf(row.cell(side), start, end);
        if (range) ranges.push(range);
      }
    }
  }
  blockHits.set(block, ranges);
  ranges.forEach((range) => hits.add(range));
}

const nearBlocks = new Set();
const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (entry.isIntersecting) {
      nearBlocks.add(entry.target);
      if (canHighlight) drawBlock(entry.target);
    } else {
      nearBlocks.delete(entry.target);
      blockHits.get(entry.target)?.forEach((range) => hits.delete(range));
      blockHits.delete(entry.target);
    }
  }
}, { rootMargin: "600px" });
blocks.forEach((block) => watcher.observe(block));

/** The next shown row after (or before) the current one for which `wanted` holds, or null. */
function neighbour(step, wanted = () => true) {
  const from = current ? sequence.indexOf(current) : step > 0 ? -1 : sequence.length;
  for (let index = from + step; index >= 0 && index < sequence.length; index += step) {
    if (sequence[index].shown && wanted(sequence[index])) return sequence[index];
  }
  return null;
}

let waiting = 0;
function filterSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(applyFilter, rows.length > 2000 ? 80 : 0);
}
const NUMBER_FIELDS = ["words-from", "words-to", "score-from", "score-to"];
for (const id of ["search-fr", "search-en", ...NUMBER_FIELDS]) byId(id)?.addEventListener("input", filterSoon);
for (const id of ["regex", "document"]) byId(id)?.addEventListener("change", applyFilter);
byId("tools").addEventListener("submit", (event) => event.preventDefault());
byId("tools").addEventListener("click", (event) => {
  const chip = event.target.closest(".chip");
  if (!chip) return;
  chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
  applyFilter();
});
byId("reset").addEventListener("click", () => {
  filters.querySelectorAll(".chip").forEach((chip) => chip.setAttribute("aria-pressed", "false"));
  for (const id of ["search-fr", "search-en", ...NUMBER_FIELDS, "document"]) if (byId(id)) byId(id).value = "";
  byId("regex").checked = false;
  applyFilter();
});

// Folds the texts while nothing else is to be done, so that the first search is quick too.
let folded = 0;
const idle = globalThis.requestIdleCallback ?? ((work) => setTimeout(() => work({ timeRemaining: () => 8 }), 50));
function foldAhead(deadline) {
  while (folded < rows.length && deadline.timeRemaining() > 2) {
    rows[folded].folded("fr");
    rows[folded].folded("en");
    folded += 1;
  }
  if (folded < rows.length) idle(foldAhead);
}
if (rows.length > 500) idle(foldAhead);
