import { paths } from "../../paths.ts";
import { Checkbox, TextField } from "../../ui/field.tsx";
import { errorIn } from "../../ui/form.ts";
import { ErrorSummary, Notice, type FieldError } from "../../ui/notice.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { PostButton } from "../../ui/post-button.tsx";
import { TableHead } from "../../ui/table-head.tsx";

type Props = {
  email: string;
  /** What is held, by kind of record; null before anybody was looked for. */
  held: [kind: string, count: number][] | null;
  errors: FieldError[];
  erased: boolean;
};

/** What a person may ask of us: a copy of everything, or to be forgotten. */
export function PersonPage({ email, held, errors, erased }: Props) {
  return (
    <>
      <PageHeader
        title="One person’s data"
        lede="When somebody asks for what you hold about them, or to be erased: a contact at any account, or a former colleague."
        back={{ href: paths.settings, label: "Settings" }}
      />
      {erased && (
        <Notice kind="good">
          Erased. Counts and figures are as they were; nothing says who it was.
        </Notice>
      )}
      <ErrorSummary title="Nothing was done" errors={errors} />
      <form method="post" action={paths.person}>
        <TextField
          label="Email address"
          name="email"
          type="email"
          value={email}
          hint="Whatever was stored under another address of the same person is found too, if the two records were merged."
          required
          error={errorIn(errors)("email")}
        />
        <button type="submit" class="primary">
          Look
        </button>
      </form>
      {held?.length === 0 && <p>Nothing is held about {email}.</p>}
      {held && held.length > 0 && <Held email={email} held={held} errors={errors} />}
    </>
  );
}

/** What is held, by the name of its table; what is rare goes by that name. */
const kindWords: Record<string, string> = {
  contact: "Contact records",
  invitation: "Invitations",
  response: "Answers to a survey",
  report: "Reports that name them",
  report_comment: "Comments in reports",
  client_link: "Private links",
  client_case: "Cases",
  conversation: "Recorded conversations",
  message: "Mails",
};

type HeldProps = { email: string; held: [string, number][]; errors: FieldError[] };

function Held({ email, held, errors }: HeldProps) {
  return (
    <>
      <section>
        <h2>What is held about {email}</h2>
        <table>
          <TableHead columns={["What", { num: "How many" }]} />
          <tbody>
            {held.map(([kind, count]) => (
              <tr key={kind}>
                <th scope="row">{kindWords[kind] ?? kind.replaceAll("_", " ")}</th>
                <td class="num">{count}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p class="hint">
          The copy is for that person. Answers to surveys that are still open are left out until
          they close.
        </p>
        <PostButton action={paths.personExport} fields={{ email }}>
          Export all that is held
        </PostButton>
      </section>
      <section>
        <h2>Erase</h2>
        <p>
          Deletes this person’s answers, comments and notes, and blanks name, address and links
          wherever they are kept. Figures of closed rounds stay as they are. This cannot be undone,
          and a backup that is restored is erased again.
        </p>
        <form method="post" action={paths.personErase}>
          <input type="hidden" name="email" value={email} />
          <TextField
            label="Type the address once more"
            name="confirmation"
            hint={email}
            required
            error={errorIn(errors)("confirmation")}
          />
          <Checkbox
            name="noMoreMail"
            label="And never write to this address again"
            hint="Kept as a fingerprint that does not show the address. Without it, whoever imports this person again also writes to them again."
            checked
          />
          <button type="submit" class="danger">
            Erase this person
          </button>
        </form>
      </section>
    </>
  );
}
