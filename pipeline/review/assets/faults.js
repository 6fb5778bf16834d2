// Every unhandled error is caught here, said in one line, and goes out with the exported file.

const faults = []; // { where, message, stack, count }
const MOST_FAULTS = 50;

/** Notes an error and shows it; `where` says in words what was going on. */
function fault(error, where) {
  const message = String(error?.message ?? error);
  const known = faults.find((each) => each.message === message && each.where === where);
  if (known) known.count += 1;
  else if (faults.length < MOST_FAULTS) faults.push({ where, message, stack: String(error?.stack ?? "").split("\n").slice(0, 4).join("\n"), count: 1 });
  const place = document.getElementById("fault");
  if (!place) return;
  const times = faults.reduce((sum, each) => sum + each.count, 0);
  place.hidden = false;
  place.textContent = `Something went wrong ${where}: ${message}. Your work is kept${times > 1 ? ` (${times} such faults)` : ""}; an exported file says what happened.`;
}

/** Runs `act`; an error in it is noted and stops nothing else. */
function guarded(where, act) {
  try {
    return act();
  } catch (error) {
    fault(error, where);
    return undefined;
  }
}

addEventListener("error", (event) => {
  if (/^ResizeObserver loop/.test(event.message)) return; // a notice of the browser, nothing is lost
  fault(event.error ?? event.message, "in the page");
  event.preventDefault();
});
addEventListener("unhandledrejection", (event) => {
  fault(event.reason, "in the page");
  event.preventDefault();
});
