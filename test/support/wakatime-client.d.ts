/** The package has no types of its own; what the test uses of it. */
declare module "wakatime-client" {
  export const RANGE: Readonly<Record<"LAST_7_DAYS" | "LAST_YEAR", string>>;
  export class WakaTimeClient {
    constructor(apiKey: string, baseUrl: string);
  }
}
