import * as z from "zod";
import { Question } from "../questions/index.ts";
import { Area, type Answer } from "../questions/base.ts";
import { Tier } from "../contact/schema.ts";

export { Area };

/** Question key → answer; a comment stands under `KEY.comment`. A key that was left empty is absent. */
export type Answers = Record<string, Answer>;

export const Section = z.object({
  key: z.string(),
  title: z.string().optional(),
  intro: z.string().optional(),
  /** Annual review only: which of the two sittings this section belongs to. */
  sitting: z.union([z.literal(1), z.literal(2)]).optional(),
  questions: z.array(Question).min(1),
});
export type Section = z.infer<typeof Section>;

/** What one tier is asked, in order: a template with the modules of a round. Pinned at launch. */
export const Questionnaire = z.object({
  slug: z.string(),
  version: z.int().positive(),
  title: z.string(),
  /** What the other levels are asked, in two sentences; written in when a round pins this. */
  tierNote: z.string().optional(),
  sections: z.array(Section).min(1),
});
export type Questionnaire = z.infer<typeof Questionnaire>;

/** A file of `survey-templates/`: a questionnaire and the seconds it may take (a sitting, for annual reviews). */
export const Template = Questionnaire.extend({ budgetSeconds: z.int().positive() });
export type Template = z.infer<typeof Template>;

/** Identity: gives a template file its type. The contract test parses every template. */
export const defineTemplate = (template: Template): Template => template;

/**
 * A section that a round may add. With `each` its questions are patterns: they are asked once for every
 * service or competitor the account names, with `{name}` filled in and the key made `KEY.slug-of-name`.
 */
export const Module = z.object({
  slug: z.string(),
  version: z.int().positive(),
  /** Who is asked. */
  tiers: z.array(Tier).min(1),
  each: z.enum(["services", "competitors"]).optional(),
  section: Section,
  /** The intro in a confidential round, where nobody can be answered. */
  confidentialIntro: z.string().optional(),
});
export type Module = z.infer<typeof Module>;

/** Identity: gives a module file its type. The contract test parses every module. */
export const defineModule = (module: Module): Module => module;
