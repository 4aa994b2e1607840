import { expect, test } from "bun:test";
import { openRest } from "../../src/cli/rest.ts";

const MB = 1024 * 1024;

/** A server's memory, and a clock that is set by hand. */
function stage() {
  const done: string[] = [];
  const waiting: { at: number; work: () => void }[] = [];
  let ms = 0;
  let held = 100 * MB;
  const rest = openRest({
    held: () => held,
    drop: () => done.push(`${ms / 1000} s: drop`),
    collect() {
      done.push(`${ms / 1000} s: collect`);
      held -= 5 * MB;
    },
    shrink() {
      done.push(`${ms / 1000} s: shrink`);
      held -= 20 * MB;
    },
    now: () => ms,
    after(later, work) {
      const one = { at: ms + later, work };
      waiting.push(one);
      return () => waiting.splice(waiting.indexOf(one), 1);
    },
  });
  return {
    done,
    rest,
    waiting,
    hold: (bytes: number) => {
      held = bytes;
    },
    until(second: number) {
      for (;;) {
        const next = waiting.filter(({ at }) => at <= second * 1000).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        waiting.splice(waiting.indexOf(next), 1);
        ms = next.at;
        next.work();
      }
      ms = second * 1000;
    },
  };
}

test("ten quiet seconds after work that took memory it is given back, once", () => {
  const { rest, hold, until, done } = stage();
  rest.asked();
  hold(140 * MB);
  until(6);
  rest.asked();
  until(15);
  expect(done).toEqual([]);
  until(60);
  expect(done).toEqual(["16 s: drop", "16 s: collect", "19 s: collect", "22 s: collect"]);
});

test("a server that is asked for little never collects, one that is always asked never rests", () => {
  const { rest, hold, until, done, waiting } = stage();
  for (let second = 0; second < 600; second += 60) {
    until(second);
    rest.asked();
    hold((100 + second / 100) * MB);
  }
  until(700);
  expect(done).toEqual([]);
  hold(300 * MB);
  for (let second = 700; second < 800; second += 9) {
    until(second);
    rest.asked();
    expect(waiting).toHaveLength(1);
  }
  expect(done).toEqual([]);
});

test("a server that still holds much then lets its compiled code go", () => {
  const { rest, hold, until, done } = stage();
  rest.asked();
  hold(156 * MB);
  until(60);
  expect(done.slice(-2)).toEqual(["16 s: collect", "16 s: shrink"]);
  // 121 MB are left; that is where the next rest is measured from.
  hold(128 * MB);
  rest.asked();
  until(100);
  expect(done).toHaveLength(5);
  hold(160 * MB);
  rest.asked();
  until(150);
  expect(done.slice(5)).toEqual(["110 s: drop", "110 s: collect", "113 s: collect", "116 s: collect", "116 s: shrink"]);
});

test("a server that is asked again meanwhile keeps its compiled code until it is quiet once more", () => {
  const { rest, hold, until, done } = stage();
  rest.asked();
  hold(200 * MB);
  until(12);
  rest.asked();
  until(25);
  expect(done).toEqual(["10 s: drop", "10 s: collect", "13 s: collect", "16 s: collect"]);
  until(60);
  expect(done.slice(4)).toEqual(["26 s: drop", "26 s: collect", "29 s: collect", "32 s: collect", "32 s: shrink"]);
});

test("what was given back is where the next rest is measured from; a closed one never comes", () => {
  const { rest, hold, until, done, waiting } = stage();
  rest.asked();
  hold(150 * MB);
  until(100);
  expect(done).toHaveLength(4);
  hold(142 * MB);
  rest.asked();
  until(200);
  expect(done).toHaveLength(4);
  hold(144 * MB);
  rest.asked();
  rest.close();
  until(300);
  expect(done).toHaveLength(4);
  expect(waiting).toEqual([]);
});
