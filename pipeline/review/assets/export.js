// The edits leave the page: a patch for `bitexte review apply`, or a table or TMX of what is shown.

/** The patch of these rows: those that were edited, approved or commented on, with the hash of what was read and the text that stood there. */
function patch(from) {
  const documents = data.documents.map((name) => ({ name, edits: [], groups: [] }));
  const groups = new Set();
  for (const row of from) {
    const place = documents[row.document];
    const id = (key) => key.slice(data.prefixes[row.document].length);
    if (row.group) {
      if (groups.has(row.group)) continue;
      groups.add(row.group);
      place.groups.push({
        ids: row.group.ids.map(id),
        hashes: row.group.ids.map((key) => originals.get(key).hash),
        segments: row.group.segments,
      });
    } else if (state.edits[row.key]) {
      const { comment: remark } = entryOf(row);
      place.edits.push({
        id: row.unit(),
        hash: row.hash,
        target: row.text("en"),
        before: row.original(),
        state: stateOf(row),
        ...(remark === undefined ? {} : { comment: remark }),
      });
    }
  }
  return {
    format: "bitexte-review",
    version: 2,
    content: data.content,
    ...(nameBox.value.trim() ? { reviewer: nameBox.value.trim() } : {}),
    documents: documents.filter((each) => each.edits.length || each.groups.length),
    ...(faults.length ? { faults } : {}),
  };
}

// eslint-disable-next-line no-control-regex
const oneLine = (text) => text.replace(/\r\n|[\n\r\t\v\f\u001c-\u001e\u0085\u2028\u2029]/g, " ");

/** Whether a person wrote the English or approved it. */
const byPerson = (row) => isChanged(row) || isApproved(row) || row.origin === "human";

function tsv(from) {
  const lines = from.map((row) => [
    row.key, row.text("fr"), row.text("en"), row.score === null ? "" : row.score.toFixed(6),
    byPerson(row) ? "human" : row.origin,
    row.flags.join(","), stateOf(row), entryOf(row).comment ?? firstComment(row),
  ].map(oneLine).join("\t"));
  return ["id\tfr\ten\tscore\torigin\tflags\tstate\tcomment", ...lines, ""].join("\n");
}

function tmx(from) {
  // eslint-disable-next-line no-control-regex
  const clean = (text) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "");
  const xml = (text) => clean(text).replace(/[&<>"\r]/g, (one) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;" })[one]);
  const [source, target] = data.languages;
  const units = from.map((row) => {
    const machine = !byPerson(row);
    const remark = entryOf(row).comment ?? firstComment(row);
    return [
      `    <tu tuid="${xml(row.key)}"${machine ? ' creationid="MT!"' : ""}>`,
      ...(remark ? [`      <note>${xml(remark)}</note>`] : []),
      `      <prop type="x-doc">${xml(data.documents[row.document])}</prop>`,
      `      <prop type="x-origin">${machine ? row.origin : "human"}</prop>`,
      ...(stateOf(row) ? [`      <prop type="x-review">${stateOf(row)}</prop>`] : []),
      `      <tuv xml:lang="${source}"><seg>${xml(row.text("fr"))}</seg></tuv>`,
      `      <tuv xml:lang="${target}"><seg>${xml(row.text("en"))}</seg></tuv>`,
      "    </tu>",
    ].join("\n");
  });
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<tmx version="1.4">',
    `  <header creationtool="${data.tool} review page" creationtoolversion="${xml(data.version)}" segtype="sentence" o-tmf="${data.tool}" adminlang="en" srclang="${source}" datatype="plaintext"/>`,
    "  <body>", ...units, "  </body>", "</tmx>", "",
  ].join("\n");
}

const EXPORTS = {
  json: { text: "patch for “bitexte review apply” (JSON)", type: "application/json", suffix: ".review.json", build: (from) => `${JSON.stringify(patch(from), null, 1)}\n` },
  tsv: { text: "table (TSV)", type: "text/tab-separated-values", suffix: ".review.tsv", build: tsv },
  tmx: { text: "translation memory (TMX)", type: "application/xml", suffix: ".review.tmx", build: tmx },
};

function download(kind, from) {
  const { type, suffix, build } = EXPORTS[kind];
  const url = URL.createObjectURL(new Blob([build(from)], { type }));
  const name = data.documents.length === 1 ? data.documents[0].replace(/[\\/:*?"<>|]/g, "_") : "corpus";
  make("a", { href: url, download: name + suffix }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

/** What an export holds, in words; hidden changes are named whether they go out or not. */
function exportText(onlyShown) {
  const touched = rows.filter((row) => row.group || state.edits[row.key]);
  const hidden = touched.filter((row) => !row.shown).length;
  const said = (number, word) => `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;
  const all = rows.filter((row) => !onlyShown || row.shown).length;
  const text = `The patch holds ${said(onlyShown ? touched.length - hidden : touched.length, "change")} (edits, approvals, comments), the table and the memory ${said(all, "segment")}.`;
  if (!hidden) return text;
  return `${text} ${said(hidden, "change")} in segments that the filter hides ${hidden === 1 ? "is" : "are"} ${onlyShown ? "left out" : "in it too"}.`;
}

function openExport() {
  finish();
  const line = make("p", {}, exportText(false));
  line.setAttribute("role", "status");
  const only = make("input", { type: "checkbox", id: "only-shown" });
  only.addEventListener("change", () => line.replaceChildren(exportText(only.checked)));
  const drafts = rows.filter((row) => stateOf(row) === "draft").length;
  const notes = drafts ? [make("p", {}, `${drafts} draft${drafts > 1 ? "s are" : " is"} not finished; only approved segments are remembered.`)] : [];
  openDialog("Export", line, ...notes, make("p", {}, make("label", { className: "check" }, only, " only the segments that are shown")), ...Object.entries(EXPORTS).map(([kind, { text: label }]) => {
    const button = make("button", { type: "button", className: "wide" }, label);
    button.dataset.export = kind;
    button.addEventListener("click", () => download(kind, rows.filter((row) => !only.checked || row.shown)));
    return button;
  }));
}
