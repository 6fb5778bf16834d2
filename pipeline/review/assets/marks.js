// The glossary's marks in a row whose English a person changed.

const termsOf = (row) => Array.from(row.element.querySelectorAll(":scope > .notes > .term"));

/** Whether the English of a row holds a glossary form; a forbidden one is met where it is absent. */
function isMet(term, target) {
  return (findForm(term.dataset.rendering, target) === null) === (term.dataset.policy === "forbid");
}

/** The target's text as nodes, with the glossary forms that stand in it marked; French marks and terms follow. */
function marked(row, target) {
  const found = [];
  const met = termsOf(row).map((term, mention) => {
    const span = findForm(term.dataset.rendering, target);
    if (span) found.push({ start: span[0], end: span[1], mention, policy: term.dataset.policy });
    return isMet(term, target);
  });
  markSource(row, met);
  found.sort((a, b) => a.start - b.start);
  const nodes = [];
  let position = 0;
  for (const { start, end, mention, policy } of found) {
    if (start < position) continue;
    const mark = make("mark", { className: `${policy} last` }, target.slice(start, end));
    mark.dataset.m = mention;
    nodes.push(target.slice(position, start), mark);
    position = end;
  }
  nodes.push(target.slice(position));
  return nodes.filter((node) => node !== "");
}

/** Says of each French mark and each term whether it is met now; null for what the page came with. */
function markSource(row, met) {
  const cell = row.cell("fr");
  const came = (element) => (element.dataset.came ??= element.classList.contains("missing") ? "missing" : "met") === "missing";
  termsOf(row).forEach((term, mention) => {
    for (const element of [term, ...cell.querySelectorAll(`mark[data-m="${mention}"]`)]) {
      const missing = came(element);
      element.classList.toggle("missing", met === null ? missing : !met[mention] && term.dataset.policy !== "forbid");
    }
  });
}
