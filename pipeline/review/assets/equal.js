// Segments with the same French: what was written in one is offered to the others.

const sameFrench = new Map(); // rows by the hash of their French
for (const row of rows) {
  if (sameFrench.has(row.hash)) sameFrench.get(row.hash).push(row);
  else sameFrench.set(row.hash, [row]);
}
let offered = null; // { row, others } while the question stands

/** The other rows with the same French and another English; rows that were cut anew have none. */
function equalTo(row) {
  if (row.group) return [];
  const replaced = new Set(state.groups.flatMap((group) => group.ids));
  return sameFrench.get(row.hash).filter((other) => other !== row && !replaced.has(other.key) && other.text("en") !== row.text("en"));
}

/** Asks, where others have the same French and another English. */
function offerEqual(row) {
  const others = isUntranslated(row) ? [] : equalTo(row);
  offered = others.length ? { row, others } : null;
  const place = byId("offer");
  place.hidden = !offered;
  if (!offered) return;
  const approved = others.filter(isApproved).length;
  byId("offer-text").textContent = `${others.length.toLocaleString("en")} other segment${others.length > 1 ? "s have" : " has"} the same French as ${row.number()} and another English${approved ? ` (${approved} approved)` : ""}.`;
}

/** Gives the others the English of the row, as one step that undo takes back; those that were approved are edited now. */
function spreadEqual() {
  if (!offered) return;
  const { row, others } = offered;
  finish();
  const text = row.text("en");
  change(others, () => {
    for (const other of others) {
      keepOriginal(other);
      put(other, "target", text);
      put(other, "state", other.original() === text ? other.came : "edited");
    }
  });
  tell(`${others.length.toLocaleString("en")} segment${others.length > 1 ? "s" : ""} changed; u takes it back`);
  closeOffer();
}

function closeOffer() {
  offered = null;
  byId("offer").hidden = true;
  focusBack();
}

byId("offer-yes").addEventListener("click", spreadEqual);
byId("offer-no").addEventListener("click", closeOffer);
