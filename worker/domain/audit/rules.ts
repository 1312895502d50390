/** What somebody did, to be read after their name and before what it was about. */
const deeds: Record<string, string> = {
  "account.added": "added the account",
  account_manager_changed: "handed over the account",
  "case.changed": "changed a case",
  "case.contact_logged": "noted a contact on a case",
  "case.evidence_added": "added evidence to a case",
  "contact.added": "added the contact",
  "contact.do_not_survey": "marked as not to be surveyed",
  "contact.merged": "merged the contact",
  "contact.survey_again": "allowed to be surveyed again",
  contact_email_changed: "changed the email address of",
  "conversation.mailed": "mailed the record of a conversation",
  "conversation.recorded": "recorded a conversation",
  import_applied: "imported contacts",
  "invitation.sent_again": "sent an invitation again in",
  "nomination.accepted": "invited a proposed colleague to",
  "nomination.refused": "refused a proposed colleague in",
  "round.cancelled": "cancelled the round",
  "round.closed": "closed the round",
  "round.created": "made the round",
  "round.deadline_moved": "moved the deadline of",
  "round.launched": "launched the round",
  "round.notes_sent": "sent personal notes for",
  "round.proposed": "proposed the round",
  "round.release_withdrawn": "withdrew the client’s links to the report of",
  "round.released": "released to the client the report of",
  "round.share_revoked": "revoked a link to the report of",
  "round.shared": "shared the report of",
  "round.withheld": "decided not to release the report of",
  "session.opened": "signed in",
  "settings.changed": "changed the settings",
  "staff.changed": "changed the role or details of",
  "staff.deactivated": "deactivated",
  "staff.first_admin": "made the first admin",
  "staff.invited": "invited",
  "staff.reactivated": "let in again",
  "token.created": "made an API token",
  "token.revoked": "revoked an API token",
  "webhook.added": "added a webhook",
  "webhook.deleted": "deleted a webhook",
  "webhook.given_up": "paused a webhook that took nothing",
  "webhook.paused": "paused a webhook",
  "webhook.resumed": "let a webhook go on",
  "webhook.rotated": "made a new secret for a webhook",
  "webhook.sent_again": "sent an event again to a webhook",
};

/** An action in plain words; one that has none yet is at least readable. */
export const deedOf = (action: string): string => deeds[action] ?? action.replaceAll(/[._]/g, " ");

/** What entries can be about, in words. */
export const subjectWords = {
  account: "Accounts",
  contact: "Contacts",
  round: "Rounds",
  staff: "Staff",
  import: "Imports",
  case: "Cases",
  conversation: "Conversations",
  token: "API tokens",
  webhook: "Webhooks",
  settings: "Settings",
} as const;

/** Who acted when nobody did: a sweep, or the deployment itself. */
export const systemActor = "system";
