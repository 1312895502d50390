/** Why somebody who was invited gets no summary. */
export type Skipped = "left" | "do_not_survey" | "opted_out" | "undeliverable";

type Standing = {
  status: string;
  doNotSurvey: boolean;
  optedOut: boolean;
  undeliverable: boolean;
};

/** The first reason not to write to somebody; null when there is none. */
export function reasonToSkip({ status, doNotSurvey, optedOut, undeliverable }: Standing) {
  if (status !== "active") return "left" satisfies Skipped;
  if (optedOut) return "opted_out" satisfies Skipped;
  if (doNotSurvey) return "do_not_survey" satisfies Skipped;
  return undeliverable ? ("undeliverable" satisfies Skipped) : null;
}
