CREATE TABLE `ledger_entry` (
	`id` text PRIMARY KEY NOT NULL,
	`state` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `sealed_receipt` (
	`round_id` text PRIMARY KEY NOT NULL,
	`hashes` text NOT NULL,
	`kept_until` integer NOT NULL,
	FOREIGN KEY (`round_id`) REFERENCES `round`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `import_job` ADD `unknown_owners` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `round` ADD `group_size` integer DEFAULT 5 NOT NULL;--> statement-breakpoint
ALTER TABLE `round` ADD `comment_group_size` integer DEFAULT 8 NOT NULL;