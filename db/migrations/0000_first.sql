CREATE TABLE `account` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`name_folded` text NOT NULL,
	`parent_id` text,
	`account_manager_id` text,
	`sponsor_id` text,
	`country` text,
	`segment` text,
	`annual_revenue` integer,
	`currency` text,
	`matter` text,
	`matter_observation` text,
	`services` text,
	`competitors` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`services_in_use` text,
	`cadence_months` integer DEFAULT 12 NOT NULL,
	`preferred_month` integer,
	`round_due_at` integer
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `account_name` ON `account` (`name`);--> statement-breakpoint
CREATE INDEX `account_name_folded` ON `account` (`name_folded`);--> statement-breakpoint
CREATE INDEX `account_manager` ON `account` (`account_manager_id`);--> statement-breakpoint
CREATE INDEX `account_round_due` ON `account` (`round_due_at`);--> statement-breakpoint
CREATE TABLE `account_management` (
	`account_id` text NOT NULL,
	`staff_id` text NOT NULL,
	`since` integer NOT NULL,
	PRIMARY KEY(`account_id`, `staff_id`),
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `contact` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`first_name` text NOT NULL,
	`last_name` text NOT NULL,
	`email` text NOT NULL,
	`tier` text NOT NULL,
	`function` text DEFAULT 'other' NOT NULL,
	`job_title` text,
	`department` text,
	`locale` text,
	`most_senior` integer DEFAULT false NOT NULL,
	`status` text DEFAULT 'active' NOT NULL,
	`preferences` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`do_not_survey` integer DEFAULT false NOT NULL,
	`merged_into_id` text,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `contact_account_email` ON `contact` (`account_id`,`email`);--> statement-breakpoint
CREATE INDEX `contact_email` ON `contact` (`email`);--> statement-breakpoint
CREATE UNIQUE INDEX `contact_most_senior` ON `contact` (`account_id`) WHERE most_senior = 1;--> statement-breakpoint
CREATE TABLE `import_chunk` (
	`import_id` text NOT NULL,
	`position` integer NOT NULL,
	`lines` text NOT NULL,
	`rejected` text NOT NULL,
	`applied_at` integer,
	PRIMARY KEY(`import_id`, `position`),
	FOREIGN KEY (`import_id`) REFERENCES `import_job`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `import_job` (
	`id` text PRIMARY KEY NOT NULL,
	`file_name` text NOT NULL,
	`created_by` text NOT NULL,
	`status` text NOT NULL,
	`created` integer NOT NULL,
	`updated` integer NOT NULL,
	`unchanged` integer NOT NULL,
	`tier_assumed` integer NOT NULL,
	`rejected` integer NOT NULL,
	`changes` text NOT NULL,
	`created_at` integer NOT NULL,
	`applied_at` integer
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `opt_out` (
	`address_hash` text PRIMARY KEY NOT NULL,
	`created_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `case_note` (
	`case_id` text NOT NULL,
	`id` text NOT NULL,
	`at` integer NOT NULL,
	`written_by` text NOT NULL,
	`text` text NOT NULL,
	PRIMARY KEY(`case_id`, `id`),
	FOREIGN KEY (`case_id`) REFERENCES `client_case`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `client_case` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`round_id` text NOT NULL,
	`contact_id` text NOT NULL,
	`trigger` text NOT NULL,
	`walled` integer NOT NULL,
	`services` text NOT NULL,
	`comment` text,
	`status` text NOT NULL,
	`owner_id` text,
	`opened_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`first_contact_at` integer,
	`resolved_at` integer,
	`resolution` text,
	`root_cause` text,
	`prevention` text,
	`client_told` integer,
	`version` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`contact_id`) REFERENCES `contact`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `case_account` ON `client_case` (`account_id`,`opened_at`);--> statement-breakpoint
CREATE INDEX `case_waiting` ON `client_case` (`due_at`) WHERE status <> 'resolved';--> statement-breakpoint
CREATE TABLE `conversation` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`contact_id` text NOT NULL,
	`recorded_by` text NOT NULL,
	`recorded_at` integer NOT NULL,
	`held_on` text NOT NULL,
	`questionnaire` text NOT NULL,
	`answers` text NOT NULL,
	`token_hash` text NOT NULL,
	`opt_out_hash` text NOT NULL,
	`mailed_at` integer,
	`confirmed_at` integer,
	`confirmed_answers` text,
	`round_id` text,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`contact_id`) REFERENCES `contact`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `conversation_account` ON `conversation` (`account_id`,`held_on`);--> statement-breakpoint
CREATE UNIQUE INDEX `conversation_token` ON `conversation` (`token_hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `conversation_opt_out` ON `conversation` (`opt_out_hash`);--> statement-breakpoint
CREATE TABLE `mail_event` (
	`id` text PRIMARY KEY NOT NULL,
	`message_id` text NOT NULL,
	`type` text NOT NULL,
	`at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `suppression` (
	`address_hash` text PRIMARY KEY NOT NULL,
	`reason` text NOT NULL,
	`created_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `message` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`recipient` text NOT NULL,
	`invitation_id` text,
	`staff_id` text,
	`round_id` text,
	`data` text NOT NULL,
	`status` text NOT NULL,
	`send_after` integer,
	`attempts` integer DEFAULT 0 NOT NULL,
	`last_error` text,
	`provider_id` text,
	`created_at` integer NOT NULL,
	`sent_at` integer,
	`delivery` text,
	`batch_id` text
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `message_created` ON `message` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `message_queued` ON `message` (`created_at`) WHERE status = 'queued';--> statement-breakpoint
CREATE INDEX `message_failed` ON `message` (`created_at`,`id`) WHERE status = 'failed';--> statement-breakpoint
CREATE INDEX `message_invitation` ON `message` (`invitation_id`) WHERE kind <> 'receipt';--> statement-breakpoint
CREATE TABLE `report` (
	`round_id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`kind` text NOT NULL,
	`method` integer NOT NULL,
	`closed_at` integer NOT NULL,
	`year` integer NOT NULL,
	`invited` integer NOT NULL,
	`completed` integer NOT NULL,
	`client_points` real,
	`self_points` integer,
	`gap` real,
	`manager_id` text,
	`graded` integer,
	`client_low` real,
	`client_high` real,
	`missing_tiers` text DEFAULT '[]' NOT NULL,
	`moves` text,
	`area_means` text DEFAULT '{}' NOT NULL,
	`figures` text NOT NULL,
	FOREIGN KEY (`round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `report_account` ON `report` (`account_id`,`closed_at`);--> statement-breakpoint
CREATE INDEX `report_year` ON `report` (`year`,`account_id`);--> statement-breakpoint
CREATE TABLE `report_area` (
	`round_id` text NOT NULL,
	`area` text NOT NULL,
	`tier` text NOT NULL,
	`mean` real,
	`low` real,
	`high` real,
	`n` integer NOT NULL,
	`invited` integer NOT NULL,
	`favourable` real,
	PRIMARY KEY(`round_id`, `area`, `tier`),
	FOREIGN KEY (`round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `report_comment` (
	`round_id` text NOT NULL,
	`question_key` text NOT NULL,
	`position` integer NOT NULL,
	`tier` text NOT NULL,
	`text` text NOT NULL,
	`contact_id` text,
	PRIMARY KEY(`round_id`, `question_key`, `position`),
	FOREIGN KEY (`round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `response` (
	`round_id` text NOT NULL,
	`id` text NOT NULL,
	`tier` text NOT NULL,
	`answers` text NOT NULL,
	`revision` integer,
	`submitted_at` integer,
	`conversation_id` text,
	PRIMARY KEY(`round_id`, `id`),
	FOREIGN KEY (`round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `invitation` (
	`id` text PRIMARY KEY NOT NULL,
	`round_id` text NOT NULL,
	`contact_id` text NOT NULL,
	`tier` text NOT NULL,
	`template_version_id` text NOT NULL,
	`token_hash` text NOT NULL,
	`token_version` integer DEFAULT 1 NOT NULL,
	`opt_out_hash` text NOT NULL,
	`status` text NOT NULL,
	`revision` integer DEFAULT 0 NOT NULL,
	`draft` text,
	`postponed_until` integer,
	`invited_at` integer NOT NULL,
	`delivery` text DEFAULT 'queued' NOT NULL,
	FOREIGN KEY (`round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`contact_id`) REFERENCES `contact`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`template_version_id`) REFERENCES `template_version`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `invitation_token` ON `invitation` (`token_hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `invitation_opt_out` ON `invitation` (`opt_out_hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `invitation_round_contact` ON `invitation` (`round_id`,`contact_id`);--> statement-breakpoint
CREATE INDEX `invitation_contact` ON `invitation` (`contact_id`,`invited_at`);--> statement-breakpoint
CREATE TABLE `nomination` (
	`invitation_id` text PRIMARY KEY NOT NULL,
	`round_id` text NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`status` text NOT NULL,
	`decided_by` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `nomination_round` ON `nomination` (`round_id`);--> statement-breakpoint
CREATE TABLE `personal_note` (
	`round_id` text NOT NULL,
	`contact_id` text NOT NULL,
	`text` text NOT NULL,
	`opt_out_hash` text NOT NULL,
	`sent_by` text NOT NULL,
	`sent_at` integer NOT NULL,
	PRIMARY KEY(`round_id`, `contact_id`),
	FOREIGN KEY (`round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`contact_id`) REFERENCES `contact`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `personal_note_opt_out` ON `personal_note` (`opt_out_hash`);--> statement-breakpoint
CREATE TABLE `round` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`status` text NOT NULL,
	`confidentiality` text NOT NULL,
	`modules` text NOT NULL,
	`contact_ids` text,
	`administrator_id` text,
	`closes_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`launched_at` integer,
	`launched_by` text,
	`explanation` text,
	`closed_at` integer,
	`closed_by` text,
	`close_reason` text,
	`change_id` text,
	`own_questions` text,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `round_account` ON `round` (`account_id`,`closed_at`);--> statement-breakpoint
CREATE INDEX `round_due` ON `round` (`closes_at`) WHERE status = 'open';--> statement-breakpoint
CREATE TABLE `self_grade` (
	`round_id` text PRIMARY KEY NOT NULL,
	`grade` text NOT NULL,
	`reason` text NOT NULL,
	`predicted` text NOT NULL,
	`given_by` text NOT NULL,
	`given_at` integer NOT NULL,
	FOREIGN KEY (`round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `template_version` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`version` integer NOT NULL,
	`definition` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `test_link` (
	`id` text PRIMARY KEY NOT NULL,
	`round_id` text NOT NULL,
	`tier` text NOT NULL,
	`template_version_id` text NOT NULL,
	`staff_id` text NOT NULL,
	`token_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`template_version_id`) REFERENCES `template_version`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `test_link_token` ON `test_link` (`token_hash`);--> statement-breakpoint
CREATE TABLE `api_token` (
	`id` text PRIMARY KEY NOT NULL,
	`staff_id` text NOT NULL,
	`name` text NOT NULL,
	`token_hash` text NOT NULL,
	`scope` text NOT NULL,
	`created_at` integer NOT NULL,
	`revoked_at` integer,
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `api_token_hash` ON `api_token` (`token_hash`);--> statement-breakpoint
CREATE INDEX `api_token_staff` ON `api_token` (`staff_id`);--> statement-breakpoint
CREATE TABLE `audit_entry` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`subject_type` text NOT NULL,
	`subject_id` text NOT NULL,
	`detail` text
);
--> statement-breakpoint
CREATE INDEX `audit_subject` ON `audit_entry` (`subject_type`,`subject_id`);--> statement-breakpoint
CREATE INDEX `audit_actor` ON `audit_entry` (`actor`);--> statement-breakpoint
CREATE TABLE `credential` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`provider_id` text NOT NULL,
	`user_id` text NOT NULL,
	`access_token` text,
	`refresh_token` text,
	`id_token` text,
	`access_token_expires_at` integer,
	`refresh_token_expires_at` integer,
	`scope` text,
	`password` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `credential_user` ON `credential` (`user_id`);--> statement-breakpoint
CREATE TABLE `session` (
	`id` text PRIMARY KEY NOT NULL,
	`token` text NOT NULL,
	`user_id` text NOT NULL,
	`expires_at` integer NOT NULL,
	`ip_address` text,
	`user_agent` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `session_token` ON `session` (`token`);--> statement-breakpoint
CREATE INDEX `session_user` ON `session` (`user_id`);--> statement-breakpoint
CREATE TABLE `setting` (
	`id` integer PRIMARY KEY NOT NULL,
	`supplier_name` text NOT NULL,
	`time_zone` text NOT NULL,
	`accent_colour` text NOT NULL,
	`logo` text,
	`footer_address` text,
	`reminder_days` text DEFAULT '[4,11,19]' NOT NULL,
	`sender_name` text,
	`reply_to` text,
	`signature` text
);
--> statement-breakpoint
CREATE TABLE `staff` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`email_verified` integer DEFAULT false NOT NULL,
	`image` text,
	`role` text NOT NULL,
	`line_manager_id` text,
	`phone` text,
	`deactivated_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `staff_email` ON `staff` (`email`);--> statement-breakpoint
CREATE INDEX `staff_line_manager` ON `staff` (`line_manager_id`);--> statement-breakpoint
CREATE TABLE `verification` (
	`id` text PRIMARY KEY NOT NULL,
	`identifier` text NOT NULL,
	`value` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `verification_identifier` ON `verification` (`identifier`);