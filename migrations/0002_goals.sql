CREATE TABLE `goals` (
	`id` integer PRIMARY KEY NOT NULL,
	`user_id` integer NOT NULL,
	`uuid` text NOT NULL,
	`title` text,
	`delta` text NOT NULL,
	`target_seconds` integer NOT NULL,
	`is_inverse` integer NOT NULL,
	`is_enabled` integer NOT NULL,
	`ignore_zero_days` integer NOT NULL,
	`ignore_days` text NOT NULL,
	`languages` text NOT NULL,
	`projects` text NOT NULL,
	`editors` text NOT NULL,
	`created_at` integer NOT NULL,
	`modified_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `goals_uuid_unique` ON `goals` (`uuid`);--> statement-breakpoint
CREATE INDEX `goals_user` ON `goals` (`user_id`);