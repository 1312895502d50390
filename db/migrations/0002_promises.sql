CREATE TABLE `account_review` (
	`id` text NOT NULL,
	`version` integer NOT NULL,
	`account_id` text NOT NULL,
	`held_on` text NOT NULL,
	`notes` text NOT NULL,
	`decisions` text NOT NULL,
	`actions` text NOT NULL,
	`written_by` text NOT NULL,
	`written_at` integer NOT NULL,
	PRIMARY KEY(`id`, `version`),
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `account_review_account` ON `account_review` (`account_id`,`held_on`);--> statement-breakpoint
CREATE TABLE `action` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`round_id` text,
	`area` text,
	`title` text NOT NULL,
	`promise` text,
	`heard` text,
	`owner_id` text,
	`counterpart_id` text,
	`due_on` text,
	`measure` text,
	`measure_text` text,
	`client_visible` integer NOT NULL,
	`keep_doing` integer NOT NULL,
	`walled` integer NOT NULL,
	`status` text NOT NULL,
	`agreed_at` integer,
	`agreed_by` text,
	`changed_since_agreed` integer NOT NULL,
	`started_unagreed` integer NOT NULL,
	`done_at` integer,
	`done_note` text,
	`drop_reason` text,
	`source_keys` text NOT NULL,
	`source_tiers` text NOT NULL,
	`quotes` text NOT NULL,
	`suggestion_id` text,
	`case_id` text,
	`asked_rounds` integer NOT NULL,
	`verified_round_id` text,
	`version` integer NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`updated_at` integer NOT NULL,
	`escalated_for` text,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`counterpart_id`) REFERENCES `contact`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`agreed_by`) REFERENCES `contact`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`verified_round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `action_account` ON `action` (`account_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `action_owner` ON `action` (`owner_id`,`due_on`) WHERE status in ('proposed', 'agreed', 'in_progress');--> statement-breakpoint
CREATE TABLE `action_change` (
	`action_id` text NOT NULL,
	`version` integer NOT NULL,
	`at` integer NOT NULL,
	`by` text,
	`by_kind` text NOT NULL,
	`changes` text NOT NULL,
	`comment` text,
	PRIMARY KEY(`action_id`, `version`),
	FOREIGN KEY (`action_id`) REFERENCES `action`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `action_verification` (
	`action_id` text NOT NULL,
	`round_id` text NOT NULL,
	`better` integer,
	`same` integer,
	`worse` integer,
	`cant_say` integer,
	`verdict` text NOT NULL,
	`target` real,
	`new_score` real,
	`n` integer,
	PRIMARY KEY(`action_id`, `round_id`),
	FOREIGN KEY (`action_id`) REFERENCES `action`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `action_verification_round` ON `action_verification` (`round_id`);--> statement-breakpoint
CREATE TABLE `plan_agreement` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`contact_id` text NOT NULL,
	`at` integer NOT NULL,
	`what` text NOT NULL,
	`comment` text,
	`expectations` text,
	`success_criteria` text,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`contact_id`) REFERENCES `contact`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `plan_agreement_account` ON `plan_agreement` (`account_id`,`at`);--> statement-breakpoint
CREATE TABLE `plan_reply` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`action_id` text,
	`agreement_id` text,
	`contact_id` text NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`text` text,
	`version` integer,
	`resolved_at` integer,
	`resolved_by` text,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`action_id`) REFERENCES `action`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`agreement_id`) REFERENCES `plan_agreement`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`contact_id`) REFERENCES `contact`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `plan_reply_account` ON `plan_reply` (`account_id`,`at`);--> statement-breakpoint
CREATE INDEX `plan_reply_waiting` ON `plan_reply` (`at`) WHERE resolved_at is null;--> statement-breakpoint
CREATE TABLE `suggestion` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`round_id` text NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`area` text,
	`evidence` text NOT NULL,
	`weight` real NOT NULL,
	`title` text NOT NULL,
	`heard` text NOT NULL,
	`promise` text NOT NULL,
	`walled` integer NOT NULL,
	`status` text NOT NULL,
	`decided_by` text,
	`decided_at` integer,
	`reason` text,
	`action_id` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `suggestion_account` ON `suggestion` (`account_id`,`status`);--> statement-breakpoint
CREATE TABLE `attempt` (
	`id` text PRIMARY KEY NOT NULL,
	`count` integer NOT NULL,
	`until` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `attempt_until` ON `attempt` (`until`);--> statement-breakpoint
CREATE TABLE `calendar_link` (
	`staff_id` text PRIMARY KEY NOT NULL,
	`token_hash` text NOT NULL,
	`version` integer NOT NULL,
	`created_at` integer NOT NULL,
	`revoked_at` integer,
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `calendar_link_token` ON `calendar_link` (`token_hash`);--> statement-breakpoint
CREATE TABLE `case_contact` (
	`case_id` text NOT NULL,
	`id` text NOT NULL,
	`at` integer NOT NULL,
	`how` text NOT NULL,
	`person` text NOT NULL,
	`reached` integer NOT NULL,
	`said` text NOT NULL,
	`written_by` text NOT NULL,
	`written_at` integer NOT NULL,
	PRIMARY KEY(`case_id`, `id`),
	FOREIGN KEY (`case_id`) REFERENCES `client_case`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `case_evidence` (
	`case_id` text NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`title` text NOT NULL,
	`content` text NOT NULL,
	`added_by` text NOT NULL,
	`added_at` integer NOT NULL,
	PRIMARY KEY(`case_id`, `id`),
	FOREIGN KEY (`case_id`) REFERENCES `client_case`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `erasure` (
	`address_hash` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`at` integer NOT NULL,
	`by` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `sweep_mark` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `client_link` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`account_id` text NOT NULL,
	`round_id` text,
	`contact_id` text NOT NULL,
	`opt_out_hash` text NOT NULL,
	`token_hash` text NOT NULL,
	`token_version` integer DEFAULT 1 NOT NULL,
	`former_hash` text,
	`expires_at` integer NOT NULL,
	`revoked_at` integer,
	`renewed_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`contact_id`) REFERENCES `contact`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `client_link_token` ON `client_link` (`token_hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `client_link_former` ON `client_link` (`former_hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `client_link_opt_out` ON `client_link` (`opt_out_hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `client_link_round` ON `client_link` (`round_id`,`contact_id`,`kind`);--> statement-breakpoint
CREATE UNIQUE INDEX `client_link_plan` ON `client_link` (`account_id`,`contact_id`) WHERE kind = 'plan';--> statement-breakpoint
CREATE TABLE `share_link` (
	`id` text PRIMARY KEY NOT NULL,
	`round_id` text NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`note` text,
	`created_by` text NOT NULL,
	`token_hash` text NOT NULL,
	`token_version` integer DEFAULT 1 NOT NULL,
	`former_hash` text,
	`expires_at` integer NOT NULL,
	`revoked_at` integer,
	`renewed_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `share_link_token` ON `share_link` (`token_hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `share_link_former` ON `share_link` (`former_hash`);--> statement-breakpoint
CREATE INDEX `share_link_round` ON `share_link` (`round_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `portfolio_launch` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`window_days` integer NOT NULL,
	`grade_by` integer NOT NULL,
	`trickle` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`started_by` text,
	`started_at` integer,
	`stopped_at` integer,
	`change_id` text NOT NULL,
	`explanation` text
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `portfolio_launch_account` (
	`launch_id` text NOT NULL,
	`account_id` text NOT NULL,
	`round_id` text NOT NULL,
	`queued_at` integer,
	`refused_at` integer,
	PRIMARY KEY(`launch_id`, `account_id`),
	FOREIGN KEY (`launch_id`) REFERENCES `portfolio_launch`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `portfolio_launch_round` ON `portfolio_launch_account` (`round_id`);--> statement-breakpoint
CREATE INDEX `portfolio_launch_queued` ON `portfolio_launch_account` (`queued_at`) WHERE queued_at is not null;--> statement-breakpoint
CREATE TABLE `reference_ask` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`contact_id` text NOT NULL,
	`round_id` text NOT NULL,
	`text` text NOT NULL,
	`opt_out_hash` text NOT NULL,
	`asked_by` text NOT NULL,
	`asked_at` integer NOT NULL,
	`answer` text,
	`later_on` text,
	`note` text,
	`answered_at` integer,
	`answered_by` text,
	`version` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`contact_id`) REFERENCES `contact`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `reference_ask_account` ON `reference_ask` (`account_id`,`asked_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `reference_ask_opt_out` ON `reference_ask` (`opt_out_hash`);--> statement-breakpoint
CREATE TABLE `sealed_response` (
	`round_id` text NOT NULL,
	`id` text NOT NULL,
	`sealed` text NOT NULL,
	PRIMARY KEY(`round_id`, `id`),
	FOREIGN KEY (`round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `webhook_delivery` (
	`endpoint_id` text NOT NULL,
	`event_id` text NOT NULL,
	`type` text NOT NULL,
	`data` text NOT NULL,
	`status` text NOT NULL,
	`attempts` integer NOT NULL,
	`send_after` integer NOT NULL,
	`created_at` integer NOT NULL,
	`tried_at` integer,
	`answer` text,
	PRIMARY KEY(`endpoint_id`, `event_id`),
	FOREIGN KEY (`endpoint_id`) REFERENCES `webhook_endpoint`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `webhook_log` ON `webhook_delivery` (`endpoint_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `webhook_waiting` ON `webhook_delivery` (`send_after`) WHERE status = 'waiting';--> statement-breakpoint
CREATE TABLE `webhook_endpoint` (
	`id` text PRIMARY KEY NOT NULL,
	`url` text NOT NULL,
	`events` text NOT NULL,
	`status` text NOT NULL,
	`secret_version` integer NOT NULL,
	`rotated_at` integer,
	`failing_since` integer,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `account` ADD `time_zone` text;--> statement-breakpoint
ALTER TABLE `round` ADD `released_at` integer;--> statement-breakpoint
ALTER TABLE `round` ADD `released_by` text;--> statement-breakpoint
ALTER TABLE `round` ADD `release_note` text;--> statement-breakpoint
ALTER TABLE `round` ADD `withheld_at` integer;--> statement-breakpoint
ALTER TABLE `round` ADD `withheld_by` text;--> statement-breakpoint
ALTER TABLE `round` ADD `withheld_reason` text;--> statement-breakpoint
ALTER TABLE `round` ADD `public_key` text;--> statement-breakpoint
ALTER TABLE `round` ADD `blanked_at` integer;--> statement-breakpoint
CREATE INDEX `round_newest` ON `round` (`created_at`);--> statement-breakpoint
CREATE INDEX `round_unreleased` ON `round` (`closed_at`) WHERE status = 'closed' and released_at is null and withheld_at is null;--> statement-breakpoint
CREATE INDEX `round_draft` ON `round` (`created_at`) WHERE status = 'draft';--> statement-breakpoint
CREATE INDEX `round_kept` ON `round` (`closed_at`) WHERE blanked_at is null;--> statement-breakpoint
CREATE INDEX `round_keyed` ON `round` (`status`) WHERE public_key is not null;--> statement-breakpoint
ALTER TABLE `setting` ADD `retention_months` integer DEFAULT 36 NOT NULL;--> statement-breakpoint
CREATE INDEX `report_answered` ON `report` (`account_id`,`closed_at`) WHERE completed > 0;