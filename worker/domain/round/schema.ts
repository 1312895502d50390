import * as z from "zod";
import { Area } from "../survey/schema.ts";
import { line, paragraph } from "../text.ts";
import { Grade } from "../questions/grade.ts";

export const RoundKind = z.enum(["satisfaction", "annual_review"]);
export type RoundKind = z.infer<typeof RoundKind>;
export const RoundStatus = z.enum(["draft", "open", "closed", "cancelled"]);
export type RoundStatus = z.infer<typeof RoundStatus>;
export const Confidentiality = z.enum(["named", "confidential"]);
export type Confidentiality = z.infer<typeof Confidentiality>;

export const moduleSlugs = [
  "account-manager",
  "awareness",
  "future",
  "competition",
  "recommend",
] as const;
export const ModuleSlug = z.enum(moduleSlugs);
export type ModuleSlug = z.infer<typeof ModuleSlug>;
export type Modules = ModuleSlug[];

export const NewRound = z.object({
  accountId: z.string().min(1).max(64),
  kind: RoundKind,
  name: line(120),
  /** An instant, or a day: the round then closes when that day ends in the supplier's time zone. */
  closesAt: z.union([z.iso.datetime({ offset: true }), z.iso.date()]).optional(),
  confidentiality: Confidentiality,
  modules: z.array(ModuleSlug).max(moduleSlugs.length).optional(),
  contactIds: z.array(z.string().max(64)).max(5000).optional(),
  administratorId: z.string().max(64).nullish(),
});
export type NewRound = z.infer<typeof NewRound>;

export const NewSelfGrade = z.object({
  grade: Grade,
  reason: paragraph(1000).pipe(z.string().min(1, "is empty: say in a sentence why")),
  predicted: z.partialRecord(Area, z.number().min(1).max(5)).optional(),
});
export type NewSelfGrade = z.infer<typeof NewSelfGrade>;
