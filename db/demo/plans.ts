import type { DemoPlan } from "./plan.ts";

/** Two promises of the year before: the client found one kept, and the other kept to the letter only. */
const nordhafenThen: DemoPlan = {
  account: "nordhafen",
  closedDaysAgo: 404,
  written: 396,
  sent: 395,
  counterpart: "board/1",
  answer: {
    daysAgo: 392,
    agreed: ["nights", "handhelds"],
    expectations: "That the people at the quay notice, without being told.",
  },
  promises: [
    {
      slug: "nights",
      suggested: "responsiveness",
      title: "Answer the night shift within an hour",
      heard: "At night and at weekends, answers from us take too long.",
      promise: "Between ten and six, every ticket gets a first answer within an hour.",
      owner: "jonas.feldmann",
      due: 250,
      measure: ["responsiveness", 3.5],
      started: 380,
      done: [
        262,
        "Since the spring the first answer at night has taken 14 minutes on average, and never more than an hour.",
      ],
    },
    {
      slug: "handhelds",
      suggested: "deliverables",
      title: "Try every update on your own handhelds first",
      heard: "Updates to the handhelds came with faults that your planners found first.",
      promise: "Before an update goes out, two of your shift planners work with it for a day.",
      owner: "jonas.feldmann",
      due: 200,
      measure: ["deliverables", 3.5],
      started: 371,
      done: [
        214,
        "Fourteen updates ran for a day on two of your own devices first. Two were held back, and none had to be undone.",
      ],
    },
  ],
};

/** The plan with names and dates that the client asked for before the renewal. */
const nordhafenNow: DemoPlan = {
  account: "nordhafen",
  closedDaysAgo: 41,
  written: 37,
  sent: 34,
  counterpart: "board/1",
  answer: {
    daysAgo: 32,
    agreed: ["written", "worth", "decider", "weekends", "network"],
    changes: {
      "one-name":
        "Please begin with the printers and the customs client. Those two have been passed around the longest.",
    },
    expectations: "Names and dates, and that I hear of a delay before I have to ask.",
    successCriteria:
      "If the terminal managers tell me in spring that the nights are quiet, we renew without asking for other offers.",
  },
  promises: [
    {
      slug: "written",
      suggested: "relationship",
      title: "Write down every promise, with a name and a date",
      heard: "You cannot rely on what we say until you have reminded us of it.",
      promise:
        "Each promise goes on a list that you can see the same day. We go through it together every month.",
      owner: "jonas.feldmann",
      due: -18,
      measure: ["relationship", 3.5],
    },
    {
      slug: "decider",
      suggested: "improve-one-thing/manager",
      title: "Put somebody on the night shift who may decide",
      heard: "At night nobody on our side may restart a terminal without waking somebody else.",
      promise: "From January, each night shift has a lead who may restart, roll back and spend.",
      area: "responsiveness",
      owner: "birgit.sandvik",
      due: -46,
      measureText: "A crane terminal runs again within 30 minutes, at any hour",
      started: 24,
    },
    {
      slug: "worth",
      suggested: "value",
      title: "Report what your people feel, not what the contract counts",
      heard: "Our monthly report and your terminal describe two different companies.",
      promise:
        "The monthly report opens with how long it took until a problem was really solved, as your people say it.",
      owner: "jonas.feldmann",
      due: 16,
      measure: ["value", 3.5],
      started: 29,
    },
    {
      slug: "weekends",
      title: "Announce weekend changes a week ahead, and ask",
      heard: "A change at the weekend that nobody had announced cost you a vessel slot.",
      promise: "No change at a weekend unless your terminal desk has agreed to it a week before.",
      area: "communication",
      owner: "jonas.feldmann",
      due: 4,
      measureText: "0 changes that the terminal desk did not know of",
      started: 30,
      done: [
        5,
        "Your terminal desk agreed to each of the last nine weekend changes a week ahead, and moved two of them.",
      ],
    },
    {
      slug: "one-name",
      suggested: "improve-one-thing/user",
      title: "Keep one name on a ticket until it is solved",
      heard: "Your people explain the same problem to several of ours.",
      promise: "Whoever takes a ticket keeps it, and calls back before it is closed.",
      area: "teamwork",
      owner: "jonas.feldmann",
      due: -25,
      measure: ["teamwork", 4],
    },
    {
      slug: "network",
      title: "Keep the network team that knows your terminal",
      heard: "When you reach our network people, things are solved.",
      promise: "The three of them stay with you for the coming year.",
      area: "capability",
      owner: "birgit.sandvik",
      due: -300,
      keepDoing: true,
    },
  ],
};

/** Done before the round that is open now: its users and managers are asked whether it is better. */
const cascade: DemoPlan = {
  account: "cascade",
  closedDaysAgo: 379,
  written: 370,
  sent: 368,
  counterpart: "manager/1",
  answer: { daysAgo: 366, agreed: ["counter"] },
  promises: [
    {
      slug: "counter",
      suggested: "deliverables",
      title: "Try new workflows in a branch first",
      heard: "New workflows suit a demonstration better than a counter.",
      promise: "Two people of a branch work with each new workflow for a week before it goes live.",
      owner: "jonas.feldmann",
      due: 60,
      measure: ["deliverables", 4],
      started: 340,
      done: [
        75,
        "Both new workflows ran in the Alder Street branch for a week first. Eleven things were changed there.",
      ],
    },
  ],
};

export const demoPlans: DemoPlan[] = [nordhafenThen, nordhafenNow, cascade];
