import { defineModule } from "#worker/domain/survey/schema.ts";

export const future = defineModule({
  slug: "future",
  version: 1,
  tiers: ["user", "manager", "board"],
  section: {
    key: "future",
    title: "What comes next",
    questions: [
      {
        type: "choice",
        key: "future-appetite",
        wording: "Over the next twelve months, how much work would you like to give us?",
        options: [
          { key: "less", label: "Less than now" },
          { key: "same", label: "About as much as now" },
          { key: "more", label: "More than now" },
        ],
      },
      {
        type: "text",
        key: "future-needs",
        wording: "What will you need next year that you do not get from us today?",
      },
    ],
  },
});
