import { defineModule } from "#worker/domain/survey/schema.ts";

export const accountManager = defineModule({
  slug: "account-manager",
  version: 1,
  tiers: ["user", "manager"],
  section: {
    key: "account-manager",
    title: "Your account manager",
    intro: "Your account manager is never shown these answers. Only the people they report to are.",
    questions: [
      {
        type: "rating",
        key: "account-manager-interest",
        area: "account-manager",
        wording: "How well does your account manager stand up for your interests with us?",
        labels: ["Very poorly", "Poorly", "Fairly well", "Well", "Very well"],
      },
      {
        type: "rating",
        key: "account-manager-follow-up",
        area: "account-manager",
        wording: "How often does your account manager follow up without a reminder?",
        labels: [
          "Hardly ever",
          "Less often than not",
          "More often than not",
          "Nearly always",
          "Every time",
        ],
      },
      {
        type: "text",
        key: "account-manager-advice",
        area: "account-manager",
        wording: "What should your account manager do differently for you?",
      },
    ],
  },
});
