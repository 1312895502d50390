import type { AgreementView } from "#worker/domain/agreement/actions.ts";
import { nameOf } from "#worker/domain/contact/rules.ts";
import { paths } from "../../paths.ts";
import { Day } from "../../ui/date.tsx";
import { Checkbox } from "../../ui/field.tsx";
import { Empty, ErrorSummary, Notice, type FieldError } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { PostButton } from "../../ui/post-button.tsx";
import { Widths } from "../rounds/preview.tsx";
import { TableHead } from "../../ui/table-head.tsx";

type Props = {
  view: AgreementView;
  /** Ids of the contacts that were ticked; null: the counterparts. */
  chosen: string[] | null;
  errors: FieldError[];
  done: string | undefined;
  timeZone: string;
};

const doneWords: Record<string, string> = {
  sent: "Sent. Each of them gets one mail a day at most.",
  revoked: "The link is revoked. It opens nothing any more.",
  resolved: "Noted.",
};

/** The plan put to the client: to whom it goes, how they see it, and what they said. */
export function PlanWithClientPage({ view, chosen, errors, done, timeZone }: Props) {
  const { account, lines } = view;
  const said = done && doneWords[done];
  return (
    <>
      <PageHeader
        title="The plan and the client"
        lede="Only the client can agree to a line. Each gets a private link to the plan, may agree or ask for a change, and always sees how far we are."
        back={{ href: paths.plan(account.id), label: `Action plan: ${account.name}` }}
      />
      {said && <Notice kind="good">{said}</Notice>}
      <ErrorSummary title="Not sent" errors={errors} />
      <Said view={view} timeZone={timeZone} />
      {lines === 0 ? (
        <Empty title="There is nothing to put to the client">
          <p>
            <a href={paths.planLine(account.id, "new")}>Add a line</a> that the client may see.
          </p>
        </Empty>
      ) : (
        <>
          <Send view={view} chosen={chosen} />
          <Links view={view} timeZone={timeZone} />
          <Widths
            title="The page"
            src={paths.planClientPage(account.id)}
            about="the plan as the client sees it"
          />
        </>
      )}
    </>
  );
}

function Send({ view: { account, contacts }, chosen }: Pick<Props, "view" | "chosen">) {
  return (
    <section>
      <h2>Send it</h2>
      {contacts.length === 0 ? (
        <p>Nobody at this client takes mail from us.</p>
      ) : (
        <form method="post" action={paths.planClient(account.id)}>
          <fieldset>
            <legend>To whom</legend>
            {contacts.map(({ id, firstName, lastName, jobTitle, counterpart }) => (
              <Checkbox
                key={id}
                name="contactIds"
                value={id}
                label={nameOf({ firstName, lastName })}
                checked={chosen ? chosen.includes(id) : counterpart}
                {...(jobTitle ? { hint: jobTitle } : {})}
              />
            ))}
          </fieldset>
          <div class="actions">
            <button type="submit" class="primary">
              Send the plan
            </button>
          </div>
        </form>
      )}
    </section>
  );
}

const standingWords = { open: "Works", expired: "Expired", revoked: "Revoked" };

function Links({ view: { account, links }, timeZone }: Pick<Props, "view" | "timeZone">) {
  if (links.length === 0) return null;
  return (
    <section>
      <h2>Who has it</h2>
      <table class="list">
        <TableHead columns={["Contact", "Link", "Until", "Next step"]} />
        <tbody>
          {links.map(({ id, contact, expiresAt, standing }) => (
            <tr key={id}>
              <th scope="row">
                <a href={paths.contact(contact.id)}>
                  <bdi>{contact.name}</bdi>
                </a>
              </th>
              <td>{standingWords[standing]}</td>
              <td>
                <Day value={expiresAt} timeZone={timeZone} />
              </td>
              <td>
                {standing !== "revoked" && (
                  <PostButton action={paths.planLinkRevoke(account.id, id)} kind="danger">
                    Revoke
                  </PostButton>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** What the client said, what waits for us on top. */
function Said({
  view: { account, agreements, replies },
  timeZone,
}: Pick<Props, "view" | "timeZone">) {
  if (agreements.length === 0 && replies.length === 0) return null;
  const inOrder = replies.toSorted(
    (a, b) => Number(a.reply.resolvedAt !== null) - Number(b.reply.resolvedAt !== null),
  );
  return (
    <section>
      <h2>What the client said</h2>
      {inOrder.length > 0 && (
        <table class="list">
          <TableHead columns={["Who and when", "About", "What they said", "Next step"]} />
          <tbody>
            {inOrder.map(({ reply, by, title }) => (
              <tr key={reply.id}>
                <th scope="row">
                  <bdi>{by}</bdi>, <Day value={reply.at} timeZone={timeZone} />
                </th>
                <td dir="auto">{title ?? "The whole plan"}</td>
                <td dir="auto">
                  {reply.kind === "change_request" && <strong>Wants it changed: </strong>}
                  {reply.text}
                </td>
                <td>
                  {reply.resolvedAt ? (
                    "Taken care of"
                  ) : (
                    <PostButton action={paths.planReplyResolve(account.id, reply.id)}>
                      Taken care of
                    </PostButton>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {agreements.map(({ agreement, by }) => (
        <Agreement key={agreement.id} {...{ agreement, by, timeZone }} />
      ))}
    </section>
  );
}

type AgreementProps = AgreementView["agreements"][number] & { timeZone: string };

function Agreement({ agreement, by, timeZone }: AgreementProps) {
  const count = Object.keys(agreement.what).length;
  const words = [
    ["Expects", agreement.expectations],
    ["Will see it by", agreement.successCriteria],
    ["Adds", agreement.comment],
  ] as const;
  return (
    <>
      <p>
        <bdi>{by}</bdi>
        {count === 0
          ? " said what they expect on "
          : ` agreed to ${count === 1 ? "one line" : `${count} lines`} on `}
        <Day value={agreement.at} timeZone={timeZone} />.
      </p>
      {words.map(
        ([label, text]) =>
          text && (
            <p key={label} class="hint" dir="auto">
              {label}: {text}
            </p>
          ),
      )}
    </>
  );
}
