// Terms that must hold, added on the spot; they stay in this browser.

const KEPT = "bitexte-glossary";
let terms = [];

/** The entries as the server takes them. */
function entries() {
  return terms.map(([source, target]) => ({ source, target }));
}

function showTerms() {
  $("terms-count").textContent = terms.length ? `(${terms.length})` : "";
  $("term-list").replaceChildren(
    ...terms.map((term) => {
      const item = document.createElement("li");
      const drop = document.createElement("button");
      drop.type = "button";
      drop.textContent = "×";
      drop.setAttribute("aria-label", `remove ${term[0]}`);
      drop.addEventListener("click", () => changeTerms(terms.filter((other) => other !== term)));
      item.append(`${term[0]} → ${term[1]}`, drop);
      return item;
    }),
  );
}

/** Other terms hold from now on, and what stands there is translated again. */
function changeTerms(changed) {
  terms = changed;
  try {
    localStorage.setItem(KEPT, JSON.stringify(terms));
  } catch {
    // a browser that keeps nothing
  }
  showTerms();
  if (lines.length) translate();
}

function beginTerms() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
    if (Array.isArray(kept)) terms = kept.filter((term) => Array.isArray(term) && term.length === 2 && term.every((one) => typeof one === "string"));
  } catch {
    terms = [];
  }
  showTerms();
  $("terms").open = terms.length > 0;
  $("term-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const [source, target] = [$("term-fr").value.trim(), $("term-en").value.trim()];
    if (!source || !target) {
      say("a term needs both sides", true);
      return;
    }
    $("term-form").reset();
    $("term-fr").focus();
    changeTerms([...terms.filter(([other]) => other !== source), [source, target]]);
  });
}
