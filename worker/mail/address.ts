const longestSubject = 59;

// Direction marks go too: in a header they could make an address read as another.
const oneLine = (value: string) =>
  value.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, " ").trim();

/** A name and an address as a header takes them: nothing in a name can end the name, the line or the header. */
export const mailbox = (name: string, address: string): string => {
  const safe = oneLine(name)
    .replaceAll(/["\\<>]/g, "")
    .trim();
  return safe ? `"${safe}" <${address}>` : address;
};

/** The bare address of `Name <address>` or `address`. */
export const addressOf = (mailbox: string): string =>
  /<([^<>]+)>$/.exec(mailbox)?.[1] ?? mailbox.trim();

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
const letters = (value: string) => [...graphemes.segment(value)].map(({ segment }) => segment);

/** A name of at most `length` signs, cut at a sign and ended by an ellipsis. */
export const shorten = (name: string, length: number): string => {
  const all = letters(oneLine(name));
  if (all.length <= length) return all.join("");
  return `${all
    .slice(0, Math.max(1, length - 1))
    .join("")
    .trimEnd()}…`;
};

/** A line cut at a sign so that it takes at most `length` characters; a sign may take many of them. */
function cutLine(line: string, length: number): string {
  if (line.length <= length) return line;
  let kept = "";
  for (const sign of letters(line)) {
    if (kept.length + sign.length >= length) break;
    kept += sign;
  }
  return `${kept.trimEnd()}…`;
}

/** A subject under 60 characters: the longest names in it give way first, evenly. */
export function fitSubject(write: (...names: string[]) => string, ...names: string[]): string {
  for (let room = longestSubject; room > 8; room--) {
    const subject = write(...names.map((name) => shorten(name, room)));
    if (subject.length <= longestSubject) return subject;
  }
  return cutLine(write(...names.map((name) => shorten(name, 8))), longestSubject);
}
