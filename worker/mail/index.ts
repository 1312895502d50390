import type { MessageKind } from "./base.ts";
import { actionOverdue } from "./action-overdue.tsx";
import { answersLocked } from "./answers-locked.tsx";
import { bounced } from "./bounced.tsx";
import { caseOpened } from "./case-opened.tsx";
import { conversationRecord } from "./conversation-record.tsx";
import { invitation } from "./invitation.tsx";
import { nomination } from "./nomination.tsx";
import { personalNote } from "./personal-note.tsx";
import { planAnswered } from "./plan-answered.tsx";
import { planDigest } from "./plan-digest.tsx";
import { planSent } from "./plan-sent.tsx";
import { postponed } from "./postponed.tsx";
import { receipt } from "./receipt.tsx";
import { referenceAsk } from "./reference-ask.tsx";
import { reminder } from "./reminder.tsx";
import { reportReleased } from "./report-released.tsx";
import { reportShared } from "./report-shared.tsx";
import { roundClosed } from "./round-closed.tsx";
import { roundDue } from "./round-due.tsx";
import { selfGradesDue } from "./self-grades-due.tsx";
import { secondSitting } from "./second-sitting.tsx";
import { seniorUnreachable } from "./senior-unreachable.tsx";
import { signIn } from "./sign-in.tsx";
import { staffInvited } from "./staff-invited.tsx";
import { testInvitation } from "./test-invitation.tsx";
import { webhookPaused } from "./webhook-paused.tsx";

/** The registry: a message is one file and one line here. */
const kinds: Record<string, MessageKind> = {
  invitation,
  receipt,
  reminder,
  personal_note: personalNote,
  second_sitting: secondSitting,
  postponed,
  report_released: reportReleased,
  report_shared: reportShared,
  round_due: roundDue,
  self_grades_due: selfGradesDue,
  round_closed: roundClosed,
  answers_locked: answersLocked,
  nomination,
  senior_unreachable: seniorUnreachable,
  bounced,
  case_opened: caseOpened,
  plan_sent: planSent,
  plan_answered: planAnswered,
  plan_digest: planDigest,
  action_overdue: actionOverdue,
  conversation_record: conversationRecord,
  reference_ask: referenceAsk,
  sign_in: signIn,
  test_invitation: testInvitation,
  staff_invited: staffInvited,
  webhook_paused: webhookPaused,
};

/** The kind of a message; undefined for one that this version does not know. */
export const kindOf = (message: { kind: string }): MessageKind | undefined => kinds[message.kind];
