DROP INDEX `message_queued`;--> statement-breakpoint
CREATE INDEX `message_waiting` ON `message` (`send_after`,`created_at`) WHERE status = 'queued';--> statement-breakpoint
DROP INDEX `report_answered`;--> statement-breakpoint
DROP INDEX `report_year`;--> statement-breakpoint
CREATE INDEX `report_answered` ON `report` (`account_id`,`closed_at`,`completed`) WHERE completed > 0;--> statement-breakpoint
CREATE INDEX `report_year` ON `report` (`year`,`account_id`,`round_id`,`kind`,`closed_at`,`invited`,`completed`,`client_points`,`client_low`,`client_high`,`graded`,`missing_tiers`,`self_points`,`gap`,`manager_id`,`moves`,`area_means`);--> statement-breakpoint
ALTER TABLE `invitation` ADD `reminders_done` integer DEFAULT 0;--> statement-breakpoint
CREATE INDEX `invitation_remind` ON `invitation` (`reminders_done`,`invited_at`) WHERE reminders_done is not null;--> statement-breakpoint
CREATE INDEX `invitation_postponed` ON `invitation` (`postponed_until`) WHERE postponed_until is not null;--> statement-breakpoint
ALTER TABLE `round` ADD `second_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `round_second` ON `round` (`second_at`) WHERE status = 'open' and kind = 'annual_review';--> statement-breakpoint
CREATE INDEX `action_late` ON `action` (`due_on`) WHERE status in ('proposed', 'agreed', 'in_progress') and walled = 0 and escalated_for is not due_on;