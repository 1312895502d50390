import type { ContactFunction } from "#worker/domain/contact/schema.ts";

/** First name, last name, job title, function; an address where the name gives none. */
export type DemoPerson = [
  firstName: string,
  lastName: string,
  jobTitle: string,
  function_: ContactFunction,
  localPart?: string,
];

/** A client in the demo. The first of its board is its most senior contact. */
export type DemoAccount = {
  slug: string;
  name: string;
  country: string;
  segment: string;
  annualRevenue: number;
  currency: string;
  manager: string;
  sponsor: string | null;
  services: string[];
  competitors: string[];
  matter?: string;
  matterObservation?: string;
  board: DemoPerson[];
  managers: DemoPerson[];
  users: DemoPerson[];
  /** How many more users there are, named from the country's lists. */
  moreUsers: number;
};
