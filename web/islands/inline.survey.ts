// The respondent's page works without this. With it, what is typed is kept as it is typed, keys choose answers,
// and a line at the foot says how far one is and whether everything is kept.

const interval = 5000;
const key = `survey${location.pathname}:`;
const done = document.querySelector<HTMLElement>("[data-done]")?.dataset["done"];
if (done !== undefined) for (const part of done ? [done] : ["", "1", "2"]) store(part, null);

// -- null on other pages, where nothing that uses it is called
const form = document.querySelector<HTMLFormElement>("form[data-kept]")!;
/** `server`: unfinished answers are saved there too. `words`: only what is typed is put back, no choice. */
const mode = form?.dataset["kept"];
const toServer = mode === "server";
/** Characters that one text may have: the Worker holds it to the same. */
const fits = mode === "words" ? 2000 : 5000;
const questions = [...(form?.querySelectorAll<HTMLElement>(".q") ?? [])];
const fields = () => [...new FormData(form)] as [string, string][]; // -- there are no files
const part = form ? (new Map(fields()).get("sitting") ?? "") : "";
let changed = false;
let kept = true;
let sent = false;
let last = 0;
let timer: ReturnType<typeof setTimeout> | 0 = 0;
let show: ReturnType<typeof footLine>;

if (form) {
  show = footLine();
  keepAnswers();
  form.addEventListener("keydown", chooseByKey);
}

const again = document.querySelector<HTMLFormElement>("form[data-again]");
if (again) {
  again.querySelector("output")!.value =
    "As long as this page is open, we also try every 20 seconds.";
  setTimeout(() => again.submit(), 20_000);
}

/** The copy in this browser; null removes it. Says whether the browser did it: some keep nothing. */
function store(part: string, copy: string | null): boolean {
  try {
    if (copy === null) localStorage.removeItem(key + part);
    else localStorage.setItem(key + part, copy);
    return true;
  } catch {
    return false;
  }
}

function stored(): { fields: [string, string][]; saved: boolean } | null {
  try {
    return JSON.parse(localStorage.getItem(key + part) ?? "null");
  } catch {
    return null;
  }
}

function keepAnswers() {
  const copy = stored();
  if (copy && !copy.saved && form.dataset["sent"] === undefined) {
    fill(copy.fields);
    note();
  } else if (toServer && questions.some(isAnswered)) show("Saved");
  form.addEventListener("input", oneOrOther);
  form.addEventListener("input", note);
  form.addEventListener("submit", (event) => {
    sent = navigator.onLine;
    if (sent) return;
    // The browser would put a page of its own in the place of this one.
    event.preventDefault();
    changed = true;
    show(`Not sent: you are offline. Your answers are ${where()}; send them later.`, true);
  });
  addEventListener("online", () => changed && note());
  addEventListener("pageshow", () => (sent = false));
  addEventListener("storage", (event) => event.key === key + part && takeOver());
  document.addEventListener("visibilitychange", () => void (document.hidden ? save() : takeOver()));
  addEventListener("pagehide", () => void save());
}

function keep() {
  kept = store(part, JSON.stringify({ fields: fields(), saved: toServer && !changed }));
}

function where() {
  return kept ? "kept on this device" : "on this page only, so leave it open";
}

function note() {
  changed = true;
  sent = false;
  keep();
  const over = longest() - fits;
  if (over > 0) {
    clearTimeout(timer);
    timer = 0;
    return show(`A text is ${over} characters too long; ${fits} fit. It is ${where()}.`, true);
  }
  if (!kept && !toServer)
    return show("This browser keeps nothing: send before you leave the page.", true);
  say();
  if (toServer && !timer) saveIn(Math.max(1000, last + interval - Date.now()));
}

function say() {
  show(toServer ? (changed ? "Saving…" : "Saved") : "Kept on this device until you send");
}

/** From another tab with this page: both hold what was last typed in either, so neither saves over the other. */
function takeOver() {
  const copy = kept && stored();
  if (!copy || JSON.stringify(copy.fields) === JSON.stringify(fields())) return;
  fill(copy.fields);
  changed = !copy.saved;
  say();
  if (changed && toServer) saveIn(2 * interval);
}

function saveIn(wait: number) {
  clearTimeout(timer);
  timer = setTimeout(() => void save(), wait);
}

async function save() {
  timer = 0;
  if (!changed || sent || !toServer) return;
  changed = false;
  last = Date.now();
  const status = await post(form.action, [...fields(), ["intent", "save"]]);
  if (status === 204) {
    if (!changed) say();
    return keep();
  }
  changed = true;
  if (status === 410)
    return show("This link takes no more answers. Send now to get a copy of yours.", true);
  const again = status < 400 || status === 429 || status > 499;
  show(
    `Not saved${again ? " yet" : ""}: your answers are ${where()}${again ? ", and we try again" : ""}.`,
    true,
  );
  if (again) saveIn(2 * interval);
}

/** The length of the longest text; what is longer than fits is marked, and kept whole. */
function longest(): number {
  const texts = [...form.querySelectorAll("textarea")];
  return Math.max(
    ...texts.map((text) => {
      const { length } = text.value.trim();
      text.ariaInvalid = length > fits ? "true" : null;
      return length;
    }),
  );
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
function fill(fields: [string, string][]) {
  for (const control of form.querySelectorAll<HTMLInputElement>(
    "[name]:not([type=hidden],button)",
  )) {
    const values = fields.filter(([name]) => name === control.name).map(([, value]) => value);
    if (control.type === "textarea") control.value = values[0] ?? "";
    else if (mode !== "words") control.checked = values.includes(control.value);
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
function footLine() {
  const asked = questions.filter((question) => !question.matches(".choices"));
  const line = document.createElement("div");
  const count = line.appendChild(document.createElement("span"));
  const state = line.appendChild(document.createElement("span"));
  line.className = "foot";
  return (text: string, bad = false) => {
    if (!line.isConnected) form.appendChild(line);
    const answered = asked.filter(isAnswered).length;
    if (mode !== "words") count.textContent = `${answered} of ${asked.length} answered`;
    line.style.setProperty("--share", `${(100 * answered) / asked.length}%`);
    // Only what goes wrong is read out; "Saved" every few seconds would be a nuisance.
    state.role = bad ? "alert" : null;
    if (state.textContent !== text) state.textContent = text;
  };
}

/**
 * Digits choose by position (0 to 10: by number), letters a grade; Enter goes on to the next question. Only where
 * the answers have the focus: who speaks to a computer says letters all the time (WCAG 2.1.4).
 */
function chooseByKey(event: KeyboardEvent) {
  const target = event.target as HTMLElement;
  const here = target.matches(".o input") && target.closest<HTMLElement>(".q");
  if (event.altKey || event.ctrlKey || event.metaKey || !here) return;
  if (event.key === "Enter") {
    event.preventDefault();
    goTo(questions[questions.indexOf(here) + 1] ?? form.querySelector<HTMLElement>(".sending")!);
  }
  const choice = chosenBy(event.key, [...here.querySelectorAll<HTMLInputElement>(".o input")]);
  if (!choice) return;
  event.preventDefault();
  choice.click();
  goTo(here, choice);
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
