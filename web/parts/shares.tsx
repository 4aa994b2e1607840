/** @jsxImportSource preact */
import { type Mark, Marks } from "../charts/marks.tsx";
import { shareText, timeText } from "../format.ts";

type Props = {
  readonly items: readonly { readonly name: string; readonly ms: number; readonly colour: number }[];
  readonly totalMs: number;
  readonly pick: (name: string) => void;
};

const HEIGHT = 48;
/** What is thinner is put together at the end. */
const THIN = 0.004;

/** A range in one bar: its projects, each as wide as its share. */
export function Shares({ items, totalMs, pick }: Props) {
  let before = 0;
  const marks = items.flatMap(({ name, ms, colour }): Mark[] => {
    const width = totalMs === 0 ? 0 : ms / totalMs;
    if (width < THIN) return [];
    const x = before;
    before += width;
    return [
      {
        ...{ x, y: 0, width, height: HEIGHT },
        tone: `s${colour}`,
        text: () => `${name}: ${timeText(ms)}, ${shareText(ms, totalMs)}`,
        pick: () => pick(name),
      },
    ];
  });
  return (
    <Marks marks={marks} height={HEIGHT} label="Projects by their share">
      <rect class="base" x="0" y="0" width="100%" height={HEIGHT} />
    </Marks>
  );
}
