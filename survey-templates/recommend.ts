import { defineModule } from "#worker/domain/survey/schema.ts";

export const recommend = defineModule({
  slug: "recommend",
  version: 2,
  tiers: ["user", "manager", "board"],
  section: {
    key: "recommend",
    title: "Speaking of us",
    questions: [
      {
        type: "likelihood",
        key: "recommend",
        wording:
          "If someone in your field asked for advice, how likely would you be to recommend us?",
        labels: ["Not at all likely", "As likely as not", "Certain to"],
      },
    ],
  },
});
