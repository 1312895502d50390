import type { Section } from "#worker/domain/survey/schema.ts";

/** The end of every set, after the modules. Confidential rounds leave it out: nobody could call back. */
export const callMe: Section = {
  key: "call-me",
  questions: [
    {
      type: "choices",
      key: "call-me",
      wording: "Would you like us to call you?",
      options: [
        { key: "account_manager", label: "Yes, my account manager" },
        { key: "someone_else", label: "Yes, someone other than my account manager" },
      ],
    },
  ],
};
