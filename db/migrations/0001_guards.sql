-- A confidential round keeps no path from a person to an answer, whatever code may one day try.
CREATE TRIGGER response_keeps_confidence_on_insert BEFORE INSERT ON response
WHEN (SELECT confidentiality FROM round WHERE id = NEW.round_id) = 'confidential'
  AND (NEW.submitted_at IS NOT NULL OR NEW.revision IS NOT NULL
    OR EXISTS (SELECT 1 FROM invitation WHERE id = NEW.id))
BEGIN
  SELECT RAISE(ABORT, 'a response to a confidential round carries no time, revision or invitation');
END;
--> statement-breakpoint
CREATE TRIGGER invitation_keeps_confidence BEFORE UPDATE ON invitation
WHEN (SELECT confidentiality FROM round WHERE id = NEW.round_id) = 'confidential'
  AND (NEW.draft IS NOT NULL OR NEW.revision <> 0 OR NEW.status = 'started')
BEGIN
  SELECT RAISE(ABORT, 'an invitation to a confidential round keeps no draft, revision or start');
END;
--> statement-breakpoint
CREATE TRIGGER round_confidentiality_is_write_once BEFORE UPDATE OF confidentiality, kind ON round
WHEN OLD.status <> 'draft' AND (NEW.confidentiality <> OLD.confidentiality OR NEW.kind <> OLD.kind)
BEGIN
  SELECT RAISE(ABORT, 'kind and confidentiality are fixed at launch');
END;
--> statement-breakpoint
CREATE TRIGGER self_grade_is_sealed_on_update BEFORE UPDATE ON self_grade
WHEN (SELECT status FROM round WHERE id = OLD.round_id) <> 'draft'
BEGIN
  SELECT RAISE(ABORT, 'a self-grade is sealed by launch');
END;
--> statement-breakpoint
CREATE TRIGGER report_figures_are_immutable BEFORE UPDATE OF method, invited, completed, client_points, self_points, gap, manager_id, graded, client_low, client_high, missing_tiers, moves, area_means, closed_at ON report
BEGIN
  SELECT RAISE(ABORT, 'the figures of a report are computed once');
END;
