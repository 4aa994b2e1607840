import { describe, expect, test } from "bun:test";
import { updateUser } from "../../../src/db/users.ts";
import { beat, sendAll } from "../../support/asking.ts";
import { inProcess, matrix, type Person, type Side } from "../../support/matrix.ts";
import { errorShape, play } from "../../support/scenario.ts";

type Event = { readonly name: string; readonly data: { readonly dates?: readonly string[] | null } };

/** Opens a person's stream of events and returns it with its events one by one; the first is the greeting. */
async function opened(
  side: Side,
  person: Person,
): Promise<{ next: () => Promise<Event | undefined>; close: () => void }> {
  return read(await side.send({ path: "/-/events", key: person.keys.read }));
}

/** Returns the events of an answer one by one, behind the greeting; undefined at its end. */
async function read(response: Response): Promise<{ next: () => Promise<Event | undefined>; close: () => void }> {
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toStartWith("text/event-stream");
  if (response.body === null) throw new Error("a stream of events has no body");
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const next = async (): Promise<Event | undefined> => {
    for (;;) {
      const [event, ...rest] = text.split("\n\n");
      if (event !== undefined && rest.length > 0) {
        text = rest.join("\n\n");
        const [, name = "", data = ""] = /^event: (\w+)\ndata: (.*)$/m.exec(event) ?? [];
        return { name, data: JSON.parse(data) };
      }
      const { value, done } = await reader.read();
      if (done) return undefined;
      text += value;
    }
  };
  expect(await next()).toEqual({ name: "ping", data: {} });
  return { next, close: () => void reader.cancel() };
}

test("end for who signed out", async () => {
  const side = await inProcess();
  const passwordHash = await Bun.password.hash("horse", { algorithm: "argon2id", memoryCost: 64, timeCost: 1 });
  updateUser(side.store.connection.orm, side.owner.user.id, { passwordHash });
  const signedIn = await side.send({ path: "/-/session", body: { password: "horse" } });
  const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
  const beats = (after: number) =>
    sendAll(side, side.owner, [{ ...beat("00:00:00"), time: side.now() / 1000 + after }]);
  const stream = await read(await side.send({ path: "/-/events", headers: { cookie } }));
  await beats(0);
  expect((await stream.next())?.name).toBe("changed");
  await side.send({ path: "/-/session", method: "DELETE", headers: { cookie } });
  // Two hints at once: the first ends it.
  await play(side, { name: "lost", path: "/api/v9/heartbeats", body: [], status: 404, json: errorShape(404) });
  await beats(60);
  expect(await stream.next()).toBeUndefined();
  await side.close();
});

describe("events", () => {
  matrix((side, place) => {
    test("say on which days time changed, to its owner alone", async () => {
      const [person, other] = [side().person(), side().person()];
      const date = new Date(side().now()).toISOString().slice(0, 10);
      const [own, others] = [await opened(side(), person), await opened(side(), other)];
      await sendAll(side(), person, [{ ...beat("00:00:00"), time: side().now() / 1000 }]);
      // The first one begins a stream, which changes everything.
      expect(await own.next()).toEqual({ name: "changed", data: { dates: null } });
      await sendAll(side(), person, [{ ...beat("00:00:00"), time: side().now() / 1000 - 5 }]);
      expect(await own.next()).toEqual({ name: "changed", data: { dates: [date] } });
      await sendAll(side(), other, [{ ...beat("00:00:00"), time: side().now() / 1000 }]);
      expect(await others.next()).toEqual({ name: "changed", data: { dates: null } });
      own.close();
      others.close();
    });

    test("say at once that figures of before are old", async () => {
      const person = side().person();
      const since = async (mark: string) =>
        read(await side().send({ path: `/-/events?since=${mark}`, key: person.keys.read }));
      await sendAll(side(), person, [{ ...beat("00:00:00"), time: side().now() / 1000 }]);
      const { generation, version, externals } = side().store.rollup.state(person.user.id) ?? {};
      const [old, fresh] = [await since("0.0.0"), await since(`${generation}.${version}.${externals}`)];
      expect(await old.next()).toEqual({ name: "changed", data: { dates: null } });
      const date = new Date(side().now()).toISOString().slice(0, 10);
      await sendAll(side(), person, [{ ...beat("00:00:00"), time: side().now() / 1000 - 5 }]);
      expect(await fresh.next()).toEqual({ name: "changed", data: { dates: [date] } });
      old.close();
      fresh.close();
    });

    test("name the days of the person's zone", async () => {
      const person = side().person({ timeZone: "Pacific/Auckland" });
      await sendAll(side(), person, [beat("2026-03-01T01:00:00Z")]);
      const stream = await opened(side(), person);
      await sendAll(side(), person, [beat("2026-03-01T01:00:10Z")]);
      // A day of UTC lies in two days of Auckland.
      expect((await stream.next())?.data.dates).toEqual(["2026-03-01", "2026-03-02"]);
      stream.close();
    });

    test("say that settings changed, and that somebody was refused", async () => {
      const person = side().person();
      const stream = await opened(side(), person);
      side().change(person, { weekStart: 7 });
      expect(await stream.next()).toEqual({ name: "changed", data: { dates: null } });
      await play(side(), { name: "lost", path: "/api/v9/heartbeats", body: [], status: 404, json: errorShape(404) });
      expect((await stream.next())?.name).toBe("refused");
      stream.close();
    });

    test("end when their key is revoked, and no other's", async () => {
      const person = side().person();
      const made = await side().send({ path: "/-/keys", key: person.keys.full, body: { name: "seen", scope: "read" } });
      const { id, key } = (await made.json()) as { readonly id: number; readonly key: string };
      const [stream, other] = [await read(await side().send({ path: "/-/events", key })), await opened(side(), person)];
      await side().send({ path: `/-/keys/${id}`, method: "DELETE", key: person.keys.full });
      expect(await stream.next()).toBeUndefined();
      await sendAll(side(), person, [{ ...beat("00:00:00"), time: side().now() / 1000 }]);
      expect((await other.next())?.name).toBe("changed");
      other.close();
    });

    if (place === "over a socket")
      test("tell of commands beside the server", async () => {
        const stream = await opened(side(), side().owner);
        await side().program?.command("key", "create", "another");
        const event = await stream.next();
        expect(event?.name).toBe("changed");
        stream.close();
      });

    test("are none for who asks for the head alone", async () => {
      const head = { name: "head", path: "/-/events", method: "HEAD", key: side().person().keys.read, status: 200 };
      await play(side(), { ...head, answers: { "content-type": expect.stringMatching(/^text\/event-stream/) } });
    });

    test("are for who may look", async () => {
      const { keys } = side().person();
      await play(side(), { name: "write", path: "/-/events", key: keys.write, status: 403, json: errorShape(403) });
    });
  });
});
