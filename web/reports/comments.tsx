import type { Report } from "#worker/domain/reports/schema.ts";
import { groupName, needsKey } from "./words.ts";

type Comment = Report["comments"][number];

/** What people wrote, question by question, with who they are where the round and the audience allow it. */
export function Comments({ report }: { report: Report }) {
  const { wordings, audience, groups } = report;
  if (audience === "team" || audience === "client") return null;
  const comments = report.comments.filter(({ questionKey }) => questionKey !== needsKey);
  const byQuestion = Map.groupBy(comments, ({ questionKey }) => questionKey);
  const asked = Object.entries(wordings).filter(([key]) => byQuestion.has(key));
  return (
    <section>
      <h2>In their words</h2>
      {comments.length === 0 && (
        <p>
          {report.round.confidentiality === "confidential"
            ? "No comment can be shown. In a confidential round only groups of at least eight people are quoted."
            : "Nobody wrote a comment."}
        </p>
      )}
      {asked.map(([key, wording]) => (
        <section key={key} class="quotes">
          <h3>{wording}</h3>
          <ul class="register">
            {byQuestion.get(key)!.map((comment) => (
              <Quote key={comment.text} comment={comment} groups={groups} />
            ))}
          </ul>
        </section>
      ))}
    </section>
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
      {" · "}
      {level}
    </>
  );
}
