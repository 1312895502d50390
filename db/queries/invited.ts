import { sql } from "drizzle-orm";

/**
 * Condition on `invitation`: it counts as asked. That of a confidential round does even when it was revoked: none is
 * once it is answered, so that leaving it out would tell who had not.
 */
export const countsAsAsked = sql.raw(`(invitation.status <> 'revoked'
  or exists (select 1 from round where round.id = invitation.round_id and confidentiality = 'confidential'))`);
