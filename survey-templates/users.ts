import { defineTemplate, type Section } from "#worker/domain/survey/schema.ts";
import type { Question } from "#worker/domain/questions/index.ts";
import { callMe } from "./call-me.ts";

/** The first question of every set, in the same words for everyone and for our own grade. */
export const overall: Section = {
  key: "overall",
  questions: [
    {
      type: "grade",
      key: "overall-grade",
      required: true,
      wording: "All in all, which grade do you give us?",
      hint: "Count everything you know of us, and grade us as we are today.",
    },
  ],
};

const work: Section = {
  key: "work",
  title: "Our work",
  questions: [
    {
      type: "rating",
      key: "workable-solutions",
      area: "deliverables",
      wording: "How well do our solutions work in practice?",
      labels: [
        "They do not work",
        "Only after heavy rework",
        "After some rework",
        "Well, with small adjustments",
        "Well, just as delivered",
      ],
    },
    {
      type: "rating",
      key: "quality",
      area: "deliverables",
      wording: "How good is the quality of what we hand over?",
      labels: [
        "Poor, with frequent mistakes",
        "Below what is needed",
        "Acceptable",
        "Good",
        "Excellent throughout",
      ],
    },
  ],
};

const dealings: Section = {
  key: "dealings",
  title: "Dealing with us",
  questions: [
    {
      type: "rating",
      key: "working-together",
      area: "teamwork",
      wording: "How smoothly does working with our people go?",
      labels: [
        "Against constant friction",
        "With frequent friction",
        "With friction now and then",
        "Smoothly, with few exceptions",
        "As smoothly as in one team",
      ],
    },
    {
      type: "rating",
      key: "responsiveness",
      area: "responsiveness",
      wording: "When you need something from us, how quickly do you get a useful reply?",
      labels: ["Far too slowly", "Too slowly", "Just quickly enough", "Quickly", "Very quickly"],
    },
    {
      type: "rating",
      key: "integrity",
      area: "relationship",
      wording: "When we have bad news for you, how does it reach you?",
      labels: [
        "It is hidden",
        "It is played down",
        "It comes out when asked for",
        "It comes in good time",
        "It comes at once, with all the facts",
      ],
    },
    {
      type: "rating",
      key: "reliability",
      area: "relationship",
      wording: "How often do we keep what we have promised you?",
      labels: [
        "Hardly ever",
        "Less often than not",
        "More often than not",
        "Nearly always",
        "Every time",
      ],
    },
  ],
};

/** What managers are asked as well. */
export const userSections: Section[] = [overall, work, dealings];

export const improveOneThing: Question = {
  type: "text",
  key: "improve-one-thing",
  wording: "What one change in how we work would help you most?",
};

export const users = defineTemplate({
  slug: "users",
  version: 2,
  title: "How we work for you",
  budgetSeconds: 180,
  sections: [
    ...userSections,
    { key: "own-words", title: "In your own words", questions: [improveOneThing] },
    callMe,
  ],
});
