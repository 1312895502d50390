import type { DemoRound } from "./round.ts";

/** Nobody has asked this client anything for sixteen months. */
const castellani: DemoRound[] = [
  {
    account: "castellani",
    kind: "satisfaction",
    closedDaysAgo: 1218,
    self: ["B", "Eleven shops connected in one summer."],
    board: "B",
    manager: "BB",
    user: "BB-AB",
  },
  {
    account: "castellani",
    kind: "satisfaction",
    closedDaysAgo: 853,
    self: ["B", "The desk works; the new cash registers are not ours."],
    board: "B",
    manager: "BC",
    user: "BCB-B",
  },
  {
    account: "castellani",
    kind: "satisfaction",
    closedDaysAgo: 487,
    self: ["B", "Little contact this year, which we take for a good sign."],
    board: "C",
    manager: "BC",
    user: "BCC-B",
    said: {
      "board/0": {
        "improve-one-thing": "Fatevi vedere. We have not had a visit since the shops were opened.",
      },
    },
  },
];

const hilatura: DemoRound[] = [
  {
    account: "hilatura",
    kind: "satisfaction",
    closedDaysAgo: 58,
    self: [
      "A",
      "A first project delivered early, and they thanked us in front of the whole works council.",
    ],
    board: "B",
    manager: "A",
    user: "BAB",
    said: {
      "board/0": {
        "improve-one-thing":
          "Spanish-speaking support in the afternoon. After five o'clock everybody at your side speaks English to our loom operators.",
      },
      "manager/0": {
        "most-valuable": "They looked at the looms first and at the computers second.",
      },
    },
  },
];

const alnoor: DemoRound[] = [
  {
    account: "alnoor",
    kind: "satisfaction",
    closedDaysAgo: 880,
    self: ["B", "Two warehouses moved without a lost delivery."],
    board: "B",
    manager: "BB",
    user: "BCB-B-",
  },
  {
    account: "alnoor",
    kind: "satisfaction",
    closedDaysAgo: 512,
    self: ["B", "The weekend rota is still thin."],
    board: "B",
    manager: "BC",
    user: "BBC-BB",
    tilt: { responsiveness: -0.5 },
  },
  {
    account: "alnoor",
    kind: "satisfaction",
    closedDaysAgo: 150,
    self: ["B", "Sunday cover is in place, and the last quarter had no late tickets."],
    board: "A",
    manager: "BB",
    user: "BBABB-",
    said: {
      "board/0": {
        "business-relationship.comment": "نثق بكم لأنكم تقولون الحقيقة حتى عندما لا تكون في صالحكم.",
        "improve-one-thing":
          "Plan with our calendar. Two upgrades were set on public holidays this year.",
      },
      "manager/0": {
        "most-valuable": "فريق الدعم يعرف مستودعاتنا بالاسم ويرد في أيام العطل.",
      },
    },
  },
];

const hoshino: DemoRound[] = [
  {
    account: "hoshino",
    kind: "satisfaction",
    closedDaysAgo: 500,
    self: ["C", "The time difference slowed everything down."],
    board: "-",
    manager: "B",
    user: "BC-",
  },
  {
    account: "hoshino",
    kind: "satisfaction",
    closedDaysAgo: 133,
    self: ["B", "A morning team for Japan has been in place since spring."],
    board: "B",
    manager: "B",
    user: "BAB",
    said: {
      "manager/0": {
        "responsiveness.comment":
          "Answers now arrive before our lunch. Thank you for changing the shift.",
        "improve-one-thing":
          "Please write minutes after each call. It is easier for us to read than to listen.",
      },
    },
  },
];

export const roundsOfLucaAndPriya: DemoRound[] = [
  ...castellani,
  ...hilatura,
  ...alnoor,
  ...hoshino,
];
