import type { Area } from "#worker/domain/survey/schema.ts";

/** One line of an action plan, as the story tells it. Days are counted back from the first start; below 0 lie ahead. */
export type DemoPromise = {
  slug: string;
  /** What of the round suggested it; without one it was written by hand. */
  suggested?: string;
  title: string;
  heard: string;
  promise: string;
  area?: Area;
  owner: string;
  due: number;
  measure?: [area: Area, target: number];
  measureText?: string;
  keepDoing?: true;
  started?: number;
  done?: [daysAgo: number, note: string];
};

/** What somebody at the client answered. Lines of neither kind stay open. */
type DemoAnswer = {
  daysAgo: number;
  agreed: string[];
  /** Line → what should be different. */
  changes?: Record<string, string>;
  expectations?: string;
  successCriteria?: string;
};

/** What became of one closed round: promises, put to somebody at the client, and kept or not. */
export type DemoPlan = {
  account: string;
  /** The round it follows, by the day it closed. */
  closedDaysAgo: number;
  written: number;
  promises: DemoPromise[];
  sent: number;
  /** Who at the client it was put to: tier and place. */
  counterpart: string;
  answer: DemoAnswer;
};
