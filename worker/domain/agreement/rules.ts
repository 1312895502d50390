import { isOpen } from "../action/rules.ts";
import type { ActionStatus, FieldChanges, Measure } from "../action/schema.ts";
import { PlanAnswer } from "./schema.ts";

/** What somebody at the client said of a line. `settled`: we took care of it. */
export type Word = {
  id: string;
  by: string;
  at: Date;
  change: boolean;
  text: string;
  settled: boolean;
};

/** A line of the plan as the client reads it. */
export type PromisedLine = {
  id: string;
  version: number;
  title: string;
  heard: string | null;
  promise: string | null;
  owner: string | null;
  dueOn: string | null;
  measure: Measure | null;
  measureText: string | null;
  keepDoing: boolean;
  status: ActionStatus;
  agreedAt: Date | null;
  agreedBy: string | null;
  changedSinceAgreed: boolean;
  doneNote: string | null;
  /** The latest first. */
  words: Word[];
};

/** Whether the client's yes is still asked for: the line is open, and what it says now was never agreed to. */
export const awaitsAgreement = ({
  status,
  agreedAt,
  changedSinceAgreed,
}: Pick<PromisedLine, "status" | "agreedAt" | "changedSinceAgreed">): boolean =>
  isOpen(status) && status !== "agreed" && (agreedAt === null || changedSinceAgreed);

/** Where a line stands on the client's page: first what waits for their word, then what is open, done, and over. */
export function turnOf(line: PromisedLine): number {
  if (awaitsAgreement(line)) return 0;
  if (isOpen(line.status)) return 1;
  return line.status === "done" ? 2 : 3;
}

/** What may change of a line without the client having to look at it again. */
const readBeforeAgreeing = ["title", "promise", "dueOn", "measure", "measureText", "ownerId"];

/** Of what changed after the client had read a line, that which they would want to know before they agree. */
export const weightyChanges = (changes: FieldChanges[]): FieldChanges =>
  Object.fromEntries(
    changes
      .flatMap((one) => Object.entries(one))
      .filter(([field]) => readBeforeAgreeing.includes(field)),
  );

type Fault = { key: string; message: string };
type Read = { ok: true; answer: PlanAnswer } | { ok: false; errors: Fault[] };

/**
 * What a client's form says. `agree_all` says yes to every line that waits for one, unless something else was
 * said of it. A yes to what is agreed already (a second click) adds nothing. Refuses an answer that says nothing,
 * a change that is not named, and what is too long.
 */
export function readPlanAnswer(
  sent: ReadonlyMap<string, string[]>,
  lines: readonly PromisedLine[],
): Read {
  const field = (name: string) => (sent.get(name)?.[0] ?? "").trim();
  const all = field("intent") === "agree_all";
  const said = lines.map((line) => {
    const open = awaitsAgreement(line);
    const chosen = open ? field(`reply.${line.id}`) : "";
    const reply = replyIn(chosen, all && open);
    const version = Number(field(`version.${line.id}`)) || 0;
    return { id: line.id, version, reply, text: field(`text.${line.id}`) };
  });
  const answer = {
    lines: said.filter(({ reply, text }) => reply !== null || text !== ""),
    expectations: field("expectations"),
    successCriteria: field("successCriteria"),
    comment: field("comment"),
  };
  const errors: Fault[] = answer.lines
    .filter(({ reply, text }) => reply === "change" && text === "")
    .map(({ id }) => ({
      key: `text.${id}`,
      message: "Please say what you would like to be different.",
    }));
  const parsed = PlanAnswer.safeParse(answer);
  if (!parsed.success)
    errors.push(...parsed.error.issues.map(({ path, message }) => tooLong(answer, path, message)));
  const saysYes =
    all || [...sent].some(([name, [reply]]) => name.startsWith("reply.") && reply === "agree");
  if (isEmpty(answer) && !saysYes)
    errors.push({ key: "", message: "Nothing is chosen or written yet, so nothing was sent." });
  return parsed.success && errors.length === 0
    ? { ok: true, answer: parsed.data }
    : { ok: false, errors };
}

function replyIn(chosen: string, otherwise: boolean): "agree" | "change" | null {
  if (chosen === "agree" || chosen === "change") return chosen;
  return otherwise ? "agree" : null;
}

function tooLong(answer: PlanAnswer, path: PropertyKey[], message: string): Fault {
  const [first, at] = path;
  const line = first === "lines" && typeof at === "number" ? answer.lines[at] : undefined;
  return { key: line ? `text.${line.id}` : String(first), message: `What you wrote ${message}.` };
}

/** Whether an answer adds nothing. */
export const isEmpty = ({ lines, expectations, successCriteria, comment }: PlanAnswer): boolean =>
  lines.length === 0 && [expectations, successCriteria, comment].every((text) => !text);
