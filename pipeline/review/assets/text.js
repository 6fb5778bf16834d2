// Facts about strings: folding for search, offsets, words, patterns, letters that belong together.

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

const isBlank = (text) => !/\S/.test(text);

/** A text as a pattern that matches just it, valid under the `u` and `v` flags. */
const escapePattern = (text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&").replace(/-/g, "\\x2d");

const INSIDE = "[\\p{L}\\p{N}_]";

/** Where a form stands in a text as a whole word: [start, end] of the first place, with its own case if there is one. */
function findForm(form, text) {
  if (isBlank(form)) return null;
  const pattern = `(?<!${INSIDE})${escapePattern(form)}(?!${INSIDE})`;
  const match = new RegExp(pattern, "u").exec(text) ?? new RegExp(pattern, "iu").exec(text);
  return match ? [match.index, match.index + match[0].length] : null;
}

const WORD = /[\p{L}\p{N}]+(?:['’\-][\p{L}\p{N}]+)*/gu;
const countWords = (text) => text.match(WORD)?.length ?? 0;

/** The last place at or before `at` where no accent or emoji is torn from its letter. */
function letterStart(text, at) {
  if (at <= 0 || at >= text.length || typeof Intl.Segmenter !== "function") return at;
  let start = 0;
  for (const { index } of new Intl.Segmenter().segment(text)) {
    if (index > at) break;
    start = index;
  }
  return start;
}
