import type { DemoRound } from "./round.ts";

/** An undervalued relationship: they are delighted, we are shy. */
const brightwater: DemoRound[] = [
  {
    account: "brightwater",
    kind: "satisfaction",
    closedDaysAgo: 785,
    self: ["C", "Field scheduling started rough, and the backlog of small requests never shrank."],
    board: "B",
    manager: "BBA",
    user: "BBABB-B-",
  },
  {
    account: "brightwater",
    kind: "satisfaction",
    closedDaysAgo: 418,
    self: ["C", "We are always a step behind with their requests."],
    board: "A",
    manager: "ABA",
    user: "ABABB-AB",
    tilt: { responsiveness: -0.3 },
  },
  {
    account: "brightwater",
    kind: "annual_review",
    closedDaysAgo: 236,
    self: ["C", "Nothing went wrong, and nothing shone."],
    board: "A",
    manager: "AAB",
    user: "........",
  },
  {
    account: "brightwater",
    kind: "satisfaction",
    closedDaysAgo: 52,
    self: [
      "C",
      "The backlog still stands at forty requests, and we have not shown them anything new.",
    ],
    board: "A",
    manager: "AAB",
    user: "AABA-BAA",
    tilt: { proactive: -0.6 },
    said: {
      "board/0": {
        "overall-grade.comment":
          "In the February storms your dispatch team moved four hundred appointments in one night. Our regulator noticed.",
        "improve-one-thing": "Ask us for more. You have never once proposed anything bigger.",
      },
      "manager/0": {
        "most-valuable":
          "My engineers stopped complaining about the schedule. In this trade that is the highest praise there is.",
      },
      "manager/1": {
        "account-manager-advice":
          "Eoin apologises for things that we had not even noticed. He could stop.",
      },
      "user/0": {
        "overall-grade.comment": "Polite, quick, and they know our map.",
        "improve-one-thing":
          "Honestly nothing big. The map could load faster on the older tablets.",
      },
    },
  },
];

const hartley: DemoRound[] = [
  {
    account: "hartley",
    kind: "satisfaction",
    closedDaysAgo: 1191,
    self: [
      "C",
      "The handover from the last supplier left gaps that took us until spring to close.",
    ],
    board: "C-",
    manager: "CCB-C",
    user: "CC-BCDC-CB-CCD--CBCC-CB--CCC-B-CC-",
  },
  {
    account: "hartley",
    kind: "satisfaction",
    closedDaysAgo: 826,
    self: ["B", "Gaps closed, waiting times at the desk halved."],
    board: "B-",
    manager: "BCBCB",
    user: "BC-BCBC-BB-CBC--BBCC-BB--CBC-B-BC-",
  },
  {
    account: "hartley",
    kind: "satisfaction",
    closedDaysAgo: 462,
    self: ["B", "Steady. The benefits system was our best project of the year."],
    board: "BB",
    manager: "BBB-C",
    user: "BB-BCBB-BB-CBB-ABBCB-BB--BBC-B-BB-",
  },
  {
    account: "hartley",
    kind: "annual_review",
    closedDaysAgo: 279,
    self: ["B", "Good work, slow paper."],
    board: "B-",
    manager: "BB-CB",
    user: "..................................",
  },
  {
    // Those who use us are content, those who pay are not: the mean alone would say that all is well.
    account: "hartley",
    kind: "satisfaction",
    closedDaysAgo: 95,
    self: ["B", "What was promised was delivered; the portal for residents came two weeks late."],
    board: "DC",
    manager: "BBCBA",
    user: "AB-BBAB-AB-CBA-ABABB-BAx-BBABB-ABb",
    modules: ["account-manager", "awareness", "future"],
    tilt: { responsiveness: 0.4, proactive: -0.5, reputation: 0.3 },
    said: {
      "board/0": {
        "benefits.comment":
          "Residents see fewer queues. The savings that councillors ask me about I cannot find in our books.",
      },
      "board/1": {
        "value-for-money.comment":
          "Two price rises in one year. I have to see next year's before we set next year's budget.",
        "future-needs":
          "Somebody of yours who talks to us about money before the budget, not after it.",
      },
      "manager/0": {
        "future-needs":
          "Help with the move of the libraries, from March. We have not found anybody yet.",
      },
      "manager/2": {
        "understands-needs.comment":
          "Social care records are not case files. We still explain that at the start of every project.",
        "improve-one-thing":
          "Have one analyst spend a week with a care team. A week would be enough.",
      },
      "manager/4": {
        "most-valuable": "Starters and leavers are done in a day. It used to take eleven.",
      },
      "user/4": {
        "improve-one-thing":
          "The password reset still asks for a mobile number that half of the depot does not have.",
      },
      "user/18": { "improve-one-thing": "Stop moving the buttons." },
    },
  },
];

export const roundsOfEoin: DemoRound[] = [...brightwater, ...hartley];
