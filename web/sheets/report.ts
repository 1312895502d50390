import type { ValueCounts } from "#worker/domain/questions/base.ts";
import type { Report } from "#worker/domain/reports/schema.ts";
import { confidentialityWords, kindWords } from "#worker/domain/round/rules.ts";
import type { Sheet } from "#worker/xlsx.ts";
import { areaNames, audienceViews, cellNames, groupName } from "../reports/words.ts";

const column = (title: string, about: string) => ({ title, about });
const level = column("Level", "Who answered: a level of the client, or levels shown as one");
const withheldWords = {
  firewall: "Kept for the line manager and leaders",
  small_group: "Fewer than five people: not shown",
};
const withheldIn = (cell: { withheld?: keyof typeof withheldWords | undefined }) =>
  cell.withheld ? withheldWords[cell.withheld] : "";
const n = column("People", "People with an answer that counts");
const invited = column("Asked", "People who were asked");
const withheld = column("Withheld", "Why a figure is missing");

/** What stands above the explanation of columns. */
export const reportLines = ({ round, audience }: Report): string[] => [
  `${round.accountName}: ${round.name}`,
  `${kindWords[round.kind]}, ${confidentialityWords[round.confidentiality].toLowerCase()}, ${audienceViews[audience]}`,
];

/** A report as tables: exactly what its reader sees on the page. */
export const reportSheets = (report: Report): Sheet[] =>
  [
    gradeSheet(report),
    responseSheet(report),
    areaSheet(report),
    levelSheet(report),
    questionSheet(report),
    commentSheet(report),
  ].filter(({ rows }) => rows.length > 0);

const levelsOf = <T>({ groups }: Report, cells: Partial<Record<string, T>>) =>
  groups
    .toReversed()
    .flatMap(({ key, tiers }) =>
      cells[key] ? [{ name: groupName(tiers), cell: cells[key] }] : [],
    );

function gradeSheet(report: Report): Sheet {
  const { client, self, gap } = report.grade;
  return {
    name: "Grade",
    columns: [
      level,
      column("Grade", "The nearest letter, an exact half to the worse"),
      column("Points", "A B C D F = 4 3 2 1 0; over all levels, each weighs the same"),
      column("Interval from", "Lower end of the 95 % interval"),
      column("Interval to", "Upper end of the 95 % interval"),
      n,
      invited,
      column("Our grade", "What we gave ourselves before the launch"),
      column("Gap", "Our points less the client's"),
      withheld,
    ],
    rows: [
      [
        "All together",
        client.letter,
        client.points,
        client.low,
        client.high,
        client.n,
        client.invited,
        self.letter,
        gap.points,
        withheldIn(client),
      ],
      ...levelsOf(report, client.byTier).map(({ name, cell }) => [
        name,
        cell.letter,
        cell.points,
        null,
        null,
        cell.n,
        cell.invited,
        null,
        null,
        withheldIn(cell),
      ]),
    ],
  };
}

function responseSheet({ response, groups }: Report): Sheet {
  const line = (name: string, of: Pick<typeof response, "known" | "invited" | "completed">) => [
    name,
    of.known,
    of.invited,
    of.completed,
  ];
  return {
    name: "Response",
    columns: [
      level,
      column("Known", "People we know there"),
      column("Invited", "People who were sent a link"),
      column("Answered", "People who sent their answers"),
    ],
    rows: [
      line("All together", response),
      ...Object.entries(response.byTier).map(([key, of]) =>
        line(groupName(groups.find((one) => one.key === key)?.tiers ?? [key as "user"]), of),
      ),
    ],
  };
}

const areaSheet = ({ areas }: Report): Sheet => ({
  name: "Areas",
  columns: [
    column("Area", "What the questions are about"),
    column("Mean", "From 1 to 5: a person's mean, then their level's, then over levels"),
    column("Interval from", "Lower end of the 95 % interval"),
    column("Interval to", "Upper end of the 95 % interval"),
    n,
    invited,
    column("Favourable", "Share of ratings of 4 or 5, the mean over levels"),
    column("Before", "Mean of the round before, over what both rounds have in common"),
    column("Change", "Since the round before, over what both rounds have in common"),
    column("Verdict", "Whether the 95 % interval of the change leaves out zero"),
    column("Holds", "Whether it still does when all areas are judged together"),
    column("We predicted", "The mean that we expected before the launch"),
    column("Cell", "Our expectation against the mean"),
    withheld,
  ],
  rows: areas.map((area) => [
    areaNames[area.key],
    area.mean,
    area.low,
    area.high,
    area.n,
    area.invited,
    area.favourable,
    area.trend?.previous ?? null,
    area.trend?.change ?? null,
    area.trend?.verdict?.replaceAll("_", " ") ?? null,
    area.trend ? (area.trend.holds ? "yes" : "no") : null,
    area.predicted?.mean ?? null,
    area.predicted?.cell ? cellNames[area.predicted.cell] : null,
    withheldIn(area),
  ]),
});

const levelSheet = (report: Report): Sheet => ({
  name: "Areas by level",
  columns: [
    column("Area", "What the questions are about"),
    level,
    column("Mean", "From 1 to 5, over the people of this level"),
    n,
    invited,
    column("Favourable", "Share of ratings of 4 or 5"),
    withheld,
  ],
  rows: report.areas.flatMap((area) =>
    levelsOf(report, area.byTier).map(({ name, cell }) => [
      areaNames[area.key],
      name,
      cell.mean,
      cell.n,
      cell.invited,
      cell.favourable,
      withheldIn(cell),
    ]),
  ),
});

const questionSheet = (report: Report): Sheet => ({
  name: "Questions",
  columns: [
    column("Key", "Names the question; it never changes its meaning"),
    column("Question", "As it was asked"),
    level,
    invited,
    column(
      "Answer",
      "The answer as it is stored; na: cannot say; unaware: did not know we do this",
    ),
    column("People", "How many gave this answer"),
  ],
  rows: report.questions.flatMap(({ key, wording, byTier }) =>
    levelsOf(report, byTier).flatMap(({ name, cell }) =>
      answersIn(cell.summary).map(([answer, count]) => [
        key,
        wording,
        name,
        cell.invited,
        answer,
        count,
      ]),
    ),
  ),
});

/** Closed questions are counted by answer, whatever their type. */
function answersIn(summary: unknown): [answer: string, count: number][] {
  const { counts, na, unaware } = summary as ValueCounts;
  const apart: [string, number][] = [
    ["na", na],
    ["unaware", unaware],
  ];
  return [...Object.entries(counts), ...apart.filter(([, count]) => count > 0)];
}

const commentSheet = ({ comments, wordings, groups }: Report): Sheet => ({
  name: "Comments",
  columns: [
    column("Question", "What was asked; a comment stands beside its question"),
    level,
    column("Comment", "As it was written"),
    column("Name", "Who wrote it, where the round is named"),
    column("Title", "Their position"),
  ],
  rows: comments.map(({ questionKey, tier, text, contact }) => [
    wordings[questionKey.replace(/\.comment$/, "")] ?? questionKey,
    groupName(groups.find(({ key }) => key === tier)?.tiers ?? [tier]),
    text,
    contact?.name ?? "",
    contact?.title ?? "",
  ]),
});
