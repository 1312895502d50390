import type { Tier } from "../contact/schema.ts";
import type { Role } from "../staff/schema.ts";
import type { Answers, Area } from "../survey/schema.ts";
import { walledArea } from "./area-rules.ts";
import { disagreementsIn } from "./disagreement-rules.ts";
import type { Cell, Figures, GradeCell, ReportFigures, Verification } from "./figures.ts";
import { smallestGroup } from "./group-rules.ts";
import type { Audience, Report, ReportContact } from "./schema.ts";
import type { Questionnaires } from "./tally-rules.ts";

/** The section that asks about the area which no account manager reads about themselves. */
const walledSection = "account-manager";

/** Keys of the questions about the account manager: by their area, or by the section they stand in. */
export function firewalledKeys(questionnaires: Questionnaires): string[] {
  const sections = Object.values(questionnaires).flatMap(({ sections }) => sections);
  const questions = sections.flatMap((section) =>
    section.questions.filter(({ area }) => area === walledArea || section.key === walledSection),
  );
  return [...new Set(questions.map(({ key }) => key))];
}

/** Asking for a call by somebody other than the account manager is for the line manager to know. */
const callKey = "call-me";
const calledByOther = "someone_else";

/** One person's answers as somebody behind the firewall may read them. */
export function behindFirewall(answers: Answers): Answers {
  const { [callKey]: call, [`${callKey}.comment`]: _comment, ...rest } = answers;
  return call === undefined || [call].flat().includes(calledByOther) ? rest : answers;
}

/** Who looks. `managed` is true for whoever manages the account now or did before. */
export type Viewer = { role: Role; isLineManager: boolean; managed: boolean };

const leads = ({ role, isLineManager }: Viewer) =>
  role === "leader" || role === "admin" || isLineManager;

/** Whoever holds a private link: nobody of the house, and in doubt the person it is about. */
export const outsider: Viewer = { role: "account_manager", isLineManager: false, managed: true };

/** The audiences a viewer may choose among, the fullest first. */
export const audiencesFor = (viewer: Viewer): Audience[] =>
  leads(viewer)
    ? ["leader", "account_manager", "team", "client"]
    : ["account_manager", "team", "client"];

/**
 * The firewall: what clients said about their account manager is for the line manager and leaders, and never
 * for anyone about an account of their own, present or past, whatever their role or the audience asked for.
 */
export const meetsFirewall = (viewer: Viewer, audience: Audience): boolean =>
  viewer.managed || audience !== "leader" || !leads(viewer);

/** Whether this area is behind the firewall for whoever looks. */
export const hidesArea = (viewer: Viewer, audience: Audience, area: Area): boolean =>
  area === walledArea && meetsFirewall(viewer, audience);

/** How somebody stands to an account, from who manages it and whether they ever did. */
export const viewerOf = (
  actor: { id: string; role: Role },
  management:
    | {
        accountManagerId: string | null;
        lineManagerId: string | null;
        viewerManaged: string | null;
      }
    | undefined,
): Viewer => ({
  role: actor.role,
  isLineManager: management?.lineManagerId === actor.id,
  managed: management?.accountManagerId === actor.id || management?.viewerManaged === actor.id,
});

/** Names and quotes are for those who carry the relationship; the team, partners and the client get neither. */
export const seesPeople = (audience: Audience): boolean =>
  audience === "leader" || audience === "account_manager";

export type StoredReport = {
  figures: ReportFigures;
  senior: ReportContact | null;
  comments: { questionKey: string; tier: Tier; text: string; contact: ReportContact | null }[];
};

/** What one viewer sees of a report for one audience: the only place where anything is taken out. */
export function seenBy(
  { figures: stored, senior, comments }: StoredReport,
  viewer: Viewer,
  audience: Audience,
): Omit<Report, "round" | "earlyClosure"> {
  const people = seesPeople(audience);
  const figures = (people ? stored.full : null) ?? stored.floored;
  const walled = meetsFirewall(viewer, audience) ? [...stored.firewalled, callKey] : [];
  const hides = (area: Area) => hidesArea(viewer, audience, area);
  const { response, grade, gap, groups } = figures;
  const areas = figures.areas.map((area) =>
    hides(area.key) ? behindWall(area.key, area.invited) : shown(area),
  );
  return {
    audience,
    verifications: (stored.verifications ?? []).map((one) => verification(one, { people, hides })),
    groups,
    response,
    grade: {
      client: { ...grade, byTier: eachCell(grade.byTier, gradeCell) },
      senior:
        people && stored.senior && senior
          ? { letter: stored.senior.letter, contact: senior }
          : null,
      self: stored.self ?? { points: null, letter: null },
      gap: gap ?? {
        points: null,
        verdict: null,
        ...(grade.withheld && { withheld: grade.withheld }),
      },
    },
    areas,
    compared: areas.filter(({ trend }) => trend).length,
    questions: figures.questions.filter(({ key }) => !walled.includes(key)),
    recommendation: figures.recommendation,
    comments: people
      ? comments.filter(({ questionKey }) => !walled.includes(questionKey)).map(signed)
      : [],
    disagreements: disagreementsIn({
      grade,
      areas: figures.areas.filter(({ key }) => !hides(key)),
    }),
    suggestions: figures.suggestions.filter(({ area }) => !hides(area)),
    wordings: Object.fromEntries(
      Object.entries(stored.wordings).filter(([key]) => !walled.includes(key)),
    ),
  };
}

/**
 * Where names are not shown, the view of fewer than five is not either: its verdict would tell of single people.
 * A confidential round has no counts to show, and says so.
 */
function verification(
  one: Verification,
  { people, hides }: { people: boolean; hides: (area: Area) => boolean },
): Report["verifications"][number] {
  const walled = one.area !== null &&
    hides(one.area) && { score: null, withheld: "firewall" as const };
  const small = one.counts === null && { withheld: "small_group" as const };
  const shown = { ...one, ...walled, ...small };
  if (people || (one.n ?? 0) >= smallestGroup) return shown;
  return { ...shown, n: null, counts: null, verdict: null, withheld: "small_group" };
}

const signed = ({ contact, ...comment }: StoredReport["comments"][number]) =>
  contact ? { ...comment, contact } : comment;

type StoredArea = Figures["areas"][number];
const shown = (area: StoredArea) => ({ ...area, byTier: eachCell(area.byTier, areaCell) });

const eachCell = <In, Out>(cells: Partial<Record<Tier, In>>, turn: (cell: In) => Out) =>
  Object.fromEntries(Object.entries(cells).map(([tier, cell]) => [tier, turn(cell)]));

const areaCell = ({ squares: _squares, questions: _questions, ...cell }: Cell) => cell;
const gradeCell = ({ squares: _squares, ...cell }: GradeCell) => cell;

const behindWall = (key: Area, invited: number): Report["areas"][number] => ({
  key,
  mean: null,
  low: null,
  high: null,
  n: null,
  invited,
  favourable: null,
  ratings: null,
  byTier: {},
  trend: null,
  predicted: null,
  withheld: "firewall",
});
