CREATE TABLE `external_durations` (
	`id` integer PRIMARY KEY NOT NULL,
	`user_id` integer NOT NULL,
	`uuid` text NOT NULL,
	`provider` text NOT NULL,
	`external_id` text NOT NULL,
	`entity` text NOT NULL,
	`type` text NOT NULL,
	`start_ms` integer NOT NULL,
	`end_ms` integer NOT NULL,
	`category` text NOT NULL,
	`project` text,
	`branch` text,
	`language` text,
	`meta` text,
	`group_id` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `external_durations_uuid_unique` ON `external_durations` (`uuid`);--> statement-breakpoint
CREATE INDEX `external_durations_start` ON `external_durations` (`user_id`,`start_ms`);--> statement-breakpoint
CREATE UNIQUE INDEX `external_durations_told` ON `external_durations` (`user_id`,`provider`,`external_id`);--> statement-breakpoint
ALTER TABLE `streams` ADD `externals` integer DEFAULT 0 NOT NULL;