// What a person changed of the text the page came with, word by word, in the row.

let comparing = false;

/** Two texts as one list of pieces: { text, kind } with kind "same", "del" or "ins". */
function difference(before, after) {
  const cut = (text) => text.match(/\s+|[\p{L}\p{N}\p{M}]+|[^\s\p{L}\p{N}\p{M}]/gu) ?? [];
  const [a, b] = [cut(before), cut(after)];
  const pieces = [];
  const add = (text, kind) => {
    if (pieces.at(-1)?.kind === kind) pieces.at(-1).text += text;
    else pieces.push({ text, kind });
  };
  if (a.length * b.length > 4e6) return [{ text: before, kind: "del" }, { text: after, kind: "ins" }];
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width); // of a from i and b from j
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] = a[i] === b[j] ? longest[(i + 1) * width + j + 1] + 1 : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
    }
  }
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      add(a[i], "same");
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && longest[(i + 1) * width + j] >= longest[i * width + j + 1])) {
      add(a[i], "del");
      i += 1;
    } else {
      add(b[j], "ins");
      j += 1;
    }
  }
  return pieces;
}

/** The difference as nodes. */
const differenceNodes = (before, after) => difference(before, after).map(({ text, kind }) => (kind === "same" ? text : make(kind, {}, text)));

/** Shows or removes the line under a row's English that says what was changed. */
function compare(row) {
  row.element.querySelector(":scope > .machine")?.remove();
  if (!comparing || row.group || !isChanged(row)) return;
  const line = make("div", { className: "machine", lang: data.languages[1], dir: "auto" }, ...differenceNodes(row.original(), row.text("en")));
  line.setAttribute("role", "cell");
  line.setAttribute("aria-label", "what was changed");
  row.element.append(line);
}

function toggleComparison() {
  comparing = !comparing;
  rows.filter(isChanged).forEach(compare);
  tell(comparing ? "changed segments show what was changed" : "");
}
