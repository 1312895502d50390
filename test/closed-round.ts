import * as tables from "#db/schema.ts";
import type { Tier } from "#worker/domain/contact/schema.ts";
import type { Grade } from "#worker/domain/questions/grade.ts";
import { closeRound } from "#worker/domain/round/actions-close.ts";
import type { Confidentiality, ModuleSlug, RoundKind } from "#worker/domain/round/schema.ts";
import { sealAnswers } from "#worker/domain/survey/actions-seal.ts";
import { composeQuestionnaire } from "#worker/domain/survey/compose-rules.ts";
import type { Answers } from "#worker/domain/survey/schema.ts";
import type { KeptPromise } from "#worker/domain/survey/verify-rules.ts";
import {
  createAccount,
  createContact,
  createInvitation,
  createRound,
  createStaff,
  createTemplateVersion,
  db,
  someDay,
  testCtx,
} from "./factories.ts";

/** One invited person: what they answered, or null when they did not. */
export type Invited = {
  tier: Tier;
  answers: Answers | null;
  contact?: Partial<typeof tables.contact.$inferInsert>;
};

type Options = {
  people: Invited[];
  self?: Grade;
  predicted?: Record<string, number>;
  kind?: RoundKind;
  confidentiality?: Confidentiality;
  modules?: ModuleSlug[];
  account?: typeof tables.account.$inferSelect;
  round?: Partial<typeof tables.round.$inferInsert>;
  /** What it asks people to verify. */
  promises?: KeptPromise[];
  /** Questions this round did not ask. */
  without?: string[];
};

const days = 24 * 3600 * 1000;

/** A round with the real questionnaires, answered by these people and then closed by its deadline. */
export async function closedRound({ people, ...options }: Options) {
  const {
    kind = "satisfaction",
    confidentiality = "named",
    modules = ["account-manager"],
  } = options;
  const account = options.account ?? (await managedAccount()).account;
  const round = await createRound({
    accountId: account.id,
    status: "open",
    launchedAt: someDay,
    kind,
    confidentiality,
    modules,
    ...options.round,
  });
  const versionIds = {} as Record<Tier, string>;
  for (const tier of new Set(people.map(({ tier }) => tier))) {
    const { services, competitors, matter, matterObservation } = account;
    const asked = { services, competitors, matter, matterObservation };
    const questionnaire = composeQuestionnaire({
      kind,
      tier,
      confidentiality,
      modules,
      account: asked,
      promises: options.promises ?? [],
    });
    const sections = questionnaire.sections.map((section) => ({
      ...section,
      questions: section.questions.filter(({ key }) => !options.without?.includes(key)),
    }));
    versionIds[tier] = (await createTemplateVersion({ ...questionnaire, sections })).id;
  }
  const contacts = [];
  for (const { tier, answers, contact } of people) {
    const person = await createContact({ accountId: account.id, tier, ...contact });
    contacts.push(person);
    const invitation = await createInvitation({
      roundId: round.id,
      contactId: person.id,
      templateVersionId: versionIds[tier],
      tier,
      status: answers ? "completed" : "invited",
      revision: answers && confidentiality === "named" ? 1 : 0,
    });
    if (answers) await respond(round, invitation, answers);
  }
  const grade = { roundId: round.id, grade: options.self ?? "A", reason: "We try hard." };
  const given = { predicted: options.predicted ?? {}, givenBy: "staff", givenAt: someDay };
  await db.insert(tables.selfGrade).values({ ...grade, ...given });
  await closeRound(testCtx({ kind: "system" }, round.closesAt), round.id, {});
  return { round, account, contacts };
}

async function respond(
  round: typeof tables.round.$inferSelect,
  invitation: { id: string; tier: Tier },
  answers: Answers,
) {
  const { id, tier } = invitation;
  if (round.confidentiality === "confidential") {
    const sealed = await sealAnswers(testCtx(), round, { tier, answers });
    return db.insert(tables.sealedResponse).values(sealed);
  }
  const submittedAt = new Date(someDay.getTime() + days);
  const row = { roundId: round.id, id, tier, answers, revision: 1, submittedAt };
  return db.insert(tables.response).values(row);
}

/** An account with a manager who has a line manager. */
export async function managedAccount() {
  const lineManager = await createStaff({ name: "Line Manager" });
  const manager = await createStaff({ name: "Account Manager", lineManagerId: lineManager.id });
  const account = await createAccount({ name: "Nordwind AG", accountManagerId: manager.id });
  return { lineManager, manager, account };
}
