import type { Report } from "./schema.ts";

type Comment = Report["comments"][number];

/** Case, accents and the form of a letter make no difference: "Zurich" finds "Zürich". */
const plain = (text: string) => text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();

/** The comments that contain every word, in their text or in the name and title of who wrote them. */
export function searchComments(comments: Comment[], words: string): Comment[] {
  const wanted = plain(words).split(/\s+/).filter(Boolean);
  return comments.filter(({ text, contact }) => {
    const said = plain([text, contact?.name, contact?.title].filter(Boolean).join(" "));
    return wanted.every((word) => said.includes(word));
  });
}
