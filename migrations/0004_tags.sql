ALTER TABLE `rollup` ADD `tags` blob;--> statement-breakpoint
DELETE FROM `rollup`;--> statement-breakpoint
DELETE FROM `recounts`;--> statement-breakpoint
DELETE FROM `streams`;--> statement-breakpoint
DELETE FROM `groups`;
