import { awaitsAgreement, type PromisedLine as Line } from "#worker/domain/agreement/rules.ts";
import { Day } from "../../ui/date.tsx";
import { dayWords, measureWords, valueWords } from "../plan/words.ts";
import type { PlanForm } from "./plan-form.ts";

type Props = { line: Line; timeZone: string; form?: PlanForm };

const stateWords: Record<Line["status"], string> = {
  proposed: "Proposed, waiting for your word",
  agreed: "Agreed",
  in_progress: "Under way",
  done: "Done. In the next survey you tell us whether it is better",
  verified: "You told us that it is better",
  not_improved: "You told us that it is not better, so we are not done",
  dropped: "No longer planned",
};

/** One promise as the client reads it, with room for their word while it waits for one. */
export function PromisedLine({ line, timeZone, form }: Props) {
  const { title, heard, promise, doneNote } = line;
  return (
    <section>
      <h2 dir="auto">{title}</h2>
      {heard && (
        <p dir="auto">
          <b>What we heard:</b> {heard}
        </p>
      )}
      {promise && (
        <p dir="auto">
          <b>{line.keepDoing ? "What we go on doing:" : "What we will do:"}</b> {promise}
        </p>
      )}
      {doneNote && (
        <p dir="auto">
          <b>What we did:</b> {doneNote}
        </p>
      )}
      <p class="hint">{termsOf(line).join("\n")}</p>
      {line.words.map(({ id, by, at, change, text, settled }) => (
        <p key={id} dir="auto">
          <bdi>{by}</bdi> {change ? "asked for a change" : "wrote"} on{" "}
          <Day value={at} timeZone={timeZone} />: “{text}”{settled && " We took care of it."}
        </p>
      ))}
      <p>
        {line.status !== "agreed" && <b>{stateOf(line)}.</b>}{" "}
        {line.agreedAt && (
          <>
            {line.changedSinceAgreed ? "It changed since it was agreed" : "Agreed"}
            {line.agreedBy && (
              <>
                {" "}
                by <bdi>{line.agreedBy}</bdi>
              </>
            )}{" "}
            on <Day value={line.agreedAt} timeZone={timeZone} />.
          </>
        )}
      </p>
      {form && <Word line={line} form={form} />}
    </section>
  );
}

function stateOf({ status, keepDoing, words }: Line): string {
  if (status !== "proposed") return stateWords[status];
  if (keepDoing) return "We keep it up";
  const asked = words.some(({ change, settled }) => change && !settled);
  return asked ? "You asked for a change: now it is for us to answer" : stateWords.proposed;
}

const termsOf = ({ owner, dueOn, measure, measureText }: Line): string[] => [
  ...(owner ? [`Who sees to it: ${owner}`] : []),
  ...(dueOn ? [`By: ${dayWords(dueOn)}`] : []),
  ...(measure ? [`How we will both see it: ${measureWords(measure)} in the next survey`] : []),
  ...(measureText ? [`Measure: ${measureText}`] : []),
];

const replies = [
  ["agree", "I agree to this line"],
  ["change", "Please change it, as I write below"],
] as const;

function Word({ line, form: { filled, errors, outdated } }: { line: Line; form: PlanForm }) {
  const { id, version, title } = line;
  const changed = outdated.find((one) => one.id === id);
  const error = errors.find(({ key }) => key === `text.${id}`)?.message;
  const typed = filled(`text.${id}`);
  const words = (
    <textarea
      name={`text.${id}`}
      id={`text.${id}`}
      rows={3}
      dir="auto"
      aria-label={`Your words on: ${title}`}
      aria-invalid={error ? "true" : undefined}
      aria-describedby={error ? `text.${id}-error` : undefined}
    >
      {typed}
    </textarea>
  );
  return (
    <>
      <input type="hidden" name={`version.${id}`} value={version} />
      {error && (
        <p class="error" id={`text.${id}-error`}>
          {error}
        </p>
      )}
      {!awaitsAgreement(line) ? (
        <details open={typed !== ""}>
          <summary>Say something about this line</summary>
          {words}
        </details>
      ) : (
        <fieldset class="q">
          <legend>Your word on this line</legend>
          {changed && <Changed changes={changed.changes} />}
          <div class="o">
            {replies.map(([value, label], at) => (
              <label key={value}>
                <input
                  type="radio"
                  name={`reply.${id}`}
                  value={value}
                  id={at === 0 ? `reply.${id}` : undefined}
                  checked={!changed && filled(`reply.${id}`) === value}
                />
                <span>{label}</span>
              </label>
            ))}
          </div>
          {words}
        </fieldset>
      )}
    </>
  );
}

const fieldNames: Record<string, string> = {
  title: "What it is about",
  promise: "What we will do",
  dueOn: "By",
  measure: "How we will both see it",
  measureText: "Measure",
};

/** What a line said when it was read, and what it says now. */
const Changed = ({ changes }: { changes: PlanForm["outdated"][number]["changes"] }) => (
  <ul class="error">
    {Object.entries(changes).map(([field, { from, to }]) => (
      <li key={field}>
        {fieldNames[field] ? (
          <>
            {fieldNames[field]}: it was “{valueWords(field, from)}”, it is now “
            {valueWords(field, to)}”
          </>
        ) : (
          "Somebody else sees to it now"
        )}
      </li>
    ))}
  </ul>
);
