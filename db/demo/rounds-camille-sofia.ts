import type { DemoRound } from "./round.ts";

/** A steady climb out of a bad year. */
const kellerWirth: DemoRound[] = [
  {
    account: "keller-wirth",
    kind: "satisfaction",
    closedDaysAgo: 1163,
    self: ["B", "The planning system is live, and the open points are small ones."],
    board: "D",
    manager: "DDC",
    user: "DCD-FDC",
    tilt: { reliability: -0.6, integrity: 0.6 },
    said: {
      "board/0": {
        "overall-grade.comment":
          "Three weeks of wrong delivery dates to our best customers. I do not call these small points.",
        "improve-one-thing": "Tell me bad news before my customers do.",
      },
      "user/4": {
        "overall-grade.comment":
          "Am Montag nach der Umstellung stand die Halle still, und am Telefon war niemand, der unser System kannte.",
        "improve-one-thing": "Test with our real orders, not with ten invented ones.",
      },
    },
  },
  {
    account: "keller-wirth",
    kind: "satisfaction",
    closedDaysAgo: 797,
    self: ["D", "We lost their trust at the launch, and repairing it took the whole year."],
    board: "D",
    manager: "CCD",
    user: "CCDCB-C",
    tilt: { responsiveness: 0.8, integrity: 0.6 },
    said: {
      "manager/0": {
        "most-valuable":
          "Camille sat in our planning office every Tuesday until the dates were right again. That is why we are still here.",
      },
    },
  },
  {
    account: "keller-wirth",
    kind: "satisfaction",
    closedDaysAgo: 430,
    self: ["C", "Stable for eleven months; the second plant is still to prove it."],
    board: "B",
    manager: "BCB",
    user: "BCBBB-C",
    tilt: { responsiveness: 0.5 },
  },
  {
    account: "keller-wirth",
    kind: "annual_review",
    closedDaysAgo: 251,
    self: ["B", "Both plants run on it and plan in half the time."],
    board: "B",
    manager: "BAB",
    user: ".......",
  },
  {
    account: "keller-wirth",
    kind: "satisfaction",
    closedDaysAgo: 66,
    self: ["B", "A good year, though the last two releases came late."],
    board: "A",
    manager: "ABA",
    user: "ABBABB-",
    tilt: { reliability: -0.3, "workable-solutions": 0.4 },
    said: {
      "board/0": {
        "business-relationship.comment":
          "Four years ago I wanted to end this. Today I recommend you to my neighbours in the valley.",
        "improve-one-thing":
          "Keep the same people. You have changed the project lead often enough.",
      },
      "manager/0": {
        "most-valuable":
          "Planning takes four hours instead of two days, and the dates hold. My people go home on time on Fridays.",
        "reliability.comment": "Releases were late twice. Announced early, but late.",
      },
      "manager/2": {
        "value-for-money.comment":
          "For the first time I can show the saving in the accounts, line by line.",
      },
      "user/0": { "improve-one-thing": "Die Suche nach Zeichnungsnummern ist noch zu langsam." },
    },
  },
];

/** Users and managers answer every year; the board has not said a word since the third last round. */
const moreau: DemoRound[] = [
  {
    account: "moreau",
    kind: "satisfaction",
    closedDaysAgo: 1178,
    self: ["B", "The validated platform passed its first inspection."],
    board: "B-",
    manager: "BBC",
    user: "BBCBB--B",
  },
  {
    account: "moreau",
    kind: "satisfaction",
    closedDaysAgo: 812,
    self: ["B", "More sites, the same quality."],
    board: "-B",
    manager: "BBC",
    user: "BCBB-BCB",
  },
  {
    account: "moreau",
    kind: "satisfaction",
    closedDaysAgo: 445,
    self: ["B", "The laboratories are content; we rarely see the management."],
    board: "--",
    manager: "BCB",
    user: "BCBB-B-C",
  },
  {
    account: "moreau",
    kind: "satisfaction",
    closedDaysAgo: 80,
    self: ["A", "Three sites added to the contract without a tender."],
    board: "--",
    manager: "BBC",
    user: "BBCBBC-B",
    tilt: { quality: 0.5, "understands-culture": -0.5 },
    said: {
      "manager/0": {
        "improve-one-thing":
          "Parlez à notre direction générale. Elle ne connaît de vous que les factures, et elle décide du prochain contrat.",
        "most-valuable": "Your validation files. The inspector asked who had written them.",
      },
      "manager/2": {
        "value-for-money.comment":
          "The third site cost more per user than the first. Nobody has explained why.",
      },
      "user/0": {
        "overall-grade.comment": "Sérieux et disponibles, même la veille d’un dépôt de dossier.",
      },
      "user/2": { "improve-one-thing": "Un seul numéro de téléphone pour les trois sites." },
    },
  },
];

/** A slide that our own grade follows a year late. */
const vandermeer: DemoRound[] = [
  {
    account: "vandermeer",
    kind: "satisfaction",
    closedDaysAgo: 760,
    self: ["A", "Forecasts are better than theirs ever were, and they say so at every meeting."],
    board: "A",
    manager: "AB",
    user: "ABA-BA",
  },
  {
    account: "vandermeer",
    kind: "satisfaction",
    closedDaysAgo: 396,
    self: ["A", "The model holds; some noise since two of our people moved on."],
    board: "B",
    manager: "BC",
    user: "BCB-BC",
    tilt: { skills: -0.6 },
  },
  {
    account: "vandermeer",
    kind: "satisfaction",
    closedDaysAgo: 30,
    self: [
      "B",
      "The new team is settling in. The forecasts have been a little worse since summer.",
    ],
    board: "D",
    manager: "CC",
    user: "CDC-CB",
    tilt: { skills: -0.9, reliability: -0.5, integrity: 0.8 },
    said: {
      "board/0": {
        "overall-grade.comment":
          "We threw away more fresh product this summer than in the three years before, on your forecast.",
        "call-me": "account_manager",
      },
      "manager/0": {
        "skills.comment":
          "The two people who understood our seasons have left. Those who came are kind and lost.",
        "improve-one-thing":
          "Send somebody who has worked with fresh food before. Bread is not yoghurt.",
      },
      "user/1": {
        "improve-one-thing":
          "When the forecast is off by a third, I want to hear it from you on Monday, not find it on Thursday in the cold store.",
      },
    },
  },
];

const ostersund: DemoRound[] = [
  {
    account: "ostersund",
    kind: "satisfaction",
    closedDaysAgo: 849,
    self: ["B", "The monitoring covers all substations as of this autumn."],
    board: "B-",
    manager: "BCBB-",
    user: "BBCB-BCBB-BC",
  },
  {
    account: "ostersund",
    kind: "satisfaction",
    closedDaysAgo: 484,
    self: ["B", "A difficult negotiation over prices; the service itself is fine."],
    board: "C-",
    manager: "CB-C-",
    user: "C-CB--C-B--C",
    tilt: { integrity: -0.7 },
  },
  {
    account: "ostersund",
    kind: "satisfaction",
    closedDaysAgo: 118,
    confidential: true,
    self: ["B", "The dispute over prices is settled, and daily work was never touched by it."],
    board: "C-",
    manager: "CDCBC",
    user: "CBCDCCB-CBDC",
    tilt: { integrity: -0.9, responsiveness: 0.5, "value-for-money": -0.6 },
  },
];

export const roundsOfCamilleAndSofia: DemoRound[] = [
  ...kellerWirth,
  ...moreau,
  ...vandermeer,
  ...ostersund,
];
