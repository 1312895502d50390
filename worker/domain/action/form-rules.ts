/** The fields of the form of one line, with the words in which an error speaks of them. */
export const lineLabels = {
  title: "What it is about",
  area: "The area",
  heard: "What we heard",
  promise: "What we will do",
  ownerId: "The owner",
  counterpartId: "The counterpart",
  dueOn: "The due date",
  measure: "The mark to reach",
  measureText: "The measure",
  status: "The state",
  doneNote: "What was done",
  dropReason: "The reason",
  comment: "The note",
};

const texts = ["title", "heard", "promise", "measureText"] as const;
const choices = ["area", "ownerId", "counterpartId", "dueOn"] as const;
/** Fields of the small forms that move an action on. */
const moving = ["status", "doneNote", "dropReason"] as const;

type Fields = Record<string, unknown>;

/**
 * A form's fields as a change: an empty choice is none. The whole form carries every field, so a box that is
 * missing there is not ticked; the small forms carry what they change.
 */
export function changeFromForm(form: Fields): Fields {
  const change: Fields = {};
  for (const name of [...texts, ...moving]) if (name in form) change[name] = form[name];
  for (const name of choices) if (name in form) change[name] = form[name] || null;
  if ("measure" in form) change["measure"] = measureFrom(form);
  if ("whole" in form) {
    change["clientVisible"] = form["clientVisible"] === "yes";
    change["keepDoing"] = form["keepDoing"] === "yes";
  }
  if (form["comment"]) change["comment"] = form["comment"];
  return change;
}

/** An area without a mark is a measure that lacks its number; a mark without an area is of the line's own. */
function measureFrom({ measure, measureArea, area }: Fields) {
  const given = typeof measure === "string" ? measure.trim().replace(",", ".") : "";
  if (given === "" && !measureArea) return null;
  return { area: measureArea || area, target: given === "" ? Number.NaN : Number(given) };
}
