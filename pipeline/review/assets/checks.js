// The checks that are small enough for the page: terms, empty sides, numbers, protected spans, quotation marks.
// They say what the checks of pipeline/quality say of the same texts, for the row that was just edited.

const CHECKED_HERE = ["term-missing", "empty", "spans", "number", "quotes-lost", "quotes-empty"];
const SPACE = "[ \\u00a0\\u2009\\u202f]";
const NUMBER = new RegExp(`\\d{1,3}(?:${SPACE}\\d{3})+(?!\\d)(?:[.,]\\d{1,2}(?!\\d))?|\\d{1,3}(?:['’]\\d{3})+(?!\\d)|\\d+(?:[.,]\\d+)*`, "gu");
const SCALE = { mille: 1e3, millier: 1e3, thousand: 1e3, million: 1e6, milliard: 1e9, billion: { fr: 1e12, en: 1e9 } };
const WORDS = {
  en: "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty",
  fr: "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf vingt",
};
const MORE_WORDS = {
  en: { thirty: 30, forty: 40, fifty: 50, sixty: 60, seventy: 70, eighty: 80, ninety: 90, hundred: 100, thousand: 1000, first: 1, second: 2, third: 3, fourth: 4, fifth: 5, sixth: 6, seventh: 7, eighth: 8, ninth: 9, tenth: 10, half: 50, quarter: 25 },
  fr: { une: 1, trente: 30, quarante: 40, cinquante: 50, soixante: 60, cent: 100, cents: 100, mille: 1000, premier: 1, première: 1, second: 2, deuxième: 2, troisième: 3 },
};
const MONTHS = {
  en: "january february march april may june july august september october november december",
  fr: "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
};
const PROTECTED = new RegExp([
  "https?://[^\\s<>\"«»“”]+", "www\\.[^\\s<>\"«»“”]+", // addresses
  "[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+",
  "\\{\\{[^{}\\n]*\\}\\}", "\\$?\\{\\w*\\}", "%\\(\\w+\\)[sd]", "%(?:\\d+\\$)?[sd](?!\\w)", // placeholders
  "</?[A-Za-z][^<>\\n]*>", "`[^`\\n]+`", // markup and code
  "(?<![\\w@])@\\w{2,}", "(?<![\\w#&])#[A-Za-z_]\\w+",
].join("|"), "gu");
const DOUBLE_QUOTE = /[«»“”„]|(?<!\d)"|"(?=[\p{L}\p{N}_])/gu;
const OPENING_SINGLE = /(?<![\p{L}\p{N}_'’])['‘](?!\d0s|n['’]|tis|twas|em(?![\p{L}\p{N}_]))(?=[\p{L}\p{N}_])/gu;
const CLOSING_SINGLE = /(?<!['’]n)(?<=[\p{L}\p{N}_.,;:!?…)])['’](?![\p{L}\p{N}_'’])/gu;
const EMPTY_QUOTES = /“\s*”|‘\s*’|«\s*»|‹\s*›|(?<![\p{L}\p{N}_"])"\s*"(?![\p{L}\p{N}_"])|(?<![\p{L}\p{N}_'])'\s*'(?![\p{L}\p{N}_'])/gu;

/** The values a written number can have in a language. */
function readings(written, language) {
  const plain = written.replace(new RegExp(`${SPACE}|['’]`, "gu"), "");
  const separators = plain.match(/[.,]/g) ?? [];
  if (!separators.length) return [Number(plain)];
  const last = Math.max(plain.lastIndexOf("."), plain.lastIndexOf(","));
  const value = Number(`${plain.slice(0, last).replace(/[.,]/g, "")}.${plain.slice(last + 1)}`);
  if (new Set(separators).size === 2) return [value];
  const groups = plain.split(separators[0]);
  const thousands = groups[0].length <= 3 && groups[0] !== "0" && groups.slice(1).every((group) => group.length === 3);
  const grouped = Number(groups.join(""));
  if (groups.length > 2) return thousands ? [grouped] : [plain];
  if (language === "en") return [thousands && separators[0] === "," ? grouped : value];
  return thousands ? [grouped, value] : [value];
}

/** The numbers of a text that are written in digits: { text, values }. */
function numbersIn(text, language) {
  const open = text.replace(PROTECTED, (span) => " ".repeat(span.length)).replace(/[₀-₉]/gu, (digit) => String(digit.charCodeAt(0) - 0x2080));
  return Array.from(open.matchAll(NUMBER), (match) => {
    const values = readings(match[0], language);
    const after = open.slice(match.index + match[0].length);
    const scale = SCALE[/^[\s-]*(\p{L}+?)s?(?!\p{L})/u.exec(after)?.[1].toLowerCase()];
    if (scale !== undefined) values.push(...values.map((value) => value * (scale[language] ?? scale)));
    if (/^(?::\d\d)?\s?[ap]\.?m\b/iu.test(after) || /^\s?(?:h|heures?|o['’]clock|[:.]\d\d)(?!\p{L})/iu.test(after)) values.push(...values.map((value) => (value + 12) % 24), ...values.map((value) => value % 12));
    if (/^(?:19|20)\d0$/.test(match[0])) values.push(Number(match[0].slice(2)));
    return { text: text.slice(match.index, match.index + match[0].length), values };
  });
}

/** What a text says in words that another may write in digits. */
function spelt(text, language) {
  const values = new Set();
  const words = WORDS[language]?.split(" ") ?? [];
  const months = MONTHS[language]?.split(" ") ?? [];
  for (const [word] of text.toLowerCase().matchAll(/\p{L}+(?:-\p{L}+)*/gu)) {
    for (const part of [word, ...word.split("-")]) {
      if (words.includes(part)) values.add(words.indexOf(part));
      if (months.includes(part)) values.add(months.indexOf(part) + 1);
      if (MORE_WORDS[language]?.[part] !== undefined) values.add(MORE_WORDS[language][part]);
    }
  }
  return values;
}

/** The numbers of one side that the other does not have as often. */
function numbersLost(mine, theirs, language, other) {
  const left = numbersIn(theirs, other);
  const words = spelt(theirs, other);
  return numbersIn(mine, language).filter(({ values }) => {
    const at = left.findIndex((number) => number.values.some((value) => values.includes(value)));
    if (at >= 0) left.splice(at, 1);
    return at < 0 && !values.some((value) => words.has(value));
  });
}

function* numberFaults(fr, en) {
  const [lost, added] = [numbersLost(fr, en, "fr", "en"), numbersLost(en, fr, "en", "fr")];
  if (lost.length === 1 && added.length === 1) {
    const [before, after] = [lost[0].text, added[0].text];
    const digits = (text) => text.replace(/\D/g, "").length;
    yield { code: "number", severity: digits(before) === digits(after) ? "error" : "warning", message: `number ${before} became ${after}` };
    return;
  }
  for (const { text } of lost) yield { code: "number", severity: "warning", message: `number ${text} is not in the translation` };
  for (const { text } of added) yield { code: "number", severity: "warning", message: `number ${text} is not in the source` };
}

const protectedIn = (text) => Array.from(text.matchAll(PROTECTED), ([span]) => (/^(?:https?:|www\.)/.test(span) ? span.replace(/[.,;:!?'’*_…)]+$/u, "") : span));

function* spanFaults(fr, en) {
  const without = (list, others) => {
    const left = [...others];
    return list.filter((span) => {
      const at = left.indexOf(span);
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    });
  };
  const [ours, theirs] = [protectedIn(fr), protectedIn(en)];
  for (const span of without(ours, theirs)) if (!en.includes(span)) yield { code: "spans", severity: "error", message: `${span} is not in the translation` };
  for (const span of without(theirs, ours)) if (!fr.includes(span)) yield { code: "spans", severity: "error", message: `${span} is not in the source` };
}

function singleQuotes(text) {
  const opening = text.match(OPENING_SINGLE)?.length ?? 0;
  const closed = Array.from(text.matchAll(CLOSING_SINGLE), (match) => text[match.index - 1]);
  return opening ? opening + Math.min(opening, closed.length) : Number(closed.some((letter) => letter !== "s"));
}

function* quoteFaults(fr, en, origin) {
  const said = fr.match(DOUBLE_QUOTE)?.length ?? 0;
  const kept = (en.match(DOUBLE_QUOTE)?.length ?? 0) + singleQuotes(en);
  if (said && (kept === 0 || kept <= said - 2)) {
    yield { code: "quotes-lost", severity: origin === "human" || origin === "unknown" ? "note" : "warning", message: `the source has ${said} quotation mark${said > 1 ? "s" : ""}, the translation ${kept || "none"}` };
  }
  if (fr.search(EMPTY_QUOTES) < 0) for (const [marks] of en.matchAll(EMPTY_QUOTES)) yield { code: "quotes-empty", severity: "error", message: `nothing stands between ${marks}` };
}

function* termFaults(row, en) {
  for (const term of termsOf(row)) {
    const { rendering, policy } = term.dataset;
    if (policy === "forbid" || isMet(term, en)) continue;
    yield { code: "term-missing", severity: policy === "prefer" ? "warning" : "error", message: `“${term.querySelector("bdi").textContent}” should read “${rendering}”` };
  }
}

/** What the page's checks say of a row with this English, in the order of the registry. */
function faultsOf(row, en) {
  const fr = row.text("fr");
  const terms = [...termFaults(row, en)];
  if (isBlank(en)) return [...terms, ...(isBlank(fr) ? [] : [{ code: "empty", severity: "error", message: "the target is empty" }])];
  if (isBlank(fr)) return [...terms, { code: "empty", severity: "error", message: "the source is empty" }];
  const compared = data.languages.join() === "fr,en" ? [...numberFaults(fr, en)] : [];
  return [...terms, ...spanFaults(fr, en), ...compared, ...quoteFaults(fr, en, row.origin)];
}
