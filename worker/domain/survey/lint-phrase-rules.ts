/** Words that tilt, wear out or hide a question. `suggestion` says what to write instead. */
export type Phrase = { pattern: RegExp; why: string; suggestion: string };

/** Looked for in the wording and the hint: the question already knows the answer it wants. */
export const leading: Phrase[] = [
  {
    pattern: /\b(do|would|did|is|are|was|were|has|have|should|could)n[’']t (you|it|we|they)\b/i,
    why: "a negative question asks for a yes",
    suggestion: "Ask it straight: “How often …?”, “How well …?”",
  },
  {
    pattern: /\b(surely|obviously|of course|needless to say|as you know|no doubt|undoubtedly)\b/i,
    why: "it tells the reader what to think",
    suggestion: "Leave the word out.",
  },
  {
    pattern:
      /\bhow (great|excellent|amazing|fantastic|wonderful|satisfied|happy|pleased|delighted|impressed|likely are you to stay)\b/i,
    why: "it names only the good end of the scale",
    suggestion: "Name the thing, not the verdict: “How well …?”, “How quickly …?”",
  },
  {
    pattern: /\bhow much (do|did|does|have) (you|they) (enjoy|like|love|appreciate|value)/i,
    why: "it takes for granted that the reader liked it",
    suggestion: "“How useful is it to you?”",
  },
  {
    pattern:
      /\bour (excellent|outstanding|award-winning|world-class|leading|great|renowned|dedicated|friendly|expert|high-quality|industry-leading)\b/i,
    why: "it praises us before asking",
    suggestion: "Leave the adjective out.",
  },
];

export const cliches: Phrase[] = (
  [
    [/\bkeeps? you (up|awake)\b/i, "“What worries you most about the next six months?”"],
    [
      /\b(what|how) (does|would|will) success looks? like\b/i,
      "“How will your own work be judged next year?”",
    ],
    [
      /\b(forg[eo]t(ten)?|failed|neglected|didn[’']t|did not) (to )?ask\b/i,
      "“Which of your plans should we know about?”",
    ],
    [
      /\b(should (we|i) have asked|(we|i) should have asked)\b/i,
      "“Which of your plans should we know about?”",
    ],
    [/\bmagic wand\b/i, "“What is the one thing you would change?”"],
    [/\b(outside|out of) the box\b/i, "Say what is new about it."],
    [/\bextra mile\b/i, "“How often do we do more than was agreed?”"],
    [
      /\b(exceed|exceeded|exceeds|exceeding|surpass|surpassed) (all )?(your |our )?expectations\b/i,
      "“How well does our work meet what you asked for?”",
    ],
    [/\b(going|moving) forward\b/i, "“from now on”, or nothing at all"],
    [/\blow[- ]hanging fruit\b/i, "“what could be better within a month”"],
    [
      /\b(your|the) (feedback|opinion|view) (is (very )?important|matters|counts)\b/i,
      "Say what will be done with the answer.",
    ],
    [/\bvalued (customer|client|partner)\b/i, "“you”"],
    [
      /\b(trusted advis[eo]r|win[- ]win|at the end of the day|elephant in the room|wow factor)\b/i,
      "Say plainly what is meant.",
    ],
    [/\bon a scale (of|from)\b/i, "Leave it out: the answers show the scale."],
    [/\bpain points?\b/i, "difficulties"],
  ] as const
).map(([pattern, suggestion]) => ({
  pattern,
  why: "it has been asked so often that nobody thinks before answering",
  suggestion,
}));

export const agreement: Phrase[] = [
  {
    pattern:
      /\b(do|would|did) you (strongly |fully )?(dis)?agree\b|\bagree or disagree\b|\byour agreement\b/i,
    why: "people agree out of politeness, whatever the statement says",
    suggestion: "Ask for the thing itself, with five answers in its own words.",
  },
];

export const agreementLabel: Phrase = {
  pattern: /^((strongly|fully|completely|somewhat|partly|tend to|rather) )?(dis)?agree\b/i,
  why: "people agree out of politeness, whatever the statement says",
  suggestion: "Put the answers in the words of the question (“Far too slowly” … “Very quickly”).",
};

/** Looked for in the wording only: the two ends of a scale may well be absolute. */
export const absolutes: Phrase[] = [
  {
    pattern:
      /\b(always|never|ever|everyone|everybody|everything|nobody|no one|every time|all the time|at all times|completely|totally|absolutely|entirely|perfectly)\b|100 ?%/i,
    why: "one exception makes an honest “yes” impossible",
    suggestion: "Ask “how often” or “how well” and let the answers say how far.",
  },
];

export const jargon: Phrase[] = (
  [
    [/\bsynerg(y|ies|istic)\b/i, "Say what is gained by doing it together."],
    [/\bleverag(e|es|ed|ing)\b/i, "use"],
    [/\butili[sz](e|es|ed|ing|ation)\b/i, "use"],
    [/\bstakeholders?\b/i, "Say who: your colleagues, your managers, your customers."],
    [/\bdeliverables?\b/i, "what we deliver, what we hand over"],
    [/\btouch ?-?points?\b/i, "contacts"],
    [/\bpro-?active(ly)?\b/i, "before you ask"],
    [/\b(best|first)[- ]in[- ]class\b/i, "among the best in the field"],
    [/\bvalue (proposition|add)s?\b/i, "what our work is worth to you"],
    [/\b(KPIs?|SLAs?|ROI|NPS|CSAT)\b/, "Spell it out in everyday words."],
    [
      /\b(holistic|paradigm|ecosystem|bandwidth|granular|actionable|seamless|learnings|ideate)(ly)?\b/i,
      "Say it in the words the client uses.",
    ],
  ] as const
).map(([pattern, suggestion]) => ({
  pattern,
  why: "it is a word of the trade, not of the reader",
  suggestion,
}));

/** Pairs that are one thing. They are taken out before "and" and "or" are looked for. */
export const onePair =
  /\b(between .+? and |now and (then|again)|more or less|sooner or later|whether or not|again and again|and so on|and the like|by and large|research and development|terms and conditions|health and safety|supply and demand|day and night|one or two|two or three|an? \w+ or so|\d+ (and|to|or) \d+)/gi;
