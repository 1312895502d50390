import { defineTemplate, type Section } from "#worker/domain/survey/schema.ts";
import type { Question } from "#worker/domain/questions/index.ts";
import { callMe } from "./call-me.ts";
import { improveOneThing, userSections } from "./users.ts";

export const understandsCulture: Question = {
  type: "rating",
  key: "understands-culture",
  area: "culture",
  wording: "How well do we understand the way things are done in your organisation?",
  labels: ["Very poorly", "Poorly", "Fairly well", "Well", "Very well"],
};

export const valueForMoney: Question = {
  type: "rating",
  key: "value-for-money",
  area: "value",
  wording: "How does what you get from us compare with what you pay for it?",
  labels: [
    "Worth far less than it costs",
    "Worth less than it costs",
    "Worth what it costs",
    "Worth more than it costs",
    "Worth far more than it costs",
  ],
};

const understanding: Section = {
  key: "understanding",
  title: "How well we know you",
  questions: [
    {
      type: "rating",
      key: "understands-business",
      area: "understanding",
      wording: "How well do we understand your business?",
      labels: ["Very poorly", "Poorly", "Fairly well", "Well", "Very well"],
    },
    {
      type: "rating",
      key: "understands-needs",
      area: "understanding",
      wording: "When you bring us a task, how well do we grasp what you need?",
      labels: [
        "We miss the point",
        "Only after long explanations",
        "After some explaining",
        "At the first explanation",
        "Before it is fully explained",
      ],
    },
    understandsCulture,
  ],
};

const contribution: Section = {
  key: "contribution",
  title: "What we contribute",
  questions: [
    {
      type: "rating",
      key: "proactive",
      area: "initiative",
      wording: "How often do we bring you a useful idea before you ask for one?",
      labels: ["Never so far", "Rarely", "Now and then", "Often", "Very often"],
    },
    {
      type: "rating",
      key: "added-value",
      area: "value",
      wording: "How much does our work add to your results?",
      labels: ["Nothing noticeable", "A little", "A fair amount", "A lot", "A decisive part"],
    },
    valueForMoney,
    {
      type: "rating",
      key: "skills",
      area: "capability",
      wording: "How skilled are our people at the work you give them?",
      labels: [
        "Out of their depth",
        "Often stretched",
        "Competent",
        "Highly skilled",
        "Among the best in their field",
      ],
    },
    {
      type: "rating",
      key: "reputation",
      area: "standing",
      wording: "How do people in your organisation speak of us?",
      labels: ["Very badly", "Rather badly", "Neither well nor badly", "Well", "Very well"],
    },
  ],
};

const mostValuable: Question = {
  type: "text",
  key: "most-valuable",
  wording: "What do we do that is worth most to you?",
};

export const managers = defineTemplate({
  slug: "managers",
  version: 2,
  title: "How we work for you",
  budgetSeconds: 300,
  sections: [
    ...userSections,
    understanding,
    contribution,
    { key: "own-words", title: "In your own words", questions: [improveOneThing, mostValuable] },
    callMe,
  ],
});
