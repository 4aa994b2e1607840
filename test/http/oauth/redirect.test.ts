import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { redirectTarget, withParameters } from "../../../src/http/oauth/redirect.ts";

describe("a redirect address", () => {
  test.each([
    { uri: "http://127.0.0.1:8787/callback", place: "127.0.0.1:8787", formAction: "http://127.0.0.1:8787" },
    {
      uri: "http://localhost:32767/auth/hackatime/callback",
      place: "localhost:32767",
      formAction: "http://localhost:32767",
    },
    { uri: "http://LOCALHOST/", place: "localhost", formAction: "http://localhost" },
    { uri: "https://localhost:3000/api/auth?x=1", place: "localhost:3000", formAction: "https://localhost:3000" },
    { uri: "http://[::1]:8080/cb", place: "[::1]:8080", formAction: "http:" },
    { uri: "hackatime://auth/callback", place: "hackatime:", formAction: "hackatime:" },
    { uri: "com.example.app:/oauth2", place: "com.example.app:", formAction: "com.example.app:" },
    { uri: "HackaTime://auth/callback", place: "hackatime:", formAction: "hackatime:" },
    { uri: "msteams-thing://x", place: "msteams-thing:", formAction: "msteams-thing:" },
  ])("$uri is allowed", ({ uri, place, formAction }) => {
    expect(redirectTarget(uri)).toMatchObject({ uri, place, formAction });
  });

  test.each([
    ...[
      "",
      "/",
      "/callback",
      "callback",
      "//localhost/",
      "localhost:8080/cb",
      "hackatime:callback",
      "urn:ietf:wg:oauth:2.0:oob",
    ],
    ...["http://example.org/", "https://evil.example/cb", "http://localhost.evil.example/", "http://127.0.0.1.nip.io/"],
    ...[
      "http://127.0.0.2/",
      "http://127.1/x",
      "http://[::2]/",
      "http://0.0.0.0/",
      "http://192.168.1.5/",
      "http:/localhost/",
    ],
    ...[
      "http:localhost/cb",
      "http://evil.example@localhost/",
      "http://localhost@evil.example/",
      "http://a:b@127.0.0.1/",
    ],
    ...[
      "javascript:alert(1)",
      "javascript://localhost/%0Aalert(1)",
      "JavaScript:/x",
      "java\tscript:/alert(1)",
      " javascript:/x",
    ],
    ...["data:text/html,x", "data:/x", "file:///etc/passwd", "vbscript:/x", "blob:http://localhost/x", "about:/blank"],
    ...[
      "view-source:/x",
      "filesystem:http://localhost/x",
      "chrome://settings",
      "chrome-extension://a/b",
      "moz-extension://a",
    ],
    ...[
      "ms-msdt:/x",
      "search-ms:/x",
      "intent://x",
      "mailto:/x",
      "ws://localhost/",
      "wss://localhost/",
      "ftp://localhost/",
    ],
    ...[
      "http://localhost/#frag",
      "hackatime://x#",
      "http://localhost/\r\nSet-Cookie:a=b",
      "http://localhost/ö",
      "http://local\u0000host/",
    ],
    ...[
      "http://localhost\\@evil.example/",
      "hackatime://x y",
      'hackatime://"',
      "hackatime://<b>",
      "hack_time://x",
      "1x://y",
    ],
    ...["web+thing:/cb", "WEB+thing://evil.example", "ext+thing:/cb", "xmpp:/x", "irc://evil.example/", "matrix:/x"],
    ...["webcal://evil.example/", "magnet:/x", "afp://evil.example/", "nfs://evil.example/", "davs://evil.example/"],
    `http://localhost/${"x".repeat(2_000)}`,
  ])("%p is not", (uri) => {
    expect(redirectTarget(uri)).toBeUndefined();
  });

  test("whatever is allowed leads nowhere else", () => {
    const parts = fc.constantFrom(
      ..."http https hackatime javascript data : / // @ # ? \\ localhost 127.0.0.1 [::1] evil.example . %00 \t \n : 80 x - ; , '".split(
        " ",
      ),
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 8 }), (pieces) => {
        const uri = pieces.join("");
        const target = redirectTarget(uri);
        if (target === undefined) return;
        const { protocol, hostname, username } = new URL(uri);
        expect(username).toBe("");
        if (/^https?:$/.test(protocol)) expect(["localhost", "127.0.0.1", "[::1]"]).toContain(hostname);
        else expect(["javascript:", "data:"]).not.toContain(protocol);
        expect(target.formAction).toMatch(/^[a-z][a-z0-9+.:/[\]-]*$/);
      }),
      { numRuns: 2_000 },
    );
  });
});

test.each([
  { uri: "app://cb", expected: "app://cb?code=a%26b&state=%C3%B6+%3D" },
  { uri: "app://cb?x=1", expected: "app://cb?x=1&code=a%26b&state=%C3%B6+%3D" },
  { uri: "app://cb?", expected: "app://cb?code=a%26b&state=%C3%B6+%3D" },
])("parameters join $uri", ({ uri, expected }) => {
  expect(withParameters(uri, { code: "a&b", error: undefined, state: "ö =" })).toBe(expected);
});
