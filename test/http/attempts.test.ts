import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { attempts } from "../../src/http/attempts.ts";

const MINUTE_MS = 60_000;

describe("attempts", () => {
  test("follows the picture: limit 3, window 10 s", () => {
    const window = attempts(3, 10_000);
    const left: number[] = [];
    for (let second = 0; second <= 11; second++) {
      if ([0, 3, 5, 6, 7].includes(second)) window.note("10.0.0.1", second * 1000);
      left.push(window.blockedFor("10.0.0.1", second * 1000));
    }
    expect(left).toEqual([0, 0, 0, 0, 0, 5, 4, 3, 2, 1, 0, 0]);
  });

  test("the last millisecond of the window still counts as a second", () => {
    const window = attempts(1, 1000);
    window.note("10.0.0.1", 0);
    expect([999, 1000].map((nowMs) => window.blockedFor("10.0.0.1", nowMs))).toEqual([1, 0]);
  });

  test("tries while blocked do not prolong it", () => {
    const window = attempts(1, 10_000);
    for (let second = 0; second < 10; second++) window.note("10.0.0.1", second * 1000);
    expect(window.blockedFor("10.0.0.1", 10_000)).toBe(0);
  });

  test("a try that was right after all does not count, another of that moment does", () => {
    const window = attempts(2, 10_000);
    for (const nowMs of [0, 5, 5]) window.note("10.0.0.1", nowMs);
    window.forgive("10.0.0.1", 7);
    expect(window.blockedFor("10.0.0.1", 7)).toBe(10);
    window.forgive("10.0.0.1", 5);
    expect(window.blockedFor("10.0.0.1", 7)).toBe(0);
    window.note("10.0.0.1", 8);
    expect(window.blockedFor("10.0.0.1", 8)).toBe(10);
    window.forgive("10.9.9.9", 8);
  });

  test("a clock that goes back forgets what lies ahead", () => {
    const window = attempts(1, 10_000);
    window.note("10.0.0.1", 1_000_000);
    expect(window.blockedFor("10.0.0.1", 0)).toBe(0);
  });

  test.each([
    { name: "the same IPv4", a: "10.0.0.1", b: "10.0.0.1", same: true },
    { name: "another IPv4", a: "10.0.0.1", b: "10.0.0.2", same: false },
    { name: "IPv4 mapped into IPv6", a: "10.0.0.1", b: "::FFFF:10.0.0.1", same: true },
    { name: "two mapped ones", a: "::ffff:10.0.0.1", b: "::ffff:10.0.0.2", same: false },
    { name: "one /64", a: "2001:db8:1:2::1", b: "2001:0DB8:1:2:ffff:ffff:ffff:ffff", same: true },
    { name: "another /64", a: "2001:db8:1:2::1", b: "2001:db8:1:3::1", same: false },
    { name: "zeros in the net", a: "2001:db8::1", b: "2001:db8:0:0:5::", same: true },
    { name: "zeros in the net of another", a: "2001:db8::1", b: "2001:db8:0:1::1", same: false },
    { name: "a zone", a: "fe80::1%eth0", b: "fe80::2", same: true },
    { name: "IPv6 and IPv4 loopback", a: "::1", b: "127.0.0.1", same: false },
    { name: "no address", a: "", b: "10.0.0.1", same: false },
    { name: "nonsense", a: "1:2:3:4:5:6:7:8:9::a", b: "10.0.0.1", same: false },
  ])("$name: $a and $b count together: $same", ({ a, b, same }) => {
    const window = attempts(1, MINUTE_MS);
    window.note(a, 0);
    expect(window.blockedFor(b, 0) > 0).toBe(same);
  });

  test("of more than 10,000 addresses the quietest are forgotten", () => {
    const window = attempts(1, MINUTE_MS);
    const address = (n: number) => `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`;
    for (let n = 0; n < 10_001; n++) window.note(address(n), n);
    const blocked = [0, 1, 10_000].map((n) => window.blockedFor(address(n), 10_001) > 0);
    expect(blocked).toEqual([false, true, true]);
  });

  test("an address that tries again is not the quietest", () => {
    const window = attempts(2, MINUTE_MS);
    const address = (n: number) => `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`;
    for (let n = 0; n < 10_000; n++) window.note(address(n), 0);
    window.note(address(0), 1);
    window.note("192.168.0.1", 2);
    expect(window.blockedFor(address(0), 3)).toBeGreaterThan(0);
  });

  test("no window lets more than the limit through, and a wait that was told is true", () => {
    const steps = fc.array(fc.nat(5000), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(
        steps,
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1000, max: 20_000 }),
        (gaps, limit, windowMs) => {
          const window = attempts(limit, windowMs);
          const passed: number[] = [];
          let nowMs = 0;
          for (const gap of gaps) {
            nowMs += gap;
            const waitSeconds = window.blockedFor("10.0.0.1", nowMs);
            if (waitSeconds === 0) passed.push(nowMs);
            else expect(window.blockedFor("10.0.0.1", nowMs + waitSeconds * 1000)).toBe(0);
            window.note("10.0.0.1", nowMs);
          }
          for (const [index, timeMs] of passed.entries()) {
            const earlier = passed[index - limit];
            if (earlier !== undefined) expect(timeMs - earlier).toBeGreaterThanOrEqual(windowMs);
          }
        },
      ),
    );
  });
});
