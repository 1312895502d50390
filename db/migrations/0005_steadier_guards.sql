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
--> statement-breakpoint
-- What must stay so when the database is brought back from before is noted for the store outside, whoever changes it.
CREATE TRIGGER opt_out_is_kept_outside AFTER INSERT ON opt_out
BEGIN
  INSERT INTO ledger_entry VALUES ('opt-out/' || NEW.address_hash, json_object('at', NEW.created_at))
    ON CONFLICT (id) DO UPDATE SET state = excluded.state;
END;
--> statement-breakpoint
CREATE TRIGGER suppression_is_kept_outside AFTER INSERT ON suppression
BEGIN
  INSERT INTO ledger_entry VALUES ('suppression/' || NEW.address_hash,
    json_object('reason', NEW.reason, 'at', NEW.created_at))
    ON CONFLICT (id) DO UPDATE SET state = excluded.state;
END;
--> statement-breakpoint
CREATE TRIGGER invitation_link_is_kept_outside AFTER UPDATE OF token_hash, status ON invitation
WHEN (NEW.token_hash <> OLD.token_hash OR (NEW.status = 'revoked') <> (OLD.status = 'revoked'))
  AND (SELECT status FROM round WHERE id = NEW.round_id) = 'open'
BEGIN
  INSERT INTO ledger_entry VALUES ('invitation/' || NEW.id, json_object(
    'hash', NEW.token_hash, 'version', NEW.token_version, 'revoked', NEW.status = 'revoked',
    'readdressed', EXISTS (SELECT 1 FROM message JOIN contact ON contact.id = NEW.contact_id
      WHERE invitation_id = NEW.id AND kind = 'invitation' AND recipient <> contact.email)))
    ON CONFLICT (id) DO UPDATE SET state = excluded.state;
END;
--> statement-breakpoint
CREATE TRIGGER client_link_is_kept_outside AFTER UPDATE OF token_hash, revoked_at ON client_link
WHEN NEW.token_hash <> OLD.token_hash OR NEW.revoked_at IS NOT OLD.revoked_at
BEGIN
  INSERT INTO ledger_entry VALUES ('client-link/' || NEW.id, json_object('hash', NEW.token_hash,
    'version', NEW.token_version, 'former', NEW.former_hash, 'expires', NEW.expires_at, 'revoked', NEW.revoked_at))
    ON CONFLICT (id) DO UPDATE SET state = excluded.state;
END;
--> statement-breakpoint
CREATE TRIGGER contact_standing_is_kept_outside AFTER UPDATE OF status, do_not_survey ON contact
WHEN NEW.status <> OLD.status OR NEW.do_not_survey <> OLD.do_not_survey
BEGIN
  INSERT INTO ledger_entry VALUES ('contact/' || NEW.id,
    json_object('status', NEW.status, 'silent', NEW.do_not_survey))
    ON CONFLICT (id) DO UPDATE SET state = excluded.state;
END;
--> statement-breakpoint
CREATE TRIGGER staff_access_is_kept_outside AFTER UPDATE OF role, deactivated_at ON staff
WHEN NEW.role <> OLD.role OR NEW.deactivated_at IS NOT OLD.deactivated_at
BEGIN
  INSERT INTO ledger_entry VALUES ('staff/' || NEW.id,
    json_object('role', NEW.role, 'deactivated', NEW.deactivated_at))
    ON CONFLICT (id) DO UPDATE SET state = excluded.state;
END;
--> statement-breakpoint
CREATE TRIGGER round_end_is_kept_outside AFTER UPDATE OF status ON round
WHEN NEW.status IN ('closed', 'cancelled') AND NEW.status <> OLD.status
BEGIN
  INSERT INTO ledger_entry VALUES ('round/' || NEW.id, json_object('status', NEW.status, 'at', NEW.closed_at))
    ON CONFLICT (id) DO UPDATE SET state = excluded.state;
END;
--> statement-breakpoint
-- How few people a confidential round may speak of is fixed when it is made, and never fewer than five, or eight for words.
CREATE TRIGGER round_group_size_is_write_once BEFORE UPDATE OF group_size, comment_group_size ON round
WHEN NEW.group_size <> OLD.group_size OR NEW.comment_group_size <> OLD.comment_group_size
BEGIN
  SELECT RAISE(ABORT, 'the smallest groups of a round are fixed when it is made');
END;
--> statement-breakpoint
CREATE TRIGGER round_group_size_is_safe BEFORE INSERT ON round
WHEN NEW.group_size < 5 OR NEW.comment_group_size < 8
BEGIN
  SELECT RAISE(ABORT, 'no round speaks of fewer than five, nor shows words of fewer than eight');
END;
--> statement-breakpoint
-- As before, but by the sizes that the round has.
DROP TRIGGER report_keeps_group_size;
--> statement-breakpoint
CREATE TRIGGER report_keeps_group_size BEFORE INSERT ON report
WHEN NEW.client_points IS NOT NULL AND EXISTS (SELECT 1 FROM round WHERE id = NEW.round_id
  AND confidentiality = 'confidential' AND min(NEW.completed, coalesce(NEW.graded, NEW.completed)) < group_size)
BEGIN
  SELECT RAISE(ABORT, 'a confidential grade comes from a group that is large enough');
END;
--> statement-breakpoint
DROP TRIGGER report_area_keeps_group_size;
--> statement-breakpoint
CREATE TRIGGER report_area_keeps_group_size BEFORE INSERT ON report_area
WHEN (NEW.n > 0 OR coalesce(NEW.mean, NEW.favourable) IS NOT NULL) AND EXISTS (SELECT 1 FROM round
  WHERE id = NEW.round_id AND confidentiality = 'confidential' AND NEW.n < group_size)
BEGIN
  SELECT RAISE(ABORT, 'a confidential figure comes from a group that is large enough');
END;
--> statement-breakpoint
DROP TRIGGER report_comment_keeps_confidence_on_insert;
--> statement-breakpoint
CREATE TRIGGER report_comment_keeps_confidence_on_insert BEFORE INSERT ON report_comment
WHEN EXISTS (SELECT 1 FROM round WHERE id = NEW.round_id AND confidentiality = 'confidential'
  AND (NEW.contact_id IS NOT NULL
    OR (SELECT completed FROM report WHERE round_id = NEW.round_id) < comment_group_size))
BEGIN
  SELECT RAISE(ABORT, 'a confidential comment is nobody''s, and one of a group that is large enough');
END;
