// Asking the server, and saying what came of it.

const $ = (id) => document.getElementById(id);

/** Shows a line about what happens; a bad one in red. */
function say(text, bad = false) {
  $("said").textContent = text;
  $("said").classList.toggle("bad", bad);
}

/** The headers of a request, with the key where one was given. */
function headers(more = {}) {
  return $("key").value ? { ...more, "X-API-Key": $("key").value } : more;
}

/** An answer, or an Error with what the server says. */
async function ask(path, options = {}) {
  const answer = await fetch(path, { ...options, headers: headers(options.headers) });
  if (answer.ok) return answer;
  const said = await answer.json().catch(() => ({}));
  const later = answer.headers.get("Retry-After");
  throw new Error((said.error ?? said.message ?? `error ${answer.status}`) + (later ? ` (in ${later} s)` : ""));
}

/** An answer to JSON. */
function post(path, record, signal) {
  const body = JSON.stringify(record);
  return ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body, signal });
}

/** The records of an answer that has one a line, as they come. */
async function* records(answer) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let left = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (left + part.value).split("\n");
    left = lines.pop();
    for (const line of lines) if (line) yield JSON.parse(line);
  }
}

/** Has the browser save a file. */
function save(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
