import type { Area } from "#worker/domain/survey/schema.ts";

/** Areas as we name them to the client whom they are about. */
export const areaForClient: Record<Area, string> = {
  relationship: "How the relationship is kept",
  deliverables: "What we deliver",
  teamwork: "Working together",
  responsiveness: "How readily we respond",
  understanding: "How well we understand your business",
  culture: "How well we understand your culture",
  initiative: "Whether we come forward with ideas",
  value: "What you get for your money",
  capability: "Our people’s skills",
  standing: "How we are regarded",
  "account-manager": "How your account manager looks after you",
  communication: "How we keep in touch",
  ease: "How easy we are to deal with",
};
