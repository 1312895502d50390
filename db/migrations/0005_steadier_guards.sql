-- The guard that refuses every answer in the clear to a confidential round refuses all that this one did, in one read less.
DROP TRIGGER response_keeps_confidence_on_insert;
--> statement-breakpoint
CREATE TRIGGER response_is_sealed_on_update BEFORE UPDATE OF round_id ON response
WHEN (SELECT confidentiality FROM round WHERE id = NEW.round_id) = 'confidential'
BEGIN
  SELECT RAISE(ABORT, 'an answer to a confidential round is stored sealed or not at all');
END;
--> statement-breakpoint
-- As before, but the round is looked at only if there is something to refuse.
DROP TRIGGER invitation_keeps_confidence;
--> statement-breakpoint
CREATE TRIGGER invitation_keeps_confidence BEFORE UPDATE ON invitation
WHEN (NEW.draft IS NOT NULL OR NEW.revision <> 0 OR NEW.status = 'started')
  AND (SELECT confidentiality FROM round WHERE id = NEW.round_id) = 'confidential'
BEGIN
  SELECT RAISE(ABORT, 'an invitation to a confidential round keeps no draft, revision or start');
END;
