/** @jsxImportSource preact */
import type { SettingsAnswer, SettingsBody } from "../../../src/http/dashboard/settings-answer.ts";
import type { Save } from "../../pages/settings.tsx";
import { SettingsForm } from "./field.tsx";

const NAMES: Readonly<Record<string, string>> = {
  project: "projects",
  language: "languages",
  editor: "editors",
  operating_system: "operating systems",
  machine: "machines",
  category: "categories",
  branch: "branches",
  ai_model: "AI models",
};

const REACHES = [
  { days: "", text: "all time" },
  { days: "365", text: "365 days" },
  { days: "90", text: "90 days" },
  { days: "30", text: "30 days" },
  { days: "7", text: "7 days" },
] as const;

/** What others may see without a key: badges, profile cards, leaderboards. */
export function PublicPart({ settings, save }: { settings: SettingsAnswer; save: Save }) {
  const shown = settings.public_dimensions ?? settings.dimensions;
  const reach = String(settings.public_days ?? "");
  const isKnown = REACHES.some(({ days }) => days === reach);
  const changes = (form: FormData): SettingsBody => {
    const chosen = settings.dimensions.filter((dimension) => form.get(`show-${dimension}`) !== null);
    const days = String(form.get("public_days"));
    return {
      is_public: form.get("is_public") !== null,
      public_days: days === "" ? null : Number(days),
      public_dimensions: chosen.length === settings.dimensions.length ? null : chosen,
    };
  };
  return (
    <SettingsForm
      title="Public statistics"
      note="Off, nobody learns even that you are here. On, badges, profile cards and leaderboards show what you choose, to everybody who can reach this server."
      save={save}
      changes={changes}
    >
      <div class="fields">
        <span>Public</span>
        <label>
          <input type="checkbox" name="is_public" defaultChecked={settings.is_public} />
          my statistics may be seen without a key
        </label>
        <label for="public_days">They reach back</label>
        <div>
          <select id="public_days" name="public_days">
            {!isKnown && (
              <option value={reach} selected>
                {reach} days
              </option>
            )}
            {REACHES.map(({ days, text }) => (
              <option key={days} value={days} selected={days === reach}>
                {text}
              </option>
            ))}
          </select>
        </div>
        <span>They show</span>
        <div class="checks">
          {settings.dimensions.map((dimension) => (
            <label key={dimension}>
              <input type="checkbox" name={`show-${dimension}`} defaultChecked={shown.includes(dimension)} />
              {NAMES[dimension] ?? dimension}
            </label>
          ))}
        </div>
      </div>
    </SettingsForm>
  );
}
