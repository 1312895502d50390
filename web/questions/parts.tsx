import type { Answer } from "#worker/domain/questions/base.ts";
import type { ComponentChildren } from "preact";
import type { Filled } from "./view.ts";

export type Option = { value: string; label: string };
type Asked = { key: string; wording: string; hint?: string | undefined };

export const cannotSay = { value: "na", label: "I can't say (no direct experience)" };
export const didNotKnow = { value: "unaware", label: "I didn't know you did this" };

/** `KEY-error` and `KEY-hint`, where there are any: read out with the question. */
const described = ({ key, hint }: Asked, error: string | undefined) =>
  [error && `${key}-error`, hint && `${key}-hint`].filter(Boolean).join(" ") || undefined;

function Notes({ question: { key, hint }, error }: { question: Asked; error: string | undefined }) {
  return (
    <>
      {hint && (
        <p class="hint" id={`${key}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="error" id={`${key}-error`}>
          {error}
        </p>
      )}
    </>
  );
}

type ClosedProps = {
  question: Asked;
  kind: string;
  filled: Filled;
  error?: string | undefined;
  children: ComponentChildren;
};

/**
 * A closed question: its answers, and a comment folded away until it is wanted. No `maxlength` anywhere: a browser
 * cuts what is pasted without a word, and we say what is too long and keep it.
 */
export function Closed({ question, kind, filled, error, children }: ClosedProps) {
  const { key, wording } = question;
  const comment = filled(`${key}.comment`)[0];
  return (
    <fieldset class={`q ${kind}`} aria-describedby={described(question, error)}>
      <legend>{wording}</legend>
      <Notes question={question} error={error} />
      {children}
      <details open={comment !== undefined && comment !== ""}>
        <summary>Add a comment</summary>
        <textarea
          name={`${key}.comment`}
          id={`${key}.comment`}
          aria-label="Comment"
          rows={3}
          dir="auto"
        >
          {comment}
        </textarea>
      </details>
    </fieldset>
  );
}

/** An open question: a label and room to write. */
export function Open({ question, filled, error }: Omit<ClosedProps, "children" | "kind">) {
  const { key, wording } = question;
  return (
    <div class="q">
      <label for={key}>{wording}</label>
      <Notes question={question} error={error} />
      <textarea
        name={key}
        id={key}
        rows={4}
        dir="auto"
        aria-describedby={described(question, error)}
        aria-invalid={error ? "true" : undefined}
      >
        {filled(key)[0]}
      </textarea>
    </div>
  );
}

type ChoiceProps = {
  name: string;
  option: Option;
  filled: Filled;
  type?: "radio" | "checkbox";
  /** The first control of a question carries its key as id: that is where an error leads. */
  first?: boolean;
  mark?: string;
};

/** One answer: its control and its words, all of it to be touched. */
export function Choice({ name, option, filled, type = "radio", first, mark }: ChoiceProps) {
  const { value, label } = option;
  const checked = filled(name).includes(value);
  return (
    <label class={value === "na" ? "na" : undefined}>
      <input
        type={type}
        name={name}
        value={value}
        checked={checked}
        id={first ? name : undefined}
      />
      <span>
        {mark && <b>{mark}</b>} {label}
      </span>
    </label>
  );
}

type ChoicesProps = {
  name: string;
  options: readonly Option[];
  filled: Filled;
  type?: "radio" | "checkbox";
};

export function Choices({ options, ...rest }: ChoicesProps) {
  return (
    <div class="o">
      {options.map((option, index) => (
        <Choice key={option.value} option={option} first={index === 0} {...rest} />
      ))}
    </div>
  );
}

/** An answer's label among these, or the answer itself where it is none of them. */
export const labelled = (options: readonly Option[], answer: Answer): string =>
  [answer]
    .flat()
    .map((value) => options.find((option) => option.value === value)?.label ?? value)
    .join(", ");
