import type { CaseTrigger } from "../case/schema.ts";
import type { Tier } from "../contact/schema.ts";
import type { Area } from "../survey/schema.ts";

/** What one may start from; the client reads the second and the third. No figures: few may stand behind them. */
export type StartingText = { title: string; heard: string; promise: string };

const text = (title: string, heard: string, promise: string): StartingText => ({
  title,
  heard,
  promise,
});

export const areaWords: Record<Area, StartingText> = {
  relationship: text(
    "Be as good as our word",
    "You cannot always rely on what we say.",
    "We name a date with every promise, keep a list of them that you can see, and go through it with you each month.",
  ),
  deliverables: text(
    "Deliver work that needs no second round",
    "What we hand over is not yet as good as you need it to be.",
    "Before each delivery we agree with you what good looks like, and somebody who did not do the work checks it.",
  ),
  teamwork: text(
    "Work with your people, not beside them",
    "Working together takes more effort on your side than it should.",
    "We name one person for each of your teams, and meet every two weeks to clear what is stuck.",
  ),
  responsiveness: text(
    "Answer sooner, and say when",
    "Answers from us take too long.",
    "Every question gets a reply within one working day that says who takes care of it and by when.",
  ),
  understanding: text(
    "Know your business better",
    "We do not understand your business well enough.",
    "Our team spends a day with yours, and we bring what we learned to the next meeting.",
  ),
  culture: text(
    "Fit the way you work",
    "The way we work does not fit yours.",
    "We ask three of your people how they like to work, and change our routine where it differs.",
  ),
  initiative: text(
    "Come with ideas of our own",
    "We wait to be asked.",
    "Each quarter we bring one idea that would save you time or money, with what it takes.",
  ),
  value: text(
    "Show what our work is worth to you",
    "What you get from us is not clearly worth what it costs.",
    "We agree with you on two results that matter, and report them beside what they cost.",
  ),
  capability: text(
    "Bring the right skills",
    "You miss skills in our team.",
    "We go through the skills you need with you, and say by when each of them is in the team.",
  ),
  standing: text(
    "Give your people reasons to speak well of us",
    "We do not stand as well in your organisation as we should.",
    "We show to the people who matter to you what was achieved, in their terms, twice a year.",
  ),
  "account-manager": text(
    "Look after you the way you need it",
    "You are not as well looked after as you should be.",
    "We talk with you about what you expect of the person who looks after you, and act on it.",
  ),
  communication: text(
    "Keep you informed the way you want it",
    "You hear from us too little, too much, or not in the way you like.",
    "We agree on when and how you hear from us, and keep to it.",
  ),
  ease: text(
    "Make it easy to deal with us",
    "Dealing with us is harder than it should be.",
    "We give you one place to turn to, and take out the steps that cost you most.",
  ),
};

/** For a service that many do not know. */
export const unawareWords = (service: string): StartingText =>
  text(
    `Show what we do: ${service}`,
    `Several of you did not know that we offer ${service}.`,
    `We show ${service} to those of you who could use it, in half an hour and with examples.`,
  );

/** For a service of which some want to hear more. */
export const moreWords = (service: string): StartingText =>
  text(
    `Tell those who asked about ${service}`,
    `Some of you would like to hear more about ${service}.`,
    `We speak with each of you who asked about ${service}, and say what it would take.`,
  );

const levels: Record<Tier, string> = { board: "the board", manager: "managers", user: "users" };

/** For wishes in words, by the levels that voiced them. */
export const wishWords = (tiers: readonly Tier[]): StartingText => {
  const who = tiers
    .toReversed()
    .map((tier) => levels[tier])
    .join(" and ");
  return text(
    `Answer what ${who} would change first`,
    `We asked which one change would help most, and ${who} told us.`,
    "We go through these wishes with you, and say for each whether we do it, and by when.",
  );
};

const afterCall =
  "We talk with you about what went wrong, and then say what we change and by when.";
const caseTitles: Partial<Record<CaseTrigger, StartingText>> = {
  poor_grade: text(
    "Put right what led to a poor grade",
    "For some of you our work falls short.",
    afterCall,
  ),
  call_me: text("Act on what was said on the phone", "One of you asked us to call.", afterCall),
};

/** For what a case was about. */
export const caseWords = (trigger: CaseTrigger): StartingText =>
  caseTitles[trigger] ??
  text(
    "Put right how we look after you",
    "You are not as well looked after as you should be.",
    afterCall,
  );

/** A title may be as long as a title can be already. */
export const againWords = (title: string, heard: string | null): StartingText =>
  text(
    `Once more: ${title}`.slice(0, 200),
    heard ?? "",
    "What we did was not enough. We look with you at what is still missing, and say what we do instead.",
  );
