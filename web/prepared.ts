/** What the server sends along with a page that it has drawn already: what it drew it from. */
export type Prepared = {
  /** path and query of the page */
  readonly url: string;
  /** language that its numbers and dates are written in */
  readonly locale: string;
  /** the server's mark of the time that they answer with */
  readonly mark: string;
  /** what its first questions answer, by their addresses */
  readonly answers: Readonly<Record<string, unknown>>;
  /** what had to be written to draw all of it */
  readonly texts: Readonly<Record<string, string>>;
};

/** Element of a page that holds it: a block of data, which no browser runs. */
export const PREPARED_ID = "prepared";
