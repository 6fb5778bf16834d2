// The edits leave the page: a patch for `bitexte review apply`, or a table or TMX of what is shown.

/** The patch of these rows: those that were edited, reviewed or commented on, with the hash of what was read. */
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
        edited: isEdited(row),
        reviewed: isReviewed(row),
        ...(remark === undefined ? {} : { comment: remark }),
      });
    }
  }
  return {
    format: "bitexte-review",
    version: 1,
    content: data.content,
    documents: documents.filter((each) => each.edits.length || each.groups.length),
    ...(faults.length ? { faults } : {}),
  };
}

// eslint-disable-next-line no-control-regex
const oneLine = (text) => text.replace(/\r\n|[\n\r\t\v\f\u001c-\u001e\u0085\u2028\u2029]/g, " ");

function tsv(from) {
  const lines = from.map((row) => [
    row.key, row.text("fr"), row.text("en"), row.score === null ? "" : row.score.toFixed(6),
    isEdited(row) || isReviewed(row) ? "human" : row.origin,
    row.flags.join(","), isReviewed(row) ? "reviewed" : "", entryOf(row).comment ?? firstComment(row),
  ].map(oneLine).join("\t"));
  return ["id\tfr\ten\tscore\torigin\tflags\treviewed\tcomment", ...lines, ""].join("\n");
}

function tmx(from) {
  // eslint-disable-next-line no-control-regex
  const clean = (text) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "");
  const xml = (text) => clean(text).replace(/[&<>"\r]/g, (one) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;" })[one]);
  const [source, target] = data.languages;
  const units = from.map((row) => {
    const machine = !isEdited(row) && !isReviewed(row) && row.origin !== "human";
    const remark = entryOf(row).comment ?? firstComment(row);
    return [
      `    <tu tuid="${xml(row.key)}"${machine ? ' creationid="MT!"' : ""}>`,
      ...(remark ? [`      <note>${xml(remark)}</note>`] : []),
      `      <prop type="x-doc">${xml(data.documents[row.document])}</prop>`,
      `      <prop type="x-origin">${machine ? row.origin : "human"}</prop>`,
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

function download(kind) {
  finish();
  const { type, suffix, build } = EXPORTS[kind];
  const url = URL.createObjectURL(new Blob([build(rows.filter((row) => row.shown))], { type }));
  const name = data.documents.length === 1 ? data.documents[0].replace(/[\\/:*?"<>|]/g, "_") : "corpus";
  make("a", { href: url, download: name + suffix }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

function openExport() {
  finish();
  const shown = rows.filter((row) => row.shown);
  const touched = shown.filter((row) => row.group || state.edits[row.key]).length;
  const text = `${shown.length.toLocaleString("en")} segments are shown, ${touched.toLocaleString("en")} of them changed or reviewed. The export holds what is shown and nothing else.`;
  openDialog("Export", make("p", {}, text), ...Object.entries(EXPORTS).map(([kind, { text: label }]) => {
    const button = make("button", { type: "button", className: "wide" }, label);
    button.dataset.export = kind;
    button.addEventListener("click", () => download(kind));
    return button;
  }));
}
