/** @jsxImportSource preact */
// Rectangles that can be pointed at, walked through with the arrow keys, and picked: what all charts are made of.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { useStages } from "../parts/stages.ts";
import { type Box, percent } from "./scale.ts";

export type Mark = Box & {
  /** class of its colour: `s0` to `s8`, `heat` */
  readonly tone: string;
  /** 0 to 1, for heat */
  readonly opacity?: number;
  /** Returns what it says when it is pointed at: of hundreds that are drawn, few ever are. */
  readonly text: () => string;
  readonly pick?: () => void;
};

type Props = {
  readonly marks: readonly Mark[];
  /** px */
  readonly height: number;
  /** what the chart is, for those who hear it */
  readonly label: string;
  /** how far up and down go in the order of the marks, and left and right */
  readonly row?: number;
  readonly column?: number;
  /** axes and the like, behind the marks */
  readonly children?: ComponentChildren;
  /** in front of them */
  readonly over?: ComponentChildren;
  /** shown while no mark is */
  readonly hint?: string;
};

/** Marks drawn in one step. */
const AT_ONCE = 200;

/** A chart of marks: one tab stop, arrows move, Enter picks, Escape leaves; what a mark says stands below it. */
export function Marks({ marks, height, label, row = 1, column = 1, children, over, hint = " " }: Props) {
  const [current, setCurrent] = useState<number>();
  const shown = current === undefined ? undefined : marks[current];
  const drawn = useStages(Math.ceil(marks.length / AT_ONCE), 1);
  const move = (by: number) =>
    setCurrent((before) => Math.min(marks.length - 1, Math.max(0, before === undefined ? firstOf(by) : before + by)));
  const firstOf = (by: number) => (by < 0 ? marks.length - 1 : 0);
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, () => void>> = {
      ArrowRight: () => move(column),
      ArrowLeft: () => move(-column),
      ArrowDown: () => move(row),
      ArrowUp: () => move(-row),
      Home: () => setCurrent(0),
      End: () => setCurrent(marks.length - 1),
      Enter: () => shown?.pick?.(),
      Escape: () => setCurrent(undefined),
    };
    const step = steps[event.key];
    if (step === undefined || marks.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    step();
  };
  const at = (event: Event) => {
    const index = event.target instanceof SVGElement ? event.target.dataset["i"] : undefined;
    return index === undefined ? undefined : Number(index);
  };
  return (
    <>
      <svg
        class="chart"
        height={height}
        role="application"
        aria-roledescription="chart"
        aria-label={`${label}. Arrow keys move, Enter filters.`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onBlur={() => setCurrent(undefined)}
        onPointerOver={(event) => setCurrent(at(event))}
        onPointerLeave={() => setCurrent(undefined)}
        onClick={(event) => {
          const index = at(event);
          if (index !== undefined) marks[index]?.pick?.();
        }}
      >
        {children}
        {marks.slice(0, drawn * AT_ONCE).map((mark, i) => (
          <rect
            key={i}
            data-i={i}
            class={`mark ${mark.tone}${i === current ? " current" : ""}`}
            x={percent(mark.x)}
            y={mark.y}
            width={percent(mark.width)}
            height={mark.height}
            {...(mark.opacity !== undefined && { "fill-opacity": mark.opacity })}
          />
        ))}
        {over}
      </svg>
      <p class="readout cut" aria-live="polite">
        {shown?.text() ?? hint}
      </p>
    </>
  );
}
