// What the buttons, keys and the mouse do.

let current = null;

/** Translates what stands in the box; what was under way is given up. */
async function translate() {
  const text = $("french").value;
  current?.abort();
  if (!text.trim()) return;
  const mine = new AbortController();
  current = mine;
  let done = 0;
  say("translating");
  $("stop").hidden = $("meter").hidden = false;
  $("findings").textContent = "";
  try {
    for await (const record of records(await post("api/v1/translate", { text, stream: true, glossary: entries() }, mine.signal))) {
      if (mine !== current) return;
      if (record.error) throw new Error(record.error);
      if (record.sources) layRows(record.sources, record.paragraphs);
      if (record.unit) {
        fill(lines[record.index], record.unit);
        done += 1;
      }
      [$("meter").max, $("meter").value] = [lines.length || 1, done];
      if (record.done) finish(record);
    }
  } catch (error) {
    if (mine === current) say(error.name === "AbortError" ? "cancelled" : error.message, error.name !== "AbortError");
  }
  if (mine !== current) return;
  $("stop").hidden = $("meter").hidden = true;
  current = null;
}

function finish(record) {
  record.units.forEach((unit, index) => fill(lines[index], unit));
  const flags = record.units.flatMap((unit) => unit.flags ?? []).filter((flag) => flag.severity !== "note");
  const held = record.terms.reduce((sum, term) => sum + term.mentions - term.missed.length, 0);
  const parts = [`${record.units.length} sentence${record.units.length === 1 ? "" : "s"}`];
  if (held) parts.push(`${held} glossary term${held === 1 ? "" : "s"} held`);
  if (flags.length) parts.push(`${flags.length} thing${flags.length === 1 ? "" : "s"} to look at`);
  $("findings").textContent = parts.join(", ");
  say("done");
}

function take(file) {
  if (file) send(file.name, file);
}

$("go").addEventListener("click", translate);
$("stop").addEventListener("click", () => current?.abort());
$("french").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) translate();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") current?.abort();
});
$("file").addEventListener("change", () => {
  take($("file").files[0]);
  $("file").value = "";
});
for (const kind of ["dragover", "drop", "dragleave"]) {
  document.addEventListener(kind, (event) => {
    if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
    event.preventDefault();
    $("ask").classList.toggle("over", kind === "dragover");
    if (kind === "drop") [...event.dataTransfer.files].forEach(take);
  });
}
$("copy").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(english());
    say("copied");
  } catch {
    say("the browser does not let this page copy", true);
  }
});
$("save-text").addEventListener("click", () => save("text.en.txt", new Blob([english(), "\n"], { type: "text/plain" })));
$("save-all").addEventListener("click", () => send("text.txt", new Blob([$("french").value], { type: "text/plain" })));
beginTerms();
ask("frontend/settings")
  .then((answer) => answer.json())
  .then((settings) => ($("key-line").hidden = !settings.keyRequired))
  .catch((error) => say(error.message, true));
$("french").focus();
