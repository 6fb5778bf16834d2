// A sentence with its glossary terms marked. Offsets of the server count characters, those of the page UTF-16 units.

/** The UTF-16 offset of a character of a text. */
function unitsBefore(text, character) {
  let units = 0;
  for (let left = character; left > 0 && units < text.length; left -= 1) units += text.codePointAt(units) > 0xffff ? 2 : 1;
  return units;
}

/** A span of the server's in UTF-16 units. */
function place(text, span) {
  return span.map((character) => unitsBefore(text, character));
}

/** Fills an element with a text in which the mentions of one side are marked. */
function paint(element, text, mentions, side) {
  element.replaceChildren();
  let position = 0;
  const found = mentions.filter((one) => one[side]).map((one) => [...place(text, one[side]), one]);
  for (const [start, end, one] of found.sort((left, right) => left[0] - right[0])) {
    if (start < position) continue;
    const mark = document.createElement("mark");
    mark.textContent = text.slice(start, end);
    mark.title = `${one.term} → ${one.rendering}`;
    element.append(text.slice(position, start), mark);
    position = end;
  }
  element.append(text.slice(position));
}
