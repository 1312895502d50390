/** What failed, by the first word of what was noted, as a person needs to hear it: what it was, what to do. */
const words: Record<string, string> = {
  validation_error: "The mail service refused the address or the sender. Check both, then retry.",
  invalid_parameter: "The mail service refused the address or the sender. Check both, then retry.",
  invalid_from_address: "The mail service refused the sender’s address. Check MAIL_FROM.",
  missing_required_field: "The mail service refused the mail: something in it was missing.",
  not_found: "The mail service did not know what it was asked for. Check RESEND_BASE_URL.",
  invalid_api_key: "The key for the mail service is not valid. Put in a valid one, then retry.",
  missing_api_key: "The key for the mail service is missing. Put one in, then retry.",
  restricted_api_key: "The key for the mail service may not send. Put in one that may, then retry.",
  daily_quota_exceeded: "The mail service’s daily quota was used up. Retry tomorrow.",
  reached_daily_quota: "The mail service’s daily quota was used up. Retry tomorrow.",
  monthly_quota_exceeded: "The mail service’s monthly quota was used up.",
  internal_server_error: "The mail service had a fault of its own. Retry.",
  application_error: "The mail service could not be reached or had a fault of its own. Retry.",
  restored:
    "The database was restored while this waited, so it may have gone out already. Retry what has not.",
  "could not be written": "We could not put this mail together. Tell whoever runs this deployment.",
};

/** Why a message was given up, in plain words. `noted` is what the last try left behind. */
export function failureWords(noted: string | null): string {
  if (noted === null) return "It was tried and never taken. Retry.";
  const [cause = ""] = noted.split(":");
  return words[cause.trim()] ?? "The mail service did not take it. What it said stands below.";
}

/** A kind of message as people call it: `personal_note` → `Personal note`. */
export const kindName = (kind: string): string => {
  const spaced = kind.replaceAll("_", " ");
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
};
