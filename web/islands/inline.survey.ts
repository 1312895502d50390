// The respondent's page works without this. With it, what is typed is kept as it is typed, keys choose answers,
// and a line at the foot says how far one is and whether everything is kept.

import { chooseByKey } from "./inline.keys.ts";

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
let resending: ReturnType<typeof setTimeout>;
let show: ReturnType<typeof footLine>;

// A page that was written over another one is not asked for this again.
document.querySelector<HTMLElement>("[autofocus]")?.focus();

if (form) {
  show = footLine();
  keepAnswers();
  form.addEventListener("keydown", (event) => chooseByKey(event, form, questions));
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
  form.addEventListener("submit", (event) => void send(event));
  addEventListener("online", () => changed && note());
  addEventListener("storage", (event) => event.key === key + part && takeOver());
  addEventListener("visibilitychange", () => void (document.hidden ? save() : takeOver()));
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
  clearTimeout(resending);
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
  const [status] = await post("intent", "save");
  if (status === 204) {
    if (!changed) say();
    return keep();
  }
  changed = true;
  if (status === 410)
    return show("This link takes no more answers. Send now to get a copy of yours.", true);
  const again = status < 400 || status === 429 || status > 499;
  warn(again ? "Not saved yet" : "Not saved", again);
  if (again) saveIn(2 * interval);
}

function warn(what: string, again: boolean) {
  show(`${what}: your answers are ${where()}${again ? ", and we try again" : ""}.`, true);
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

/** Sends and shows what comes back. Without an answer the browser would show a page of its own: this one stays. */
async function send(event: SubmitEvent) {
  const button = event.submitter as HTMLButtonElement | null;
  if (!button) return;
  event.preventDefault();
  if (sent) return;
  sent = true;
  show("Sending…");
  const [status, text] = await post(button.name, button.value);
  if (status && status < 500) {
    // oxlint-disable-next-line typescript/no-deprecated -- Nothing else runs a whole page and its script in place.
    document.write(text);
    document.close();
    return scrollTo({ top: 0, behavior: "instant" });
  }
  sent = false;
  changed = true;
  button.textContent = "Try again";
  warn("No answer came back", true);
  resending = setTimeout(() => button.click(), 20_000);
}

/** What comes back within 20 seconds. Outlives the page where the browser allows it: up to 64 KB. */
async function post(...intent: [string, string]): Promise<[status: number, text: string]> {
  const body = new URLSearchParams([...fields(), intent]);
  const keepalive = `${body}`.length < 60_000;
  const late = new AbortController();
  setTimeout(() => late.abort(), 20_000);
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body,
      keepalive,
      signal: late.signal,
    });
    return [answer.status, await answer.text()];
  } catch {
    return [0, ""];
  }
}

/** Puts answers back, and opens the comments that hold something. */
function fill(fields: [string, string][]) {
  for (const control of form.querySelectorAll<HTMLInputElement>(
    "[name]:not([type=hidden],button)",
  )) {
    const values = fields.filter(([name]) => name === control.name).map(([, value]) => value);
    if (control.type === "textarea") {
      control.value = values[0] ?? "";
      if (control.value) control.closest("details")?.setAttribute("open", "");
    } else if (mode !== "words") control.checked = values.includes(control.value);
  }
}

/** Who can't say has ticked no answer, and the other way round. */
function oneOrOther({ target }: Event) {
  const { type, checked, value, name } = target as HTMLInputElement;
  if (type === "checkbox" && checked)
    for (const box of form.querySelectorAll<HTMLInputElement>(`[name="${name}"]:checked`))
      box.checked = (box.value === "na") === (value === "na");
}

function isAnswered(question: Element): boolean {
  if (question.matches("fieldset")) return !!question.querySelector(":checked");
  return !!question.querySelector("textarea")!.value.trim();
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
