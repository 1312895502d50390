import type { FoundRound } from "#db/queries/round.ts";
import { listStaff } from "#db/queries/staff.ts";
import type { Ctx } from "../../context.ts";
import { refuse, type Outcome, type Refusal } from "../../errors.ts";
import type * as z from "zod";
import { loadSettings } from "../setting/actions.ts";
import { defaultModules } from "../survey/rules.ts";
import { changeRound, createRound, notDraft, requireAccount, requireRound } from "./actions.ts";
import { loadRecipients, saveSelfGrade } from "./actions-draft.ts";
import {
  faultsOf,
  gradeInput,
  listedOf,
  mostListed,
  readGradeFields,
  readRoundFields,
  roundInput,
  type Body,
  type RoundFields,
} from "./form-rules.ts";
import type { Recipient } from "./gates-rules.ts";
import { dayField, deadlineOf } from "./rules.ts";
import { NewRound, NewSelfGrade, RoundChange, type Round, type RoundKind } from "./schema.ts";

/** The form of a round: filled in, with everything there is to choose from. */
export type RoundForm = {
  roundId: string | null;
  account: FoundRound["account"];
  kind: RoundKind;
  fields: RoundFields;
  /** Empty when there are too many to list. */
  recipients: Recipient[];
  /** How many may be surveyed, listed or not. */
  surveyable: number;
  administrators: { id: string; name: string }[];
  today: string;
};

/** The form of a new round of this kind: everybody ticked, modules and deadline as by default. */
export async function startForm(
  ctx: Ctx,
  accountId: string,
  kind: RoundKind,
  typed?: RoundFields,
): Promise<RoundForm> {
  const account = await requireAccount(ctx, accountId);
  const { timeZone } = await loadSettings(ctx);
  const fields = typed ?? {
    name: `${kind === "satisfaction" ? "Satisfaction survey" : "Annual review"} ${dayField(ctx.now, timeZone).slice(0, 4)}`,
    closesAt: dayField(deadlineOf(undefined, ctx.now, timeZone), timeZone),
    confidentiality: "named",
    administratorId: "",
    modules: defaultModules(kind),
    listed: true,
    contactIds: null,
  };
  return fillForm(ctx, { roundId: null, account, kind }, fields);
}

/** The form of a draft, filled with what it is now. Refuses `round_not_draft`. */
export async function editForm(
  ctx: Ctx,
  roundId: string,
  typed?: RoundFields,
): Promise<Outcome<{ form: RoundForm }>> {
  const { round, account } = await requireRound(ctx, roundId);
  if (round.status !== "draft") return notDraft(round.status);
  const { timeZone } = await loadSettings(ctx);
  const { name, confidentiality, modules, contactIds } = round;
  const fields = typed ?? {
    name,
    closesAt: dayField(round.closesAt, timeZone),
    confidentiality,
    administratorId: round.administratorId ?? "",
    modules,
    listed: true,
    contactIds,
  };
  return { ok: true, form: await fillForm(ctx, { roundId, account, kind: round.kind }, fields) };
}

type Filling = Omit<RoundFields, "contactIds"> & { contactIds: string[] | null };

async function fillForm(
  ctx: Ctx,
  about: Pick<RoundForm, "roundId" | "account" | "kind">,
  { contactIds, ...fields }: Filling,
): Promise<RoundForm> {
  const { account } = about;
  const all = await loadRecipients(ctx, account.id, contactIds);
  const surveyable = listedOf(all).length;
  const listed = surveyable <= mostListed;
  const { timeZone } = await loadSettings(ctx);
  const staff = await listStaff(ctx.db);
  return {
    ...about,
    fields: {
      ...fields,
      listed,
      contactIds: all.filter(({ chosen }) => chosen).map(({ id }) => id),
    },
    recipients: listed ? all : [],
    surveyable,
    administrators: staff
      .filter(({ id, deactivatedAt }) => !deactivatedAt && id !== account.accountManagerId)
      .map(({ id, name }) => ({ id, name })),
    today: dayField(ctx.now, timeZone),
  };
}

const invalidForm = (error: z.ZodError): Refusal => {
  const faults = faultsOf(error);
  return refuse("invalid", faults[0]!.message, faults);
};

/** Makes a draft from a form. Refuses `invalid` with every fault beside its field. */
export async function submitNewRound(
  ctx: Ctx,
  about: { accountId: string; kind: RoundKind },
  body: Body,
): Promise<Outcome<{ round: Round }>> {
  const account = await requireAccount(ctx, about.accountId);
  const recipients = await loadRecipients(ctx, account.id, null);
  const { contactIds, ...input } = {
    contactIds: null,
    ...roundInput(readRoundFields(body), about.kind, recipients),
  };
  const parsed = NewRound.safeParse({ ...about, ...input, ...(contactIds && { contactIds }) });
  return parsed.success ? createRound(ctx, parsed.data) : invalidForm(parsed.error);
}

/** Changes a draft from a form. Refuses like `submitNewRound`, and `round_not_draft`. */
export async function submitRoundChange(
  ctx: Ctx,
  roundId: string,
  body: Body,
): Promise<Outcome<{ round: Round }>> {
  const { round } = await requireRound(ctx, roundId);
  const recipients = await loadRecipients(ctx, round.accountId, null);
  const input = roundInput(readRoundFields(body), round.kind, recipients);
  const parsed = RoundChange.safeParse(input);
  return parsed.success ? changeRound(ctx, roundId, parsed.data) : invalidForm(parsed.error);
}

/** Gives our own grade from a form. Refuses `invalid` and `self_grade_sealed`. */
export async function submitSelfGrade(
  ctx: Ctx,
  roundId: string,
  body: Body,
): Promise<Outcome<object>> {
  const parsed = NewSelfGrade.safeParse(gradeInput(readGradeFields(body)));
  return parsed.success ? saveSelfGrade(ctx, roundId, parsed.data) : invalidForm(parsed.error);
}
