import { defineModule } from "#worker/domain/survey/schema.ts";

export const awareness = defineModule({
  slug: "awareness",
  version: 2,
  tiers: ["user", "manager", "board"],
  each: "services",
  confidentialIntro:
    "We cannot see who asks to be told more. If you would like an answer, please write to us as well.",
  section: {
    key: "awareness",
    title: "What else we do",
    questions: [
      {
        type: "awareness",
        key: "awareness",
        service: "{name}",
        wording: "Where do you stand with our service “{name}”?",
      },
    ],
  },
});
