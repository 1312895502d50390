import type { Ctx } from "../../context.ts";
import { refuse, type Outcome, type Refusal } from "../../errors.ts";
import type * as z from "zod";
import { loadSettings } from "../setting/actions.ts";
import { changeRound, createRound, requireRound } from "./actions.ts";
import { loadRecipients, saveSelfGrade } from "./actions-draft.ts";
import type { Body } from "./body-rules.ts";
import {
  basicInput,
  chosenOf,
  faultsOf,
  gradeInput,
  readGradeFields,
  readSection,
  type SectionFields,
  type SectionName,
} from "./form-rules.ts";
import { dayField, deadlineOf, kindWords } from "./rules.ts";
import { NewSelfGrade, RoundChange, type Round, type RoundKind } from "./schema.ts";
import { ownFault, ownInput } from "./wording-rules.ts";

/**
 * Makes a draft of which only account and kind are chosen: everybody is invited, modules and deadline are as by
 * default. Everything else is changed on its page.
 */
export async function startRound(
  ctx: Ctx,
  about: { accountId: string; kind: RoundKind },
): Promise<Outcome<{ round: Round }>> {
  const { timeZone } = await loadSettings(ctx);
  const name = `${kindWords[about.kind]} ${dayField(ctx.now, timeZone).slice(0, 4)}`;
  // A day, as the page offers it: the round closes when that day ends.
  const closesAt = dayField(deadlineOf(undefined, ctx.now, timeZone), timeZone);
  return createRound(ctx, { ...about, name, closesAt, confidentiality: "named" });
}

const invalidForm = (faults: { field: string; message: string }[]): Refusal =>
  refuse("invalid", faults[0]!.message, faults);

/** What a section's fields say, in the shape that `RoundChange` validates. */
async function inputOf(ctx: Ctx, roundId: string, fields: SectionFields): Promise<object> {
  if (fields.basics) return basicInput(fields.basics);
  if (fields.questions) return { modules: fields.questions };
  if (fields.wording) return { ownQuestions: ownInput(fields.wording) };
  const { round } = await requireRound(ctx, roundId);
  const recipients = await loadRecipients(ctx, round.accountId, null);
  return { contactIds: chosenOf(fields.recipients ?? [], recipients) };
}

const faultsIn = (error: z.ZodError, { wording }: SectionFields) =>
  wording
    ? error.issues.map(({ path, message }) => ownFault(path, message, wording))
    : faultsOf(error);

/** Saves one section of a draft's page. Refuses `invalid` with every fault beside its field, and `round_not_draft`. */
export async function submitSection(
  ctx: Ctx,
  roundId: string,
  section: SectionName,
  body: Body,
): Promise<Outcome<{ round: Round }>> {
  const fields = readSection(section, body);
  const parsed = RoundChange.safeParse(await inputOf(ctx, roundId, fields));
  return parsed.success
    ? changeRound(ctx, roundId, parsed.data)
    : invalidForm(faultsIn(parsed.error, fields));
}

/** Gives our own grade from a form. Refuses `invalid` and `self_grade_sealed`. */
export async function submitSelfGrade(
  ctx: Ctx,
  roundId: string,
  body: Body,
): Promise<Outcome<object>> {
  const parsed = NewSelfGrade.safeParse(gradeInput(readGradeFields(body)));
  return parsed.success
    ? saveSelfGrade(ctx, roundId, parsed.data)
    : invalidForm(faultsOf(parsed.error));
}
