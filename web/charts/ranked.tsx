/** @jsxImportSource preact */
import { useRef, useState } from "preact/hooks";
import { shareText, timeText } from "../format.ts";
import { Figure } from "./figure.tsx";
import { percent } from "./scale.ts";
import { Spark } from "./spark.tsx";

export type RankedItem = {
  readonly name: string;
  readonly ms: number;
  /** place of its colour */
  readonly colour?: number;
  /** its time bucket by bucket */
  readonly spark?: readonly number[];
  readonly isPicked?: boolean;
};

type Props = {
  readonly title: string;
  readonly items: readonly RankedItem[];
  readonly totalMs: number;
  /** how many are shown before one asks for all */
  readonly most?: number;
  readonly pick?: (name: string) => void;
  readonly class?: string;
};

/** A list with bars, most time first: one tab stop, arrows move, Enter filters. */
export function Ranked({ title, items, totalMs, most = 6, pick, class: className }: Props) {
  const [isAll, setAll] = useState(false);
  const [current, setCurrent] = useState(0);
  const list = useRef<HTMLOListElement>(null);
  const shown = isAll ? items : items.slice(0, most);
  const mostMs = items[0]?.ms ?? 0;
  const stop = Math.min(current, shown.length - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const next = Math.min(shown.length - 1, Math.max(0, stop + by));
    setCurrent(next);
    list.current?.querySelectorAll("button")[next]?.focus();
  };
  const [top] = items;
  return (
    <Figure
      title={title}
      class={className ?? ""}
      {...(top !== undefined && { sum: `${top.name} ${shareText(top.ms, totalMs)}` })}
      table={() => ({
        head: [title, "Time", "Share"],
        rows: items.map(({ name, ms }) => [name, timeText(ms), shareText(ms, totalMs)]),
      })}
    >
      {items.length === 0 ? (
        <p class="muted">Nothing in this range.</p>
      ) : (
        <ol class="ranked" ref={list} onKeyDown={onKeyDown}>
          {shown.map((item, i) => (
            <li key={item.name}>
              <button
                type="button"
                tabIndex={i === stop ? 0 : -1}
                aria-pressed={item.isPicked ?? false}
                title={item.name}
                onFocus={() => setCurrent(i)}
                onClick={() => pick?.(item.name)}
              >
                <span class="label cut">{item.name}</span>
                {item.spark !== undefined && <Spark values={item.spark} tone={`s${item.colour ?? 0}`} />}
                <svg class="bar" aria-hidden="true">
                  <rect
                    class={`s${item.colour ?? 0}`}
                    width={percent(mostMs === 0 ? 0 : item.ms / mostMs)}
                    height={8}
                  />
                </svg>
                <span class="time">{timeText(item.ms)}</span>
              </button>
            </li>
          ))}
        </ol>
      )}
      {items.length > most && (
        <button type="button" class="plain small" onClick={() => setAll(!isAll)}>
          {isAll ? "Show fewer" : `All ${items.length}`}
        </button>
      )}
    </Figure>
  );
}
