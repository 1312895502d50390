import { actionStatusWords } from "#worker/domain/action/rules.ts";
import type { Action, ActionStatus, Measure } from "#worker/domain/action/schema.ts";
import type { Area } from "#worker/domain/survey/schema.ts";
import { areaNames } from "../../reports/words.ts";
import { spellDay } from "../../ui/date.tsx";

/** The fields of a line, as a history names them. What only follows from others is not in it. */
export const fieldWords: Record<string, string> = {
  title: "About",
  area: "Area",
  heard: "What we heard",
  promise: "What we will do",
  ownerId: "Owner",
  counterpartId: "Counterpart",
  dueOn: "Due",
  measure: "Measure",
  measureText: "Measure in words",
  clientVisible: "Seen by the client",
  keepDoing: "Something we keep doing",
  status: "State",
  agreedBy: "Agreed by",
  doneNote: "What was done",
  dropReason: "Why it was dropped",
};

/** A calendar day, spelled. */
export const dayWords = (day: string): string => spellDay(new Date(`${day}T12:00:00Z`), "UTC");

export const measureWords = ({ area, target }: Measure): string =>
  `${areaNames[area]} at ${target.toFixed(1)} of 5`;

/** What stands in a field, in words. */
export function valueWords(field: string, value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (field === "status") return actionStatusWords[value as ActionStatus].toLowerCase();
  if (field === "area") return areaNames[value as Area];
  if (field === "measure") return measureWords(value as Measure);
  if (typeof value !== "string") return "something else";
  return field === "dueOn" ? dayWords(value) : value;
}

/** The fields of a form with what stands in them, to be set beside what somebody else has typed. */
export const storedFields = (action: Action | null): Record<string, string> => ({
  title: action?.title ?? "",
  area: action?.area ?? "",
  heard: action?.heard ?? "",
  promise: action?.promise ?? "",
  ownerId: action?.owner?.id ?? "",
  counterpartId: action?.counterpart?.id ?? "",
  dueOn: action?.dueOn ?? "",
  measureArea: action?.measure?.area ?? "",
  measure: action?.measure ? String(action.measure.target) : "",
  measureText: action?.measureText ?? "",
  clientVisible: action?.clientVisible === false ? "" : "yes",
  keepDoing: action?.keepDoing ? "yes" : "",
});
