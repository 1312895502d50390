import type { NoteFields } from "#worker/domain/round/actions-note.ts";
import type { DraftView, RoundView } from "#worker/domain/round/actions-page.ts";
import type { GradeFields, SectionFields } from "#worker/domain/round/form-rules.ts";
import type { FieldError } from "../../ui/notice.tsx";

/** What somebody typed into a form of this page that was refused. */
export type Typed = {
  section?: SectionFields;
  note?: NoteFields;
  grade?: GradeFields;
  explanation?: string;
  closeReason?: string;
  /** Asked for once accepting a colleague was refused for want of a reason. */
  nomination?: { invitationId: string; reason: string };
};

export type RoundPageProps = {
  view: RoundView;
  typed: Typed;
  errors: FieldError[];
  /** What was just done here, by its name in the address. */
  done: string | undefined;
  viewerEmail: string;
  /** An independent administrator runs the round and reaches no account. */
  reachesAccounts: boolean;
  timeZone: string;
};

export type DraftProps = RoundPageProps & { draft: DraftView };
