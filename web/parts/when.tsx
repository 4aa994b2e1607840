/** An instant, RFC 3339, as a date in the reader's language, with the time on request. */
export function When({ at }: { at: string }) {
  const date = new Date(at);
  return (
    <time dateTime={at} title={date.toLocaleString()}>
      {date.toLocaleDateString(undefined, { day: "numeric", month: "short", year: "numeric" })}
    </time>
  );
}
