import type { Report } from "#worker/domain/reports/schema.ts";
import { partsOf, searchComments } from "#worker/domain/reports/search-rules.ts";
import { paths } from "../paths.ts";
import { TextField } from "../ui/field.tsx";
import { Pagination } from "../ui/navigation.tsx";
import { groupName } from "./words.ts";

type Comment = Report["comments"][number];
type Props = {
  report: Report;
  /** What is searched for; empty when nothing is. */
  search: string;
  /** Which part of them, where they are too many for one page; from 1. */
  part: number;
  /** Questions whose comments stand elsewhere on the page; a search finds them here too. */
  elsewhere: string[];
};

/** What people wrote, question by question, with who they are where the round and the audience allow it. */
export function Comments({ report, elsewhere, ...asked }: Props) {
  const { wordings, audience, groups } = report;
  // What a confidential round shows is one fixed list, which nobody narrows down.
  const named = report.round.confidentiality === "named";
  const search = named ? asked.search : "";
  if (audience === "team" || audience === "client") return null;
  const comments = search
    ? searchComments(report.comments, search)
    : report.comments.filter(({ questionKey }) => !elsewhere.includes(questionKey));
  const parts = partsOf(comments);
  const part = Math.min(asked.part, parts.length);
  const byQuestion = Map.groupBy(parts[part - 1]!, ({ questionKey }) => questionKey);
  const written = Object.entries(wordings).filter(([key]) => byQuestion.has(key));
  return (
    <section id="comments">
      <h2>In their words</h2>
      {named && report.comments.length > 0 && <Search report={report} search={search} />}
      {search && (
        <p role="status">
          {comments.length} of {report.comments.length} comments contain “<bdi>{search}</bdi>”.{" "}
          <a href={`${paths.report(report.round.id)}?audience=${audience}#comments`}>
            Show all comments
          </a>
        </p>
      )}
      {report.comments.length === 0 && (
        <p>
          {named
            ? "Nobody wrote a comment."
            : "No comment can be shown. In a confidential round only groups of at least eight people are quoted."}
        </p>
      )}
      {written.map(([key, wording]) => (
        <section key={key} class="quotes">
          <h3>{wording}</h3>
          <ul class="register">
            {byQuestion.get(key)!.map((comment) => (
              <Quote key={comment.text} comment={comment} groups={groups} />
            ))}
          </ul>
        </section>
      ))}
      {parts.length > 1 && (
        <>
          <p class="hint">
            {comments.length} comments in {parts.length} parts, of which this is part {part}.
          </p>
          <Pagination
            first={part > 1 ? partAddress(report, search, 1) : null}
            next={part < parts.length ? partAddress(report, search, part + 1) : null}
          />
        </>
      )}
    </section>
  );
}

const partAddress = ({ round, audience }: Report, q: string, part: number) =>
  `${paths.report(round.id)}?${new URLSearchParams({ audience, ...(q && { q }), part: String(part) })}#comments`;

/** Looks in the words, the names and the titles that this page shows, and in no others. */
function Search({ report: { round, audience }, search }: { report: Report; search: string }) {
  return (
    <form class="filter" method="get" action={`${paths.report(round.id)}#comments`} role="search">
      <input type="hidden" name="audience" value={audience} />
      <TextField
        label="Search words and names"
        name="q"
        type="search"
        maxLength={100}
        value={search}
      />
      <button type="submit">Search</button>
    </form>
  );
}

/** One comment as a line of a list, with who wrote it or from which level it came. */
export function Quote({ comment, groups }: { comment: Comment; groups: Report["groups"] }) {
  const tiers = groups.find(({ key }) => key === comment.tier)?.tiers ?? [comment.tier];
  return (
    <li>
      <blockquote dir="auto">{comment.text}</blockquote>
      <p class="hint">
        <Writer contact={comment.contact} level={groupName(tiers)} />
      </p>
    </li>
  );
}

function Writer({ contact, level }: { contact: Comment["contact"]; level: string }) {
  if (!contact) return <>{level}</>;
  return (
    <>
      <bdi>{contact.name}</bdi>
      {contact.title && (
        <>
          , <bdi>{contact.title}</bdi>
        </>
      )}
      {"\u00a0· "}
      {level}
    </>
  );
}
