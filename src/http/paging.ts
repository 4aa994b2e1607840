import type { Call } from "./call.ts";
import { type Parameter, type WholeSchema, wholeNumber } from "./parameter.ts";

export const PAGE: Parameter<WholeSchema> = {
  name: "page",
  description: "Which page of a long list, the first without it; one after the last is empty",
  schema: { type: "integer", minimum: 1, maximum: 1_000_000 },
  example: 1,
};

/** Where a list is cut, and what a paged answer says of it. */
export type Paging = {
  /** entries before the page, and on it at most */
  readonly skip: number;
  readonly size: number;
  readonly fields: {
    readonly page: number;
    readonly total: number;
    /** at least 1 */
    readonly total_pages: number;
    readonly next_page: number | null;
    readonly prev_page: number | null;
  };
};

/**
 * Returns the page that `?page=` asks for of `total` entries, `size` a page; one after the last is empty.
 * Source: wakatime-api §1, pagination. @throws AppError `invalid` (422) for what is no page.
 */
export function pagingOf(call: Call, total: number, size: number): Paging {
  const page = wholeNumber(call, PAGE, 1);
  const pages = Math.max(1, Math.ceil(total / size));
  return {
    skip: (page - 1) * size,
    size,
    fields: {
      page,
      total,
      total_pages: pages,
      next_page: page < pages ? page + 1 : null,
      prev_page: page > 1 ? Math.min(page - 1, pages) : null,
    },
  };
}
