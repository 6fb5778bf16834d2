// Places in an element's text: from offsets to ranges, and from a point of the screen to an offset.

const canHighlight = typeof Highlight === "function" && CSS.highlights !== undefined;

/** A DOM range over characters `start` to `end` of an element's text. */
function rangeOf(element, start, end) {
  const range = document.createRange();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let position = 0;
  let begun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.data.length;
    if (!begun && start < position + length) {
      range.setStart(node, start - position);
      begun = true;
    }
    if (begun && end <= position + length) {
      range.setEnd(node, end - position);
      return range;
    }
    position += length;
  }
  return null;
}

/** The offset of a point of the screen in an element's text, or -1. */
function offsetAt(element, x, y) {
  const caret = document.caretPositionFromPoint ? document.caretPositionFromPoint(x, y) : null;
  const old = caret ? null : document.caretRangeFromPoint?.(x, y);
  const node = caret?.offsetNode ?? old?.startContainer;
  if (!node || node.nodeType !== Node.TEXT_NODE || !element.contains(node)) return -1;
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let position = 0;
  for (let other = walker.nextNode(); other && other !== node; other = walker.nextNode()) position += other.data.length;
  return position + (caret?.offset ?? old.startOffset);
}

