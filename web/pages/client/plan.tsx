import type { ClientPlan } from "#worker/domain/agreement/actions-read.ts";
import { awaitsAgreement } from "#worker/domain/agreement/rules.ts";
import { Day } from "../../ui/date.tsx";
import { ErrorSummary } from "../../ui/notice.tsx";
import { PromisedLine } from "./line.tsx";
import type { PlanForm } from "./plan-form.ts";

type Props = { plan: ClientPlan; form: PlanForm; timeZone: string };

/** What was heard, what is promised, how far it is; and, for whom it was sent to, the client's word on it. */
export function PlanSections({ plan, form, timeZone }: Props) {
  if (!plan.mayAnswer)
    return (
      <section>
        <h2>What we agreed to do</h2>
        {plan.lines.map((line) => (
          <PromisedLine key={line.id} line={line} timeZone={timeZone} />
        ))}
      </section>
    );
  return (
    <form
      method="post"
      {...(form.action && { action: form.action, "data-kept": "words" })}
      data-sent={errorsOf(form, plan).length > 0 ? "" : undefined}
    >
      <ErrorSummary title="Not sent yet: please look at this again" errors={errorsOf(form, plan)} />
      <Lead waiting={plan.lines.filter(awaitsAgreement).length} none={plan.lines.length === 0} />
      {plan.lines.map((line) => (
        <PromisedLine key={line.id} line={line} timeZone={timeZone} form={form} />
      ))}
      <TheWhole plan={plan} form={form} />
      <Agreed plan={plan} timeZone={timeZone} />
    </form>
  );
}

/** What the page is for, and whether it waits for anything. */
function Lead({ waiting, none }: { waiting: number; none: boolean }) {
  if (none) return <p>Nothing is promised yet. This page shows it as soon as it is.</p>;
  return (
    <p>
      Line by line: what we heard, what we promise to do, and how far we are.{" "}
      {waiting === 0
        ? "Nothing waits for your word, but you can write to us about any line."
        : `${waiting === 1 ? "One line waits" : `${waiting} lines wait`} for your word: agree or say what to change, and send your answer at the foot of the page.`}
    </p>
  );
}

const errorsOf = ({ errors, outdated }: PlanForm, { lines }: ClientPlan) => [
  ...errors.map(({ key, message }) => ({ field: key, message })),
  ...outdated.map(({ id }) => ({
    field: `reply.${id}`,
    message: `“${lines.find((line) => line.id === id)?.title}” changed while you were reading.`,
  })),
];

const wholeFields = [
  ["expectations", "What do you expect of us, in your own words?"],
  ["successCriteria", "By what will you see that it worked?"],
  ["comment", "Anything else about the plan?"],
] as const;

/** What is said of the plan as a whole, and the two ways to send the answer. */
function TheWhole({ plan, form: { filled, errors } }: Omit<Props, "timeZone">) {
  const waiting = plan.lines.filter(awaitsAgreement).length;
  return (
    <section>
      <h2>About the whole plan</h2>
      {wholeFields.map(([name, label]) => {
        const error = errors.find(({ key }) => key === name)?.message;
        return (
          <div class="q" key={name}>
            <label for={name}>{label}</label>
            {error && (
              <p class="error" id={`${name}-error`}>
                {error}
              </p>
            )}
            <textarea
              name={name}
              id={name}
              rows={3}
              dir="auto"
              aria-invalid={error ? "true" : undefined}
              aria-describedby={error ? `${name}-error` : undefined}
            >
              {filled(name)}
            </textarea>
          </div>
        );
      })}
      <div class="sending">
        <button type="submit" name="intent" value="answer">
          Send my answer
        </button>{" "}
        {waiting > 1 && (
          <button type="submit" name="intent" value="agree_all">
            Agree to all {waiting} lines
          </button>
        )}
        <p>Whoever looks after you reads it at once.</p>
      </div>
    </section>
  );
}

/** Who agreed to what, and in what words. */
function Agreed({ plan: { agreements }, timeZone }: Omit<Props, "form">) {
  if (agreements.length === 0) return null;
  return (
    <section>
      <h2>What was agreed so far</h2>
      <dl>
        {agreements.map(({ id, by, at, lines, expectations, successCriteria, comment }) => (
          <div key={id}>
            <dt>
              <bdi>{by}</bdi>, <Day value={at} timeZone={timeZone} />
            </dt>
            <dd>
              {lines === 0 ? "" : lines === 1 ? "Agreed to one line." : `Agreed to ${lines} lines.`}
            </dd>
            {[expectations, successCriteria, comment].map(
              (words, part) =>
                words && (
                  <dd key={part} dir="auto">
                    “{words}”
                  </dd>
                ),
            )}
          </div>
        ))}
      </dl>
    </section>
  );
}
