import { defineTemplate, type Section } from "#worker/domain/survey/schema.ts";
import { callMe } from "./call-me.ts";
import { improveOneThing, overall } from "./users.ts";

const lookingBack: Section[] = [
  { ...overall, key: "topic-1", sitting: 1 },
  {
    key: "topic-2",
    title: "The year behind us",
    sitting: 1,
    questions: [
      {
        type: "text",
        key: "most-valuable-this-year",
        wording: "What was the most valuable thing we did for you this year?",
      },
    ],
  },
  { key: "topic-3", sitting: 1, questions: [improveOneThing] },
  {
    key: "topic-4",
    title: "Staying in touch",
    sitting: 1,
    questions: [
      {
        type: "text",
        key: "whom-else",
        wording: "Whom else in your organisation should we get to know?",
        hint: "A name and a role are enough. Add an email address if you like.",
      },
    ],
  },
  {
    key: "topic-5",
    sitting: 1,
    questions: [
      {
        type: "choice",
        key: "communication-amount",
        area: "communication",
        wording: "How much do you hear from us?",
        options: [
          { key: "too_little", label: "Less than I would like" },
          { key: "about_right", label: "About the right amount" },
          { key: "too_much", label: "More than I would like" },
        ],
      },
      {
        type: "choice",
        key: "communication-timing",
        area: "communication",
        wording: "How often would you like an update from us?",
        options: [
          { key: "weekly", label: "Every week" },
          { key: "monthly", label: "Every month" },
          { key: "quarterly", label: "Every quarter" },
          { key: "on_events", label: "When something has happened" },
        ],
      },
      {
        type: "choices",
        key: "communication-form",
        area: "communication",
        wording: "How would you like to hear from us?",
        hint: "Choose as many as suit you.",
        options: [
          { key: "email", label: "By email" },
          { key: "phone", label: "By phone" },
          { key: "video", label: "In a video call" },
          { key: "in_person", label: "In person" },
          { key: "report", label: "In a written report" },
        ],
      },
    ],
  },
];

/** Ratings beside the ten topics; they fit the first sitting with time to spare. */
const people: Section = {
  key: "people",
  title: "The people you deal with",
  intro: "Three short extras. Skip what does not apply to you.",
  sitting: 1,
  questions: [
    {
      type: "rating",
      key: "team",
      area: "teamwork",
      wording: "How well does the team that works for you do its job?",
      labels: ["Very poorly", "Poorly", "Fairly well", "Well", "Very well"],
    },
    {
      type: "rating",
      key: "relationship-manager",
      area: "account-manager",
      wording: "How well does your relationship manager look after your interests?",
      hint: "Your relationship manager is never shown this answer. Only the people they report to are.",
      labels: ["Very poorly", "Poorly", "Fairly well", "Well", "Very well"],
    },
    {
      type: "rating",
      key: "knows-whom-to-ask",
      area: "ease",
      wording: "When something comes up, how often do you know whom to turn to at our side?",
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

const lookingAhead: Section[] = [
  {
    key: "topic-6",
    title: "The year ahead",
    sitting: 2,
    questions: [
      {
        type: "text",
        key: "plans",
        wording: "Which of your plans for the coming year should we know about?",
      },
    ],
  },
  {
    key: "topic-7",
    sitting: 2,
    questions: [
      {
        type: "text",
        key: "challenges",
        wording: "Which challenges do you expect in the next 6 to 12 months?",
      },
    ],
  },
  {
    key: "topic-8",
    sitting: 2,
    questions: [
      {
        type: "text",
        key: "judged-by",
        wording: "By which results will you yourself be judged next year?",
      },
    ],
  },
  {
    key: "topic-9",
    title: "How you see it",
    sitting: 2,
    questions: [
      {
        type: "text",
        key: "excites",
        wording: "What about the coming year are you looking forward to?",
      },
      { type: "text", key: "worries", wording: "What about the coming year worries you?" },
    ],
  },
  {
    key: "topic-10",
    title: "Doing business with us",
    sitting: 2,
    questions: [
      {
        type: "rating",
        key: "ease",
        area: "ease",
        wording: "How easy is it to do business with us?",
        labels: ["Very difficult", "Difficult", "Neither easy nor difficult", "Easy", "Very easy"],
      },
      {
        type: "text",
        key: "easier",
        area: "ease",
        wording: "What would make it easier to do business with us?",
      },
    ],
  },
];

/** A section without a sitting, as the last one here, stands at the end of both. */
export const annualReview = defineTemplate({
  slug: "annual-review",
  version: 1,
  title: "Our year with you",
  budgetSeconds: 300,
  sections: [...lookingBack, people, ...lookingAhead, callMe],
});
