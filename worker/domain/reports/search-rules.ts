import type { Report } from "./schema.ts";

type Comment = Report["comments"][number];

/** Case, accents and the form of a letter make no difference: "Zurich" finds "Zürich". */
const plain = (text: string) => text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();

const mostComments = 100;
const mostSigns = 16_000;

/** Comments in the parts in which a page shows them: as many as it can carry, in their order; at least one part. */
export function partsOf(comments: Comment[]): Comment[][] {
  const parts: Comment[][] = [[]];
  let signs = 0;
  for (const comment of comments) {
    signs += comment.text.length;
    const part = parts.at(-1)!;
    if (part.length > 0 && (part.length === mostComments || signs > mostSigns)) {
      parts.push([comment]);
      signs = comment.text.length;
    } else part.push(comment);
  }
  return parts;
}

/** The comments that contain every word, in their text or in the name and title of who wrote them. */
export function searchComments(comments: Comment[], words: string): Comment[] {
  const wanted = plain(words).split(/\s+/).filter(Boolean);
  return comments.filter(({ text, contact }) => {
    const said = plain([text, contact?.name, contact?.title].filter(Boolean).join(" "));
    return wanted.every((word) => said.includes(word));
  });
}
