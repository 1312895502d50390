-- What a confidential round promises, kept by the database itself, whatever code may one day try.
CREATE TRIGGER response_is_sealed_on_insert BEFORE INSERT ON response
WHEN (SELECT confidentiality FROM round WHERE id = NEW.round_id) = 'confidential'
BEGIN
  SELECT RAISE(ABORT, 'an answer to a confidential round is stored sealed or not at all');
END;
--> statement-breakpoint
CREATE TRIGGER sealed_response_belongs_to_open_round BEFORE INSERT ON sealed_response
WHEN NOT EXISTS (SELECT 1 FROM round
  WHERE id = NEW.round_id AND confidentiality = 'confidential' AND status = 'open')
BEGIN
  SELECT RAISE(ABORT, 'sealed answers belong to an open confidential round');
END;
--> statement-breakpoint
CREATE TRIGGER sealed_response_is_write_once BEFORE UPDATE ON sealed_response
BEGIN
  SELECT RAISE(ABORT, 'a sealed answer never changes');
END;
--> statement-breakpoint
CREATE TRIGGER sealed_response_stays_while_open BEFORE DELETE ON sealed_response
WHEN (SELECT status FROM round WHERE id = OLD.round_id) = 'open'
BEGIN
  SELECT RAISE(ABORT, 'sealed answers stay until their round is over');
END;
--> statement-breakpoint
CREATE TRIGGER round_opens_with_key BEFORE UPDATE OF status ON round
WHEN NEW.status = 'open' AND OLD.status <> 'open' AND NEW.confidentiality = 'confidential'
  AND NEW.public_key IS NULL
BEGIN
  SELECT RAISE(ABORT, 'a confidential round opens with a key to seal its answers to');
END;
--> statement-breakpoint
CREATE TRIGGER round_key_is_write_once BEFORE UPDATE OF public_key ON round
WHEN OLD.public_key IS NOT NULL AND NEW.public_key IS NOT OLD.public_key
  AND NOT (NEW.public_key IS NULL AND OLD.status IN ('closed', 'cancelled'))
BEGIN
  SELECT RAISE(ABORT, 'the key of a round is fixed until it is over');
END;
--> statement-breakpoint
CREATE TRIGGER round_scope_is_write_once
BEFORE UPDATE OF account_id, contact_ids, modules, own_questions ON round
WHEN OLD.status <> 'draft' AND OLD.confidentiality = 'confidential'
  AND (NEW.account_id IS NOT OLD.account_id OR NEW.contact_ids IS NOT OLD.contact_ids
    OR NEW.modules IS NOT OLD.modules OR NEW.own_questions IS NOT OLD.own_questions)
BEGIN
  SELECT RAISE(ABORT, 'whom a confidential round asks what is fixed at launch');
END;
--> statement-breakpoint
CREATE TRIGGER invitation_scope_is_write_once BEFORE UPDATE OF round_id, tier ON invitation
WHEN (SELECT confidentiality FROM round WHERE id = OLD.round_id) = 'confidential'
  AND (NEW.round_id <> OLD.round_id OR NEW.tier <> OLD.tier)
BEGIN
  SELECT RAISE(ABORT, 'nobody moves between the groups of a confidential round');
END;
--> statement-breakpoint
-- Groups of five, and of eight where words are shown: no report of such a round says anything of fewer.
CREATE TRIGGER report_keeps_group_size BEFORE INSERT ON report
WHEN NEW.client_points IS NOT NULL AND min(NEW.completed, coalesce(NEW.graded, NEW.completed)) < 5
  AND (SELECT confidentiality FROM round WHERE id = NEW.round_id) = 'confidential'
BEGIN
  SELECT RAISE(ABORT, 'a confidential grade comes from five or more');
END;
--> statement-breakpoint
CREATE TRIGGER report_area_keeps_group_size BEFORE INSERT ON report_area
WHEN (NEW.n BETWEEN 1 AND 4 OR (NEW.n < 5 AND coalesce(NEW.mean, NEW.favourable) IS NOT NULL))
  AND (SELECT confidentiality FROM round WHERE id = NEW.round_id) = 'confidential'
BEGIN
  SELECT RAISE(ABORT, 'a confidential figure comes from five or more');
END;
--> statement-breakpoint
CREATE TRIGGER report_comment_keeps_confidence_on_insert BEFORE INSERT ON report_comment
WHEN (NEW.contact_id IS NOT NULL
    OR (SELECT completed FROM report WHERE round_id = NEW.round_id) < 8)
  AND (SELECT confidentiality FROM round WHERE id = NEW.round_id) = 'confidential'
BEGIN
  SELECT RAISE(ABORT, 'a confidential comment is nobody''s, and one of eight or more');
END;
--> statement-breakpoint
CREATE TRIGGER report_comment_keeps_confidence_on_update BEFORE UPDATE OF contact_id ON report_comment
WHEN NEW.contact_id IS NOT NULL
  AND (SELECT confidentiality FROM round WHERE id = NEW.round_id) = 'confidential'
BEGIN
  SELECT RAISE(ABORT, 'a confidential comment is nobody''s');
END;
--> statement-breakpoint
-- As before, but a name may be struck out of the reason.
DROP TRIGGER self_grade_is_sealed_on_update;
--> statement-breakpoint
CREATE TRIGGER self_grade_is_sealed_on_update BEFORE UPDATE ON self_grade
WHEN (SELECT status FROM round WHERE id = OLD.round_id) <> 'draft'
  AND (NEW.round_id <> OLD.round_id OR NEW.grade <> OLD.grade OR NEW.predicted <> OLD.predicted
    OR NEW.given_by <> OLD.given_by OR NEW.given_at <> OLD.given_at
    OR (NEW.reason <> OLD.reason AND NEW.reason <> '' AND instr(NEW.reason, '[erased]') = 0))
BEGIN
  SELECT RAISE(ABORT, 'a self-grade is sealed by launch');
END;
