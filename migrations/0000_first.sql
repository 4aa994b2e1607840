CREATE TABLE `api_keys` (
	`id` integer PRIMARY KEY NOT NULL,
	`user_id` integer NOT NULL,
	`name` text NOT NULL,
	`hash` blob NOT NULL,
	`hint` text NOT NULL,
	`scope` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer,
	`revoked_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash_unique` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE INDEX `api_keys_user` ON `api_keys` (`user_id`);--> statement-breakpoint
CREATE TABLE `groups` (
	`user_id` integer NOT NULL,
	`id` integer NOT NULL,
	`names` blob NOT NULL,
	PRIMARY KEY(`user_id`, `id`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `groups_names` ON `groups` (`user_id`,`names`);--> statement-breakpoint
CREATE TABLE `heartbeats` (
	`user_id` integer NOT NULL,
	`time` integer NOT NULL,
	`identity` integer NOT NULL,
	`id` integer NOT NULL,
	`created_at` integer NOT NULL,
	`source_id` integer NOT NULL,
	`entity_id` integer,
	`type_id` integer,
	`category_id` integer,
	`project_id` integer,
	`branch_id` integer,
	`language_id` integer,
	`dependencies_id` integer,
	`is_write` integer,
	`lines` integer,
	`lineno` integer,
	`cursorpos` integer,
	`project_root_count` integer,
	`line_additions` integer,
	`line_deletions` integer,
	`ai_line_changes` integer,
	`human_line_changes` integer,
	`ai_input_tokens` integer,
	`ai_cached_input_tokens` integer,
	`ai_output_tokens` integer,
	`ai_prompt_length` integer,
	`ai_model_id` integer,
	`ai_session_id` integer,
	`ai_subscription_plan_id` integer,
	`extra` text,
	PRIMARY KEY(`user_id`, `time`, `identity`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`source_id`) REFERENCES `sources`(`id`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `imports` (
	`id` integer PRIMARY KEY NOT NULL,
	`user_id` integer NOT NULL,
	`file` text NOT NULL,
	`started_at` integer NOT NULL,
	`finished_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `meta` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `names` (
	`id` integer PRIMARY KEY NOT NULL,
	`user_id` integer NOT NULL,
	`kind` integer NOT NULL,
	`value` text NOT NULL,
	`canonical_id` integer,
	`language_id` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `names_value` ON `names` (`user_id`,`kind`,`value`);--> statement-breakpoint
CREATE TABLE `placeholders` (
	`user_id` integer NOT NULL,
	`time` integer NOT NULL,
	`identity` integer NOT NULL,
	`project_id` integer,
	`language_id` integer,
	`branch_id` integer,
	PRIMARY KEY(`user_id`, `time`, `identity`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `recounts` (
	`user_id` integer PRIMARY KEY NOT NULL,
	`generation` integer NOT NULL,
	`timeout_ms` integer NOT NULL,
	`idle_ms` integer NOT NULL,
	`frontier_time` integer NOT NULL,
	`frontier_identity` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `rollup` (
	`user_id` integer NOT NULL,
	`generation` integer NOT NULL,
	`day` integer NOT NULL,
	`version` integer NOT NULL,
	`cells` blob NOT NULL,
	`sums` blob,
	PRIMARY KEY(`user_id`, `generation`, `day`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `rollup_version` ON `rollup` (`user_id`,`generation`,`version`);--> statement-breakpoint
CREATE TABLE `sources` (
	`id` integer PRIMARY KEY NOT NULL,
	`user_id` integer NOT NULL,
	`sent` text NOT NULL,
	`editor_id` integer,
	`operating_system_id` integer,
	`machine_id` integer,
	`ai_model_id` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `sources_sent` ON `sources` (`user_id`,`sent`);--> statement-breakpoint
CREATE TABLE `streams` (
	`user_id` integer PRIMARY KEY NOT NULL,
	`generation` integer NOT NULL,
	`version` integer NOT NULL,
	`timeout_ms` integer NOT NULL,
	`idle_ms` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `users` (
	`id` integer PRIMARY KEY NOT NULL,
	`uuid` text NOT NULL,
	`name` text NOT NULL,
	`display_name` text,
	`email` text,
	`slack_id` text,
	`is_admin` integer DEFAULT false NOT NULL,
	`time_zone` text,
	`client_time_zone` text,
	`week_start` integer DEFAULT 1 NOT NULL,
	`timeout_ms` integer DEFAULT 120000 NOT NULL,
	`idle_ms` integer DEFAULT 120000 NOT NULL,
	`is_public` integer DEFAULT false NOT NULL,
	`password_hash` text,
	`created_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `users_uuid_unique` ON `users` (`uuid`);--> statement-breakpoint
CREATE UNIQUE INDEX `users_name` ON `users` (lower("name"));--> statement-breakpoint
CREATE UNIQUE INDEX `users_email` ON `users` (lower("email"));--> statement-breakpoint
CREATE UNIQUE INDEX `users_slack_id` ON `users` (`slack_id`);