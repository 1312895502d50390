import type { Call } from "./load.ts";
import type { World } from "./world.ts";

/** What people do all day; sweeps are counted as work for staff. `bare` is the equivalent of the least a Worker can do. */
export type Operation = {
  title: string;
  who: "respondent" | "staff";
  bare: "read" | "write";
  /** How many of them make a round of the bench. */
  count: number;
  aim: string;
  next: () => Call;
};

/** A link a call, so that every call finds what it would find in life. */
export function operationsOf({ cookie, roundId, accountId, seeded, sealed }: World): Operation[] {
  const { form } = seeded;
  const taken: Record<string, number> = {};
  const link = (purpose: string, { links } = seeded) => {
    taken[purpose] = (taken[purpose] ?? -1) + 1;
    return `/s/${links[taken[purpose] % links.length]}`;
  };
  const visit = (path: string) => () => ({ method: "GET" as const, path, headers: { cookie } });
  const post = (purpose: string, body: string) => () => ({
    method: "POST" as const,
    path: link(purpose),
    body,
  });
  const saved = form.replace("intent=submit", "intent=save");
  return [
    {
      title: "survey, open",
      who: "respondent",
      bare: "read",
      count: 300,
      aim: "≥ 0.60",
      next: () => ({ method: "GET", path: link("open") }),
    },
    {
      title: "survey, save",
      who: "respondent",
      bare: "write",
      count: 150,
      aim: "≥ 0.40",
      next: post("save", saved),
    },
    {
      title: "survey, submit",
      who: "respondent",
      bare: "write",
      count: 150,
      aim: "≥ 0.40",
      next: post("submit", form),
    },
    {
      title: "survey, submit sealed",
      who: "respondent",
      bare: "write",
      count: 150,
      aim: "",
      next: () => ({ method: "POST", path: link("sealed", sealed), body: sealed.form }),
    },
    {
      title: "report page",
      who: "staff",
      bare: "read",
      count: 30,
      aim: "flat",
      next: visit(`/rounds/${roundId}/report`),
    },
    {
      title: "account's history",
      who: "staff",
      bare: "read",
      count: 30,
      aim: "flat",
      next: visit(`/accounts/${accountId}/history`),
    },
    {
      title: "portfolio page",
      who: "staff",
      bare: "read",
      count: 8,
      aim: "by accounts × years",
      next: visit("/portfolio"),
    },
    { title: "staff home", who: "staff", bare: "read", count: 20, aim: "", next: visit("/") },
    {
      title: "a minute's sweeps",
      who: "staff",
      bare: "read",
      count: 10,
      aim: "flat",
      next: () => ({ method: "GET", path: "/sweeps" }),
    },
  ];
}
