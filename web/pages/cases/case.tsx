import { spellTaken, takenBy } from "#worker/domain/case/pace-rules.ts";
import { caseStatusWords, resolutionWords, triggerWords } from "#worker/domain/case/rules.ts";
import type { CasePage as Page } from "#worker/domain/case/actions.ts";
import type { Case } from "#worker/domain/case/schema.ts";
import { paths } from "../../paths.ts";
import { Time } from "../../ui/date.tsx";
import { Select, TextArea } from "../../ui/field.tsx";
import { Facts } from "../../ui/figures.tsx";
import { choicesById, choicesOf, fieldsIn, type Typed } from "../../ui/form.ts";
import { ErrorSummary, Notice, type FieldError } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { PostButton } from "../../ui/post-button.tsx";
import { State } from "../../ui/state.tsx";
import { CaseEvidence, ContactLog } from "./log.tsx";
import { CasePromises } from "./promise.tsx";

type Props = { page: Page; typed: Typed; errors: FieldError[]; saved: boolean; timeZone: string };

/** One client who waits for somebody: why, what was done about it, and how it ended. */
export function CasePage({ page, typed, errors, saved, timeZone }: Props) {
  const one = page.case;
  return (
    <>
      <ErrorSummary title="Not saved yet: please look at this again" errors={errors} />
      <PageHeader
        title={<bdi>{one.contact.name}</bdi>}
        lede={`${triggerWords[one.trigger]}.`}
        back={{ href: paths.cases, label: "Cases" }}
      >
        {one.status === "open" && (
          <PostButton
            action={paths.case(one.id)}
            fields={{ status: "contacted", version: String(one.version) }}
            kind="primary"
          >
            I have been in touch
          </PostButton>
        )}
      </PageHeader>
      {saved && <Notice kind="good">Saved.</Notice>}
      {one.overdue && (
        <Notice kind="warn">
          <p>
            First contact was due on <Time value={new Date(one.dueAt)} timeZone={timeZone} />.
          </p>
        </Notice>
      )}
      <Origin one={one} accountInReach={page.accountInReach} timeZone={timeZone} />
      <ContactLog page={page} typed={typed} errors={errors} timeZone={timeZone} />
      <CaseEvidence page={page} typed={typed} errors={errors} timeZone={timeZone} />
      <CasePromises page={page} typed={typed} errors={errors} />
      <Notes notes={page.notes} timeZone={timeZone} />
      <Handling page={page} typed={typed} errors={errors} />
    </>
  );
}

type OriginProps = { one: Case; accountInReach: boolean; timeZone: string };

function Origin({ one, accountInReach, timeZone }: OriginProps) {
  const { contact } = one;
  const time = (value: Case["dueAt"] | null, none: string) =>
    value ? <Time value={new Date(value)} timeZone={timeZone} /> : none;
  const { toContact, toResolve } = takenBy({
    openedAt: new Date(one.openedAt),
    firstContactAt: one.firstContactAt === null ? null : new Date(one.firstContactAt),
    resolvedAt: one.resolvedAt === null ? null : new Date(one.resolvedAt),
  });
  const after = (value: Case["dueAt"] | null, taken: number | null) =>
    value && taken !== null ? (
      <>
        {time(value, "")} <span class="n">after {spellTaken(taken)}</span>
      </>
    ) : null;
  return (
    <section>
      <h2>Why it is here</h2>
      {one.comment ? (
        <blockquote dir="auto">{one.comment}</blockquote>
      ) : (
        <p>
          {one.trigger === "senior_silence"
            ? "The round closed without an answer from this person, who decides more than any other."
            : "No comment was written. The other answers stay closed until the round does."}
        </p>
      )}
      <Facts
        facts={[
          {
            label: "Contact",
            value: (
              <>
                {accountInReach ? (
                  <a href={paths.contact(contact.id)}>
                    <bdi>{contact.name}</bdi>
                  </a>
                ) : (
                  <bdi>{contact.name}</bdi>
                )}
                {contact.title && (
                  <>
                    , <bdi>{contact.title}</bdi>
                  </>
                )}
              </>
            ),
          },
          {
            label: "Account",
            value: accountInReach ? (
              <a href={paths.account(one.accountId)}>
                <bdi>{one.accountName}</bdi>
              </a>
            ) : (
              <bdi>{one.accountName}</bdi>
            ),
          },
          ...(one.services.length > 0
            ? [{ label: "Service", value: one.services.join(", ") }]
            : []),
          { label: "State", value: <State value={caseStatusWords[one.status].toLowerCase()} /> },
          { label: "Owner", value: one.owner ? <bdi>{one.owner.name}</bdi> : "nobody yet" },
          { label: "Opened", value: time(one.openedAt, "") },
          { label: "First contact due", value: time(one.dueAt, "") },
          { label: "First contact", value: after(one.firstContactAt, toContact) ?? "none yet" },
          ...(one.resolvedAt
            ? [{ label: "Resolved", value: after(one.resolvedAt, toResolve) }]
            : []),
        ]}
      />
    </section>
  );
}

function Notes({ notes, timeZone }: { notes: Page["notes"]; timeZone: string }) {
  if (notes.length === 0) return null;
  return (
    <section>
      <h2>Notes</h2>
      {notes.map(({ at, by, text }) => (
        <div key={`${at.getTime()}${text}`}>
          <p class="n">
            <Time value={at} timeZone={timeZone} />, <bdi>{by ?? "somebody who has left"}</bdi>
          </p>
          <p class="written" dir="auto">
            {text}
          </p>
        </div>
      ))}
    </section>
  );
}

type HandlingProps = Pick<Props, "page" | "typed" | "errors">;

function Handling({ page: { case: one, owners }, typed, errors }: HandlingProps) {
  const field = fieldsIn(typed, errors);
  const told = one.clientTold === null ? null : one.clientTold ? "yes" : "no";
  return (
    <section>
      <h2>What we do about it</h2>
      <form method="post" action={paths.case(one.id)}>
        <input type="hidden" name="version" value={one.version} />
        <div class="pair">
          <Select {...field("status", "State", one.status)} options={choicesOf(caseStatusWords)} />
          <Select
            {...field("ownerId", "Owner", one.owner?.id ?? null)}
            options={choicesById(owners)}
            empty="Nobody"
          />
        </div>
        <TextArea {...field("note", "Add a note", null)} hint="What was said, what was promised." />
        <div class="pair">
          <TextArea {...field("rootCause", "What caused it", one.rootCause)} rows={3} />
          <TextArea
            {...field("prevention", "What prevents it next time", one.prevention)}
            rows={3}
          />
        </div>
        <div class="pair">
          <Select
            {...field("resolution", "How it ended", one.resolution)}
            options={choicesOf(resolutionWords)}
            empty="Not resolved yet"
            hint="A resolved case needs this."
          />
          <Select
            {...field("clientTold", "Has the client been told?", told)}
            options={[
              { value: "yes", label: "Yes" },
              { value: "no", label: "No" },
            ]}
            empty="Not said"
          />
        </div>
        <button type="submit" class="primary">
          Save
        </button>
      </form>
    </section>
  );
}
