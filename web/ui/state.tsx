const tones: Record<string, "live" | "good" | "warn" | "bad"> = {
  open: "live",
  started: "live",
  running: "live",
  active: "good",
  completed: "good",
  done: "good",
  sent: "good",
  delivered: "good",
  postponed: "warn",
  proposed: "warn",
  bounced: "bad",
  complained: "bad",
  failed: "bad",
  failing: "bad",
  paused: "warn",
  green: "good",
  amber: "warn",
  red: "bad",
};

/** A state in words ("not_sent" reads "not sent"), with a mark in front that helps the eye find it. */
export function State({ value }: { value: string }) {
  return <span class={`state ${tones[value] ?? ""}`.trim()}>{value.replaceAll("_", " ")}</span>;
}
