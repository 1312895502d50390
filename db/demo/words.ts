import type { Grade } from "#worker/domain/questions/grade.ts";

/** What people write who have no line of their own in a round's story: by the grade they gave. */
export const improveOneThing: Record<Grade, string[]> = {
  A: [
    "Nothing that matters. Keep the people we have.",
    "Come and show us what else you do for others. We only know our corner.",
    "A yearly visit to the site would be enough.",
    "Write shorter reports. The work is good, the reading is long.",
    "Let us see your plans for the year earlier, so that we can plan with you.",
    "I would not change anything just now.",
    "Tell our management how much you do. They do not see it.",
    "More training for our new starters, please. Your last session was very good.",
    "The portal could remember my location.",
  ],
  B: [
    "Tell us earlier when a date will slip. The slip itself is rarely the problem.",
    "A short summary each quarter instead of the long deck.",
    "One contact for small questions would save us both time.",
    "Please test changes with our real data before they go live.",
    "The knowledge base is out of date in places. Two articles still describe the old system.",
    "Bring ideas from your other clients. We assume you see more than we do.",
    "Shorter meetings with the people who do the work.",
    "Clearer invoices.",
    "Answer on Friday afternoons too.",
    "Let the same engineer follow a problem to its end.",
    "Explain changes in plain words, not in ticket numbers.",
    "Closer contact with the people on the floor, not only with head office.",
    "It would help to see the status of my requests without asking.",
    "More notice before updates during month end.",
    "Ask how a release went a week later. Nobody does.",
    "Training material in our language.",
    "Small requests take as long as big ones. They should not.",
    "A list of who is responsible for what on your side, kept current.",
    "Come to the site more often.",
  ],
  C: [
    "Keep the dates you give, or give later ones.",
    "I have to chase. If I did not, nothing would move.",
    "Too many different people. Each one starts from the beginning.",
    "Read the ticket before asking me what is in it.",
    "We are told that things are solved which are not.",
    "Your people know your systems. They do not know our work.",
    "Decide faster. Every question goes to a committee.",
    "Fix causes. We report the same fault every second month.",
    "Somebody who picks up the phone.",
    "Say no when you mean no. A late no costs us more.",
    "The handover between your shifts loses things.",
    "Documentation. When your colleague left, so did the knowledge.",
    "Cheaper or better. At the moment it is neither.",
    "Stop closing tickets because I was in a meeting.",
    "Fewer slides and more results.",
    "The last three updates each broke something that worked before.",
    "Listen to the users before you design the screen.",
    "Tell us what you need from us, in one list, at the start.",
  ],
  D: [
    "Begin again with a team that knows us.",
    "I no longer report problems, because nothing follows.",
    "Somebody senior should come here and listen for an hour.",
    "Promises should be written down and kept.",
    "Weeks for an answer are too long. We work around you now.",
    "Put people on this who have done it before.",
    "Call me before I hear it from my own users.",
  ],
  F: [
    "I have nothing left to suggest. We are looking at other offers.",
    "Give us our data in a form that we can take elsewhere.",
    "Everything that was promised at the start.",
  ],
};

export const mostValuable: string[] = [
  "That somebody answers who knows our history.",
  "Your engineers, when they are on site.",
  "The monthly review with real figures.",
  "Quiet nights. We had none before.",
  "You tell us when we are wrong.",
  "Reliable month ends.",
  "The automation of incoming orders. It saves two people's work a week.",
  "Calm in a crisis.",
  "Knowledge of the rules in our industry.",
  "The desk in the morning hours.",
  "The reports for the auditor, complete at the first request.",
  "That small things get done without an order form.",
  "Availability. In three years I can count the outages on one hand.",
  "Your data people can explain what they do.",
  "Speed in the first hour of a fault.",
  "The training days.",
  "Continuity: the same faces for years.",
  "You take work off us that nobody here wants to do.",
];

/** A comment beside a closed question, for good marks and for poor ones. */
export const remarks: Record<string, { good: string[]; poor: string[] }> = {
  "workable-solutions": {
    good: ["Used from the first day, which is rare here.", "It fits how we really work."],
    poor: [
      "We keep a spreadsheet beside it.",
      "Fine in the demonstration, awkward at the counter.",
    ],
  },
  quality: {
    good: ["I stopped checking it twice.", "Clean work, also under time pressure."],
    poor: [
      "Spelling mistakes in texts that our customers read.",
      "Each delivery needs a second one.",
    ],
  },
  "working-together": {
    good: ["Feels like one team.", "Friendly, and to the point."],
    poor: [
      "Pleasant people who may not decide anything.",
      "Two of your departments do not talk to each other.",
    ],
  },
  responsiveness: {
    good: ["Within the hour, usually.", "Even in August."],
    poor: ["The automatic reply is quick.", "Depends very much on who has the shift."],
  },
  reliability: {
    good: ["If it is agreed, it happens."],
    poor: ["Dates move, and we learn of it from the calendar.", "Two out of three."],
  },
  integrity: {
    good: ["They told us about a mistake that we would never have found."],
    poor: ["The invoice had hours that nobody here remembers."],
  },
  "understands-business": {
    good: ["They know our peak weeks by heart."],
    poor: ["New people every time, and we explain the trade again."],
  },
  proactive: {
    good: ["The idea with the delivery notes came from them."],
    poor: ["I cannot remember one.", "Only when the contract is up for renewal."],
  },
  "value-for-money": {
    good: ["Not cheap, and worth it."],
    poor: ["The extras add up.", "I could not defend the price in front of our board."],
  },
  skills: {
    good: ["The best network people I have worked with."],
    poor: ["Keen, and very junior."],
  },
};

export const accountManagerAdvice: string[] = [
  "Come by more often.",
  "Speak up in the steering meeting. We can take it.",
  "Nothing, I am glad to have them.",
  "Follow up in writing.",
  "Give the small departments the same attention as head office.",
  "Answer mails within two days, even if only to say when the answer will come.",
  "Introduce us to the people behind the desk.",
  "Say what is possible before saying yes.",
];
