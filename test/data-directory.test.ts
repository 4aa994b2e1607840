import { expect, test } from "bun:test";
import { platformDataDirectory } from "../src/data-directory.ts";

const mac = "/Users/ada/Library/Application Support/Hearth";
const windows = "C:\\Users\\ada\\AppData\\Local\\Hearth";

test.each([
  { name: "linux", platform: "linux", home: "/home/ada", env: {}, is: "/home/ada/.local/share/hearth" },
  { name: "linux with XDG", platform: "linux", home: "/home/ada", env: { XDG_DATA_HOME: "/data" }, is: "/data/hearth" },
  {
    name: "relative XDG",
    platform: "linux",
    home: "/home/ada",
    env: { XDG_DATA_HOME: "data" },
    is: "/home/ada/.local/share/hearth",
  },
  {
    name: "empty XDG",
    platform: "linux",
    home: "/home/ada",
    env: { XDG_DATA_HOME: "" },
    is: "/home/ada/.local/share/hearth",
  },
  { name: "XDG without a home", platform: "linux", home: "", env: { XDG_DATA_HOME: "/data" }, is: "/data/hearth" },
  { name: "freebsd", platform: "freebsd", home: "/home/ada", env: {}, is: "/home/ada/.local/share/hearth" },
  { name: "no home", platform: "linux", home: "", env: {}, is: undefined },
  { name: "macOS", platform: "darwin", home: "/Users/ada", env: {}, is: mac },
  { name: "macOS ignores XDG", platform: "darwin", home: "/Users/ada", env: { XDG_DATA_HOME: "/data" }, is: mac },
  {
    name: "Windows",
    platform: "win32",
    home: "C:\\Users\\ada",
    env: { LOCALAPPDATA: "D:\\Local" },
    is: "D:\\Local\\Hearth",
  },
  { name: "Windows without the variable", platform: "win32", home: "C:\\Users\\ada", env: {}, is: windows },
])("the data directory on $name", ({ platform, home, env, is }) => {
  expect(platformDataDirectory({ platform, homeDirectory: home, env })).toBe(is);
});
