import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  type DashboardSituation,
  dashboardOpen,
  hostAllowed,
  hostNotAllowed,
  isLoopbackHost,
  sameOrigin,
} from "../../src/http/guard.ts";

const LOOPBACK = [
  "localhost",
  "LOCALHOST",
  "Localhost:4784",
  "localhost.",
  "localhost.:4784",
  "localhost:",
  "hearth.localhost",
  "a.b.localhost:80",
  "hearth.localhost.",
  "127.0.0.1",
  "127.0.0.1:4784",
  "127.255.255.254",
  "127.0.1.1:1",
  "[::1]",
  "[::1]:4784",
  "[0:0:0:0:0:0:0:1]:4784",
];

const FOREIGN = [
  "",
  " ",
  ":4784",
  "evil.com",
  "localhost.evil.com",
  "localhost.evil.com:4784",
  "evil.com.",
  "evillocalhost",
  "localhost..",
  ".localhost",
  "a..localhost",
  "localhost:4784:80",
  "localhost:port",
  "localhost:123456",
  "127.0.0.1.nip.io",
  "127.0.0.1.",
  "127.1",
  "127.0.0.256",
  "127.0.0.01",
  "0177.0.0.1",
  "0x7f.0.0.1",
  "2130706433",
  "128.0.0.1",
  "0.0.0.0",
  "192.168.1.5:4784",
  "::1",
  "[::1",
  "::1]",
  "[::2]",
  "[::]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[::127.0.0.1]",
  "[::1%lo]",
  "[::1].evil.com",
  "[localhost]",
  "[:::1]",
  "user@localhost",
  "localhost@evil.com",
  "user:password@localhost:4784",
  "localhost/evil.com",
  "localhost#evil.com",
  "localhost?evil.com",
  "localhost\\evil.com",
  "localhost, evil.com",
  "evil.com, localhost",
  "localhost evil.com",
  "localhost\nevil.com",
  "localhost\u0000.evil.com",
  "lоcalhost", // a Cyrillic о
  "localhost%2eevil.com",
  "http://localhost",
];

describe("isLoopbackHost", () => {
  test.each(LOOPBACK)("%p is this machine", (host) => {
    expect(isLoopbackHost(host)).toBe(true);
  });

  test.each(FOREIGN)("%p is not", (host) => {
    expect(isLoopbackHost(host)).toBe(false);
  });

  test("every address of 127.0.0.0/8 at every port is this machine", () => {
    const byte = fc.nat(255);
    fc.assert(
      fc.property(byte, byte, byte, fc.nat(65535), (b, c, d, port) => {
        expect(isLoopbackHost(`127.${b}.${c}.${d}:${port}`)).toBe(true);
      }),
    );
  });

  test("no name below another domain is this machine", () => {
    fc.assert(
      fc.property(fc.constantFrom(...LOOPBACK), fc.domain(), (host, domain) => {
        expect(isLoopbackHost(`${host.replace(/:\d*$/, "")}.${domain}`)).toBe(false);
      }),
    );
  });
});

describe("hostAllowed", () => {
  test.each(LOOPBACK)("%p needs no permission", (host) => {
    expect(hostAllowed(host, [])).toBe(true);
  });

  test.each(FOREIGN)("%p is refused, also while another name is allowed", (host) => {
    expect(hostAllowed(host, [])).toBe(false);
    expect(hostAllowed(host, ["hearth.lan", "localhost", "", "*"])).toBe(false);
  });

  test("a request without a Host header is refused", () => {
    expect(hostAllowed(null, ["hearth.lan", ""])).toBe(false);
  });

  test.each([
    { host: "hearth.lan", allow: "hearth.lan" },
    { host: "HEARTH.lan:4784", allow: "Hearth.LAN" },
    { host: "hearth.lan.", allow: "hearth.lan" },
    { host: "hearth.lan", allow: "hearth.lan." },
    { host: "hearth.lan:443", allow: "hearth.lan:4784" },
    { host: "hearth", allow: " hearth " },
    { host: "192.168.1.5:4784", allow: "192.168.1.5" },
    { host: "[fd00::5]:4784", allow: "[fd00::5]" },
    { host: "[fd00::5]", allow: "fd00:0:0::0005" },
  ])("$host is allowed by $allow", ({ host, allow }) => {
    expect(hostAllowed(host, ["other.lan", allow])).toBe(true);
  });

  test.each([
    { host: "a.hearth.lan", allow: "hearth.lan" },
    { host: "hearth.lan.evil.com", allow: "hearth.lan" },
    { host: "hearth.lan", allow: "*" },
    { host: "a.hearth.lan", allow: "*.hearth.lan" },
    { host: "user@hearth.lan", allow: "hearth.lan" },
    { host: "hearth.lan, evil.com", allow: "hearth.lan" },
    { host: "192.168.1.50", allow: "192.168.1.5" },
    { host: "[fd00::5]", allow: "[fd00::6]" },
  ])("$host is not allowed by $allow", ({ host, allow }) => {
    expect(hostAllowed(host, [allow])).toBe(false);
  });
});

test("the refusal of a host names the option that allows it", () => {
  const { code, message } = hostNotAllowed();
  expect(code).toBe("host_not_allowed");
  expect(message).toContain("--allow-host");
  expect(message).toContain("HEARTH_ALLOW_HOST");
});

describe("sameOrigin", () => {
  const host = "localhost:4784";
  test.each([
    { name: "our own page", secFetchSite: "same-origin", origin: "http://localhost:4784", host, same: true },
    { name: "typed by the user", secFetchSite: "none", origin: null, host, same: true },
    { name: "Sec-Fetch-Site beats Origin", secFetchSite: "same-origin", origin: "http://evil.com", host, same: true },
    { name: "another site", secFetchSite: "cross-site", origin: "http://evil.com", host, same: false },
    { name: "another site that lies", secFetchSite: "cross-site", origin: "http://localhost:4784", host, same: false },
    { name: "another port", secFetchSite: "same-site", origin: "http://localhost:5173", host, same: false },
    { name: "an unknown word", secFetchSite: "sideways", origin: "http://localhost:4784", host, same: false },
    { name: "two headers in one", secFetchSite: "same-origin, cross-site", origin: null, host, same: false },
    { name: "no browser", secFetchSite: null, origin: null, host, same: true },
    { name: "no browser and no Host", secFetchSite: null, origin: null, host: null, same: true },
    { name: "Origin as Host", secFetchSite: null, origin: "http://localhost:4784", host, same: true },
    {
      name: "Origin as Host in another case",
      secFetchSite: null,
      origin: "http://Hearth.Lan",
      host: "hearth.LAN",
      same: true,
    },
    { name: "Origin behind TLS", secFetchSite: null, origin: "https://hearth.lan", host: "hearth.lan", same: true },
    { name: "Origin of another port", secFetchSite: null, origin: "http://localhost:5173", host, same: false },
    { name: "Origin without the port", secFetchSite: null, origin: "http://localhost", host, same: false },
    { name: "a foreign Origin", secFetchSite: null, origin: "http://evil.com", host, same: false },
    { name: "an opaque Origin", secFetchSite: null, origin: "null", host: "null", same: false },
    { name: "an Origin with a path", secFetchSite: null, origin: "http://localhost:4784/x", host, same: false },
    { name: "an Origin with a user", secFetchSite: null, origin: "http://localhost:4784@evil.com", host, same: false },
    { name: "an Origin without a Host", secFetchSite: null, origin: "http://localhost:4784", host: null, same: false },
    { name: "an Origin of nothing", secFetchSite: null, origin: "http://", host: "", same: false },
  ])("$name: $same", ({ same, ...request }) => {
    expect(sameOrigin(request)).toBe(same);
  });
});

describe("dashboardOpen", () => {
  const alone: DashboardSituation = {
    boundToLoopback: true,
    users: 1,
    hasPassword: false,
    allowHosts: [],
    host: "localhost:4784",
    headers: new Headers({ host: "localhost:4784", accept: "*/*" }),
  };

  test("the one user of this machine needs no password", () => {
    expect(dashboardOpen(alone)).toBe("open");
  });

  test.each([
    { name: "bound to the network", change: { boundToLoopback: false } },
    { name: "two users", change: { users: 2 } },
    { name: "no user yet", change: { users: 0 } },
    { name: "an allowed host name", change: { allowHosts: ["hearth.lan"] } },
    { name: "a foreign Host", change: { host: "hearth.lan" } },
    { name: "no Host", change: { host: null } },
    { name: "X-Forwarded-For", change: { headers: new Headers({ "X-Forwarded-For": "10.0.0.1" }) } },
    { name: "X-Forwarded-Host", change: { headers: new Headers({ "x-forwarded-host": "localhost" }) } },
    { name: "X-Forwarded-Anything, empty", change: { headers: new Headers({ "X-Forwarded-Anything": "" }) } },
    { name: "Forwarded", change: { headers: new Headers({ Forwarded: "for=10.0.0.1" }) } },
    { name: "Via", change: { headers: new Headers({ Via: "1.1 proxy" }) } },
    { name: "X-Real-IP", change: { headers: new Headers({ "X-Real-IP": "10.0.0.1" }) } },
    { name: "CF-Connecting-IP", change: { headers: new Headers({ "cf-connecting-ip": "10.0.0.1" }) } },
  ])("$name closes it until there is a password, and asks for it then", ({ change }) => {
    expect(dashboardOpen({ ...alone, ...change })).toBe("no-password-set");
    expect(dashboardOpen({ ...alone, ...change, hasPassword: true })).toBe("password");
  });

  test("a password that is set is asked for on this machine, too", () => {
    expect(dashboardOpen({ ...alone, hasPassword: true })).toBe("password");
  });
});
