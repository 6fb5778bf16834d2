// The flags of a row as they stand: those the page came with, or after an edit those of the checks made here.

const cameFlags = (row) => Array.from(row.cell("notes").querySelectorAll(":scope > .flag[data-code]:not(.now, [data-code='comment'])"));
const filters = byId("filters"); // to look for a chip in the whole page takes milliseconds
const ICONS = { error: "✖", warning: "▲", note: "ℹ" };


const messageOf = (flag) => flag.querySelector("bdi").textContent;

/** Faults of a changed row that the fuller checks did not see in the text it came with are no faults now either. */
function newFaults(row, flags) {
  const found = faultsOf(row, row.text("en"));
  if (row.group) return found;
  const came = flags.map(messageOf);
  const seen = new Set(flags.map((flag) => flag.dataset.code));
  const alarms = faultsOf(row, row.original()).filter(({ code, message }) => code !== "term-missing" && !came.includes(message) && !seen.has(code));
  return found.filter(({ code, message }) => !alarms.some((alarm) => alarm.code === code && alarm.message === message));
}

/** Checks a row again if its English was changed; flags of checks that cannot be made here are said to be of the old text. */
function flagAnew(row) {
  const notes = row.cell("notes");
  const flags = cameFlags(row);
  notes.querySelectorAll(":scope > .flag.now").forEach((flag) => flag.remove());
  const changed = isChanged(row);
  const served = changed && row.served?.target === row.text("en") ? row.served.flags : null;
  const checkedAgain = served ? data.checksAlone : CHECKED_HERE;
  for (const flag of flags) {
    const { code } = flag.dataset;
    flag.hidden = changed && checkedAgain.includes(code);
    flag.classList.toggle("stale", changed && !flag.hidden && data.checks[code] !== undefined);
  }
  row.stale = flags.some((flag) => flag.classList.contains("stale"));
  row.cameWith ??= [row.flags, row.severities];
  [row.flags, row.severities] = row.cameWith;
  if (changed) {
    const faults = served ?? newFaults(row, flags);
    notes.prepend(...faults.map(({ code, severity, message }) => flagLine(code, severity, message)));
    const standing = flags.filter((flag) => !flag.hidden && !flag.classList.contains("stale"));
    const severityOf = (flag) => Object.keys(ICONS).find((name) => flag.classList.contains(name));
    row.flags = [...new Set([...faults.map(({ code }) => code), ...standing.map((flag) => flag.dataset.code)])];
    row.severities = [...new Set([...faults.map(({ severity }) => severity), ...standing.map(severityOf)])];
  }
  row.flags = row.flags.filter((code) => code !== "comment");
  if (remarkOf(row)) {
    row.flags.push("comment");
    row.severities = [...new Set([...row.severities, "note"])];
  }
}

function flagLine(code, severity, message) {
  const icon = make("span", { className: "icon" }, ICONS[severity]);
  icon.setAttribute("aria-hidden", "true");
  const line = make("p", { className: `flag ${severity} now` }, icon, " ", make("b", {}, code), " ", make("bdi", {}, message));
  line.dataset.code = code;
  return line;
}

/** Shows in the chips how many rows carry each flag now. */
function countFlags() {
  const counts = { flag: new Map(), severity: new Map() }; // new chips go to the front, the severities before the flags
  let stale = 0;
  for (const row of rows) {
    for (const code of row.flags) counts.flag.set(code, (counts.flag.get(code) ?? 0) + 1);
    for (const name of row.severities) counts.severity.set(name, (counts.severity.get(name) ?? 0) + 1);
    stale += row.stale;
  }
  for (const [group, found] of Object.entries(counts)) {
    for (const value of found.keys()) if (!chipOf(group, value)) addChip(group, value);
  }
  for (const chip of chips.values()) {
    const { group, value } = chip.dataset;
    if (counts[group]) chip.querySelector("b").textContent = (counts[group].get(value) ?? 0).toLocaleString("en");
  }
  byId("count-stale").textContent = stale.toLocaleString("en");
  chipOf("state", "stale").hidden = stale === 0;
}

const chips = new Map(Array.from(filters.querySelectorAll(".chip"), (chip) => [`${chip.dataset.group} ${chip.dataset.value}`, chip]));
const chipOf = (group, value) => chips.get(`${group} ${value}`);

function addChip(group, value) {
  const chip = make("button", { type: "button", className: `chip ${group === "severity" ? value : ""}`, title: data.checks[value] ?? "" }, value, " ", make("b", {}, "0"));
  chip.setAttribute("aria-pressed", "false");
  Object.assign(chip.dataset, { group, value });
  chips.set(`${group} ${value}`, chip);
  const others = filters.querySelectorAll(`.chip[data-group="${group}"]`);
  if (others.length) others[others.length - 1].after(chip);
  else filters.querySelector(".chips").prepend(chip);
}
