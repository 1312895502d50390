import { defineTemplate } from "#worker/domain/survey/schema.ts";
import { callMe } from "./call-me.ts";
import { understandsCulture, valueForMoney } from "./managers.ts";
import { improveOneThing, overall } from "./users.ts";

export const board = defineTemplate({
  slug: "board",
  version: 2,
  title: "How we work for your organisation",
  budgetSeconds: 120,
  sections: [
    overall,
    {
      key: "standing",
      title: "Where we stand with you",
      questions: [
        {
          type: "rating",
          key: "image",
          area: "standing",
          wording: "How are we regarded at the top of your organisation?",
          labels: [
            "As a risk",
            "As easily replaceable",
            "As a sound supplier",
            "As a valued supplier",
            "As a supplier to build on",
          ],
        },
        understandsCulture,
        {
          type: "rating",
          key: "business-relationship",
          area: "relationship",
          wording: "How strong is the business relationship between your organisation and ours?",
          labels: ["Close to breaking", "Strained", "Sound", "Strong", "Very strong"],
        },
      ],
    },
    {
      key: "worth",
      title: "What it is worth",
      questions: [
        {
          type: "rating",
          key: "benefits",
          area: "value",
          wording: "What difference has our work made to your organisation as a whole?",
          labels: [
            "It has done harm",
            "It has made no difference",
            "It has helped a little",
            "It has helped clearly",
            "It has helped decisively",
          ],
        },
        valueForMoney,
      ],
    },
    { key: "own-words", title: "In your own words", questions: [improveOneThing] },
    callMe,
  ],
});
