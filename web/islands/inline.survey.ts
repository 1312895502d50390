// The respondent's page works without this. With it, what is typed is kept as it is typed, keys choose answers,
// and a line at the foot says how far one is and whether everything is kept.

const interval = 5000;
const key = `survey${location.pathname}:`;
const form = document.querySelector<HTMLFormElement>("form[data-kept]");
const done = document.querySelector<HTMLElement>("[data-done]")?.dataset["done"];

if (done !== undefined) for (const part of done ? [done] : ["", "1", "2"]) store(part, null);
if (form) {
  keepAnswers(form);
  listenToKeys(form);
}

const again = document.querySelector<HTMLFormElement>("form[data-again]");
if (again) {
  again.querySelector("output")!.value =
    "As long as this page is open, we also try every 20 seconds.";
  setTimeout(() => again.submit(), 20_000);
}

/** The copy in this browser; null removes it. A browser that keeps nothing is no reason to stop. */
function store(part: string, copy: string | null) {
  try {
    if (copy === null) localStorage.removeItem(key + part);
    else localStorage.setItem(key + part, copy);
  } catch {}
}

function stored(part: string): { fields: [string, string][]; saved: boolean } | null {
  try {
    return JSON.parse(localStorage.getItem(key + part) ?? "null");
  } catch {
    return null;
  }
}

function keepAnswers(form: HTMLFormElement) {
  const toServer = form.dataset["kept"] === "server";
  const fields = () => new FormData(form) as unknown as Iterable<[string, string]>; // -- there are no files
  const part = new Map(fields()).get("sitting") ?? "";
  const show = footLine(form);
  let changed = false;
  let sent = false;
  let last = 0;
  let timer: ReturnType<typeof setTimeout> | 0 = 0;

  const keep = () =>
    store(part, JSON.stringify({ fields: [...fields()], saved: toServer && !changed }));
  const later = (wait: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void save(), wait);
  };

  async function save() {
    timer = 0;
    if (!changed || sent || !toServer) return;
    changed = false;
    last = Date.now();
    const status = await post(form.action, [...fields(), ["intent", "save"]]);
    if (status === 204) {
      if (!changed) show("Saved");
      return keep();
    }
    changed = true;
    if (status === 410)
      return show("This survey has closed. Send now to get a copy of your answers.", true);
    show("Not saved yet: your answers are kept on this device, and we try again.", true);
    later(2 * interval);
  }

  function note() {
    changed = true;
    keep();
    show(toServer ? "Saving…" : "Kept on this device until you send");
    if (toServer && !timer) later(Math.max(1000, last + interval - Date.now()));
  }

  const copy = stored(part);
  if (copy && !copy.saved && form.dataset["sent"] === undefined) {
    fill(form, copy.fields);
    note();
  }
  form.addEventListener("input", oneOrOther);
  form.addEventListener("input", note);
  form.addEventListener("submit", () => (sent = true));
  addEventListener("pageshow", () => (sent = false));
  document.addEventListener("visibilitychange", () => void (document.hidden && save()));
  addEventListener("pagehide", () => void save());
}

/** The status of the answer; 0 when there was none. Outlives the page where the browser allows it: up to 64 KB. */
function post(url: string, fields: [string, string][]): Promise<number> {
  const body = new URLSearchParams(fields);
  const keepalive = `${body}`.length < 60_000;
  return fetch(url, { method: "POST", body, keepalive }).then(
    (answer) => answer.status,
    () => 0,
  );
}

/** Puts answers back, and opens the comments that hold something. */
function fill(form: HTMLFormElement, fields: [string, string][]) {
  for (const control of form.querySelectorAll<HTMLInputElement>(
    "[name]:not([type=hidden],button)",
  )) {
    const values = fields.filter(([name]) => name === control.name).map(([, value]) => value);
    if (control.type === "textarea") control.value = values[0] ?? "";
    else control.checked = values.includes(control.value);
    if (control.type === "textarea" && control.value)
      control.closest("details")?.setAttribute("open", "");
  }
}

/** Who can't say has ticked no answer, and the other way round. */
function oneOrOther({ target }: Event) {
  const { type, checked, value, name, form } = target as HTMLInputElement;
  if (type === "checkbox" && checked)
    for (const box of form!.querySelectorAll<HTMLInputElement>(`[name="${name}"]:checked`))
      box.checked = (box.value === "na") === (value === "na");
}

function isAnswered(question: Element): boolean {
  if (question.matches("fieldset")) return question.querySelector(":checked") !== null;
  return question.querySelector("textarea")!.value.trim() !== "";
}

/** How many questions are answered, and whether the answers are kept. None ticked is an answer too. */
function footLine(form: HTMLFormElement) {
  const questions = [...form.querySelectorAll(".q:not(.choices)")];
  const line = document.createElement("div");
  const count = line.appendChild(document.createElement("span"));
  const state = line.appendChild(document.createElement("span"));
  line.className = "foot";
  return (text: string, bad = false) => {
    if (!line.isConnected) form.appendChild(line);
    const answered = questions.filter(isAnswered).length;
    count.textContent = `${answered} of ${questions.length} answered`;
    line.style.setProperty("--share", `${(100 * answered) / questions.length}%`);
    // Only what goes wrong is read out; "Saved" every few seconds would be a nuisance.
    state.role = bad ? "alert" : null;
    if (state.textContent !== text) state.textContent = text;
  };
}

/** Digits choose by position (0 to 10: by number), letters a grade; Enter goes on to the next question. */
function listenToKeys(form: HTMLFormElement) {
  const questions = [...form.querySelectorAll<HTMLElement>(".q")];
  document.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    const inAnswers = target.matches(".o input");
    if (event.altKey || event.ctrlKey || event.metaKey || !(inAnswers || target === document.body))
      return;
    const here = inAnswers
      ? target.closest<HTMLElement>(".q")
      : questions.find((q) => !isAnswered(q));
    if (!here) return;
    if (event.key === "Enter" && inAnswers) {
      event.preventDefault();
      goTo(questions[questions.indexOf(here) + 1] ?? form.querySelector<HTMLElement>(".sending")!);
    }
    const choice = chosenBy(event.key, [...here.querySelectorAll<HTMLInputElement>(".o input")]);
    if (!choice) return;
    event.preventDefault();
    choice.click();
    goTo(here, choice);
  });
}

function chosenBy(pressed: string, inputs: HTMLInputElement[]): HTMLInputElement | undefined {
  const ten = pressed === "0" && inputs.find(({ value, checked }) => checked && value === "1");
  const value = ten ? "10" : pressed.toUpperCase();
  const exact = inputs.find((input) => input.value === value);
  return exact ?? (/^[1-9]$/.test(pressed) ? inputs[Number(pressed) - 1] : undefined);
}

function goTo(question: HTMLElement, control?: HTMLElement) {
  const field = ":checked,.o input,textarea,button";
  const checked = question.querySelector<HTMLElement>(":checked");
  (control ?? checked ?? question.querySelector<HTMLElement>(field))?.focus({
    preventScroll: true,
  });
  question.scrollIntoView({ block: question.offsetHeight > innerHeight ? "start" : "nearest" });
}
