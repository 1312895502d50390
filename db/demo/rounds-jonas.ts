import type { DemoRound } from "./round.ts";

/** A blind spot that grew for three years while our own grade stood still. */
const nordhafen: DemoRound[] = [
  {
    account: "nordhafen",
    kind: "satisfaction",
    closedDaysAgo: 1136,
    self: ["B", "The move to the new data centre went through in one weekend, as promised."],
    board: "B-",
    manager: "BBC",
    user: "BBCB-B",
  },
  {
    account: "nordhafen",
    kind: "satisfaction",
    closedDaysAgo: 771,
    self: ["B", "A quiet year; all service levels were met on paper."],
    board: "BC",
    manager: "CBC",
    user: "BCBCB-C",
    tilt: { responsiveness: -0.5 },
  },
  {
    account: "nordhafen",
    kind: "satisfaction",
    closedDaysAgo: 404,
    self: ["A", "They renewed for two years without asking for a second offer."],
    board: "C-",
    manager: "CCB",
    user: "CCBCD-CB",
    tilt: { responsiveness: -0.9, reliability: -0.4, skills: 0.7 },
  },
  {
    account: "nordhafen",
    kind: "satisfaction",
    closedDaysAgo: 41,
    self: [
      "A",
      "Every monthly figure is green, and the steering committee has had no complaints since spring.",
    ],
    board: "CD",
    manager: "CCD",
    user: "CDCBC-DC-",
    tilt: {
      responsiveness: -1,
      reliability: -0.5,
      proactive: -0.8,
      skills: 1.5,
      quality: 0.5,
      "workable-solutions": 0.6,
      "account-manager-follow-up": -1,
    },
    judged: {
      nights: { manager: "=-=", user: "-==+=.=?" },
      handhelds: { user: "++=++.+=" },
    },
    said: {
      "board/0": {
        "overall-grade.comment":
          "I read your monthly report and then I walk through the terminal. They describe two different companies.",
        "improve-one-thing":
          "Measure what our people feel, not what your contract counts. A ticket answered in four minutes and solved in nine days is green for you and red for us.",
      },
      "board/1": {
        "value-for-money.comment":
          "We pay for a partner and get a supplier who reads us the contract.",
        "improve-one-thing":
          "Before the renewal I want to see a plan with names and dates. Otherwise I will ask for other offers this time.",
      },
      "manager/0": {
        "responsiveness.comment":
          "First answer quick, solution slow. The night shift has given up calling.",
        "improve-one-thing":
          "Give us one person at night who may decide something. At two in the morning nobody on your side can restart a crane terminal without asking someone who is asleep.",
        "most-valuable": "Your network people. When we reach them, things are solved.",
        "account-manager-advice":
          "Jonas should come to the terminal during a late shift, not only to the committee room.",
      },
      "manager/1": {
        "improve-one-thing":
          "Changes at the weekend without warning cost us a vessel slot in August. Ask before you patch.",
        "most-valuable": "The migration two years ago was excellent. I would like that team back.",
      },
      "manager/2": {
        "overall-grade.comment": "Twice I had to remind you of your own offer.",
        "account-manager-advice": "Answer purchasing as fast as you answer the IT department.",
      },
      "user/1": {
        "reliability.comment":
          "The customs client has been losing its connection since June. It is always said to be fixed.",
        "improve-one-thing":
          "Please call back when a ticket is closed. Mine are closed because I did not reply within a day, and I work shifts.",
      },
      "user/3": {
        "improve-one-thing":
          "Wartungsfenster bitte früher ankündigen, am besten eine Woche vorher.",
      },
      "user/6": {
        "improve-one-thing":
          "I explained the same printing problem to five different people. Keep one name on a ticket until it is solved.",
      },
    },
  },
];

const rww: DemoRound[] = [
  {
    account: "rww-wasser",
    kind: "satisfaction",
    closedDaysAgo: 1121,
    self: ["B", "A solid start with the new workplaces."],
    board: "C",
    manager: "CBC",
    user: "CCBCB-CC-B",
  },
  {
    account: "rww-wasser",
    kind: "satisfaction",
    closedDaysAgo: 756,
    self: ["B", "The rollout took three months longer than planned, and we said so early."],
    board: "C",
    manager: "CCC",
    user: "CBCCD-CC-BC",
    tilt: { reliability: -0.6 },
  },
  {
    account: "rww-wasser",
    kind: "satisfaction",
    closedDaysAgo: 389,
    self: ["B", "The workplaces run; the audit found nothing that was ours."],
    board: "B",
    manager: "BCB",
    user: "BCBBC-BB-CBB",
  },
  {
    account: "rww-wasser",
    kind: "satisfaction",
    closedDaysAgo: 24,
    self: [
      "B",
      "The control room was never without us, and the new contacts in purchasing trust us.",
    ],
    board: "B",
    manager: "BBC",
    user: "BBCBABB-BBCb",
    tilt: { understanding: 0.4, "understands-business": 0.6, proactive: -0.6 },
    said: {
      "board/0": {
        "business-relationship.comment":
          "Zuverlässig und sachlich. Ich wünsche mir, dass Sie öfter ungefragt eine Idee mitbringen.",
      },
      "manager/1": {
        "value-for-money.comment":
          "Die Preise sind in Ordnung. Die Rechnungen müssten die Kostenstellen nennen, sonst prüfen wir jede von Hand.",
        "improve-one-thing":
          "Invoices with our cost centres on them. We have asked for it since last year.",
      },
      "manager/2": {
        "most-valuable":
          "During the high water in January your people stayed on the line for eleven hours. The network control centre has not forgotten it.",
      },
      "user/0": {
        "improve-one-thing":
          "Der Bereitschaftsdienst sollte die Pumpwerke mit Namen kennen, nicht nur mit Nummern.",
      },
      "user/4": { "overall-grade.comment": "Best service desk we have had in the control room." },
    },
  },
];

/** The last closed rounds of the two accounts that have a round open now. */
const withOpenRounds: DemoRound[] = [
  {
    account: "cascade",
    kind: "satisfaction",
    closedDaysAgo: 745,
    self: [
      "C",
      "The lending workflow went live with faults that we had not found in our own tests.",
    ],
    board: "C-",
    manager: "CDC",
    user: "CCDC-CB",
    tilt: { "workable-solutions": -0.6 },
  },
  {
    account: "cascade",
    kind: "satisfaction",
    closedDaysAgo: 379,
    self: ["B", "The faults are gone and the branch managers asked for two more workflows."],
    board: "BC",
    manager: "BCB",
    user: "BBCBC-BB",
    tilt: { "working-together": 0.4 },
  },
  {
    account: "fjordbank",
    kind: "satisfaction",
    closedDaysAgo: 946,
    self: ["B", "The monitoring centre found the phishing wave before the bank did."],
    board: "B",
    manager: "BBC",
    user: "BB-B",
  },
  {
    account: "fjordbank",
    kind: "satisfaction",
    closedDaysAgo: 580,
    self: ["A", "Two audits passed with our evidence alone."],
    board: "B",
    manager: "BAB",
    user: "ABB-",
  },
  {
    account: "fjordbank",
    kind: "annual_review",
    closedDaysAgo: 371,
    self: ["B", "A good year that ended with a missed report to the supervisor."],
    board: "B",
    manager: "BAC",
    user: "....",
    explanation: "The annual conversation is held with those who steer the contract.",
  },
  {
    account: "fjordbank",
    kind: "satisfaction",
    closedDaysAgo: 215,
    self: ["A", "No open finding, and they ask us before they ask the others."],
    board: "A",
    manager: "BAB",
    user: "ABAB",
    modules: ["recommend"],
  },
];

export const roundsOfJonas: DemoRound[] = [...nordhafen, ...rww, ...withOpenRounds];
