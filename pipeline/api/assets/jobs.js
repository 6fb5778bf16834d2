// Documents: sent, followed until they are done, and fetched.

const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Sends a file to be translated and shows how far it is. */
async function send(name, blob) {
  const box = document.createElement("div");
  box.className = "job";
  box.innerHTML = '<p></p><div class="line"><progress max="1" value="0"></progress><button type="button">Cancel</button></div><div class="line files"></div>';
  const [title, bar, cancel, files] = ["p", "progress", "button", ".files"].map((one) => box.querySelector(one));
  bar.setAttribute("aria-label", `${name} translated`);
  title.textContent = `${name}: sending`;
  $("jobs").prepend(box);
  try {
    const form = new FormData();
    form.append("file", blob, name);
    form.append("glossary", JSON.stringify(entries()));
    let job = await (await ask("api/v1/jobs", { method: "POST", body: form })).json();
    cancel.addEventListener("click", () => ask(`api/v1/jobs/${job.id}/cancel`, { method: "POST" }).catch(() => {}));
    while (!["done", "failed", "cancelled"].includes(job.state)) {
      title.textContent = `${name}: ${job.total ? `${job.done} of ${job.total} sentences` : job.state}`;
      [bar.max, bar.value] = [job.total || 1, job.done];
      await wait(400);
      job = await (await ask(`api/v1/jobs/${job.id}`)).json();
    }
    title.textContent = job.state === "failed" ? `${name}: ${job.error}` : `${name}: ${job.state}`;
    for (const file of job.files ?? []) files.append(fetcher(job, file));
  } catch (error) {
    title.textContent = `${name}: ${error.message}`;
  }
  bar.remove();
  cancel.remove();
}

function fetcher(job, file) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = file.replace("document", "");
  button.setAttribute("aria-label", `save ${file}`);
  button.addEventListener("click", async () => {
    try {
      const blob = await (await ask(`api/v1/jobs/${job.id}/files/${file}`)).blob();
      save(file.replace("document", job.name.replace(/\.[^.]*$/, "")), blob);
    } catch (error) {
      say(error.message, true);
    }
  });
  return button;
}
