import type { Role } from "./schema.ts";

/** Someone a notice or a reply may go to. A deactivated person counts as missing. */
export type NoticePerson = {
  id: string;
  name: string;
  email: string;
  role: Role;
  lineManagerId: string | null;
  deactivatedAt: Date | null;
};

/** The people around an account, from the nearest to the farthest. */
export type NoticeChain = {
  accountManager: NoticePerson | null;
  lineManager: NoticePerson | null;
  leaders: NoticePerson[];
  adminEmail: string;
};

/** `staffId` is null for ADMIN_EMAIL, which need not be anybody's. */
export type NoticeRecipient = { staffId: string | null; name: string; email: string };

type Addressee = "account_manager" | "line_manager" | "leaders";

type Member = { id: string; deactivatedAt: Date | null };

/** Whether somebody is there and still with us. */
export const isActive = <Person extends Pick<Member, "deactivatedAt">>(
  person: Person | null | undefined,
): person is Person => person?.deactivatedAt === null;

/** The one of us under this id, who is still with us; otherwise null. */
export const activeOf = <Person extends Member>(
  staff: readonly Person[],
  id: string | null,
): Person | null => staff.find((person) => person.id === id && isActive(person)) ?? null;

/** Who may look after accounts: an independent administrator sees rounds only. */
export const mayHold = (person: { role: Role; deactivatedAt: Date | null }): boolean =>
  isActive(person) && person.role !== "independent_administrator";

/** The people around an account, found among all staff. */
export function noticeChain(
  staff: readonly NoticePerson[],
  accountManagerId: string | null,
  adminEmail: string,
): NoticeChain {
  const byId = (id: string | null) => staff.find((person) => person.id === id) ?? null;
  const accountManager = byId(accountManagerId);
  return {
    accountManager,
    lineManager: byId(accountManager?.lineManagerId ?? null),
    leaders: staff.filter((person) => person.role === "leader"),
    adminEmail,
  };
}

const chainFrom: Record<Addressee, number> = { account_manager: 0, line_manager: 1, leaders: 2 };

/**
 * Who gets a notice meant for `addressees`: each falls back from the account manager to the line manager, to
 * all leaders, to ADMIN_EMAIL. Never empty, nobody twice, in the order asked for.
 */
export function noticeRecipients(
  chain: NoticeChain,
  addressees: readonly Addressee[] = ["account_manager"],
): NoticeRecipient[] {
  const steps = [[chain.accountManager], [chain.lineManager], chain.leaders].map((step) =>
    step.filter(isActive).map(({ id, name, email }) => ({ staffId: id, name, email })),
  );
  const admin = [{ staffId: null, name: "Administrator", email: chain.adminEmail }];
  const found = addressees.flatMap<NoticeRecipient>(
    (addressee) => steps.slice(chainFrom[addressee]).find((step) => step.length > 0) ?? admin,
  );
  return [...new Map(found.map((recipient) => [recipient.email, recipient])).values()];
}

export const roleNames: Record<Role, string> = {
  admin: "Admin",
  leader: "Leader",
  account_manager: "Account manager",
  independent_administrator: "Independent administrator",
};

/** Whether somebody would end up above themselves. Follows the line upwards from the new line manager. */
export function makesCircle(
  staff: readonly { id: string; lineManagerId: string | null }[],
  id: string,
  lineManagerId: string | null,
): boolean {
  const seen = new Set<string>();
  let above = lineManagerId;
  while (above !== null && !seen.has(above)) {
    if (above === id) return true;
    seen.add(above);
    const current = above;
    above = staff.find((person) => person.id === current)?.lineManagerId ?? null;
  }
  return false;
}
