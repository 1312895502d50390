import { defineModule } from "#worker/domain/survey/schema.ts";

export const competition = defineModule({
  slug: "competition",
  version: 1,
  tiers: ["user", "manager", "board"],
  each: "competitors",
  section: {
    key: "competition",
    title: "Beside others",
    questions: [
      {
        type: "rating",
        key: "competition",
        wording: "Compared with {name}, how do we do?",
        labels: [
          "Much worse",
          "Somewhat worse",
          "About equally well",
          "Somewhat better",
          "Much better",
        ],
      },
    ],
  },
});
