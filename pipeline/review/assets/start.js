// Sets the page going.

byId("tools").hidden = false;
const bar = byId("bar");
new ResizeObserver(() => document.documentElement.style.setProperty("--bar", `${getComputedStyle(bar).position === "sticky" ? bar.offsetHeight : 0}px`)).observe(bar);
if (innerWidth < 1100 || innerHeight < 700) byId("filters").open = false;

table.addEventListener("click", (event) => {
  const row = rowOf.get(event.target.closest(".row"));
  if (row && row !== current) select(row, { focus: getSelection().isCollapsed && !event.target.closest("a, button, textarea"), scroll: false });
});
// A selection stays in the column it began in.
table.addEventListener("mousedown", (event) => {
  const cell = event.target.closest(".fr, .en");
  if (cell) table.dataset.select = cell.classList.contains("fr") ? "fr" : "en";
  else delete table.dataset.select;
});
addEventListener("hashchange", goToHash);
function goToHash() {
  const row = rowOf.get(byId(decodeURIComponent(location.hash.slice(1))));
  if (row) {
    select(row);
    row.element.scrollIntoView({ block: "center" });
  }
}
if (!sync) loadKept();
count();
sync?.start();
if (!location.hash) guarded("while a note is opened again", reopenRemark);
goToHash();
