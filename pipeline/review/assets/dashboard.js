(() => {
"use strict";
// Keeps the list of documents as it is on the server.

const list = document.querySelector(".documents");
const line = document.getElementById("saved");
const numbers = ["segments", "words", "draft", "edited", "approved", "errors", "warnings", "conflicts"];
const said = (number) => number.toLocaleString("en");

function show({ documents, present, trouble }) {
  const total = (field) => documents.reduce((sum, each) => sum + each[field], 0);
  for (const field of ["words", "segments", "approved"]) list.querySelector(`caption [data-field="${field}"]`).textContent = said(total(field));
  for (const row of list.querySelectorAll("tr[data-name]")) {
    const found = documents.find((each) => each.name === row.dataset.name);
    if (!found) continue;
    const cell = (field) => row.querySelector(`[data-field="${field}"]`);
    for (const field of numbers) cell(field).textContent = said(found[field]);
    row.querySelector("progress").value = found.approved;
    cell("reviewers").textContent = found.reviewers.join(", ");
    const here = present.filter((each) => each.document === found.name).map((each) => each.reviewer || "somebody");
    cell("present").textContent = here.join(", ");
    cell("present").parentElement.hidden = !here.length;
    cell("trouble").textContent = trouble[found.name] ?? "";
    cell("trouble").parentElement.hidden = !trouble[found.name];
  }
}

async function renew() {
  try {
    const answer = await fetch(new URL("dashboard", location.href));
    if (!answer.ok) throw new Error(answer.statusText);
    show(await answer.json());
    line.textContent = "";
  } catch {
    line.textContent = "the server does not answer; this is how it was last";
  }
}

setInterval(() => {
  if (document.visibilityState === "visible") renew();
}, 3000);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") renew();
});
})();
