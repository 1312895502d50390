// Imports part by part with a progress bar. Without this the same form imports everything in one request.

type Progress = { applied: number; total: number };

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-import]"))
  form.addEventListener("submit", (event) => void begin(form, event));

async function begin(form: HTMLFormElement, event: SubmitEvent): Promise<void> {
  event.preventDefault();
  const button = form.querySelector("button")!;
  const output = form.querySelector("output")!;
  button.disabled = true;
  try {
    await applyAll(form, output);
    location.reload();
  } catch {
    output.value = "The connection broke off. What is in stays in; go on when you are online.";
    button.textContent = "Go on";
    button.disabled = false;
  }
}

async function applyAll(form: HTMLFormElement, output: HTMLOutputElement): Promise<void> {
  const bar = form.querySelector("progress")!;
  bar.hidden = false;
  let progress: Progress = { applied: bar.value, total: bar.max };
  do {
    output.value = `${progress.applied} of ${progress.total} parts`;
    progress = await applyNext(form.action);
    bar.max = progress.total;
    bar.value = progress.applied;
  } while (progress.applied < progress.total);
}

async function applyNext(url: string): Promise<Progress> {
  const response = await fetch(url, { method: "POST", headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}
