/** @jsxImportSource preact */
import type { SettingsAnswer } from "../../../src/http/dashboard/settings-answer.ts";
import { weekdayText } from "../../format.ts";
import type { Save } from "../../pages/settings.tsx";
import { SettingsForm, textOrNull } from "./field.tsx";

/** Who one is, and by which clock one's days go. */
export function Profile({ settings, save }: { settings: SettingsAnswer; save: Save }) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <SettingsForm
      title="Profile"
      save={save}
      changes={(form) => ({
        name: String(form.get("name")),
        display_name: textOrNull(form, "display_name"),
        email: textOrNull(form, "email"),
        timezone: textOrNull(form, "timezone"),
        week_start: Number(form.get("week_start")),
      })}
    >
      <div class="fields">
        <label for="name">Name</label>
        <div>
          <input id="name" type="text" name="name" defaultValue={settings.name} required autocapitalize="none" />
          <span class="note">in addresses and for signing in</span>
        </div>
        <label for="display_name">Shown as</label>
        <div>
          <input id="display_name" type="text" name="display_name" defaultValue={settings.display_name ?? ""} />
        </div>
        <label for="email">E-mail</label>
        <div>
          <input id="email" type="email" name="email" defaultValue={settings.email ?? ""} />
          <span class="note">shown to your own programs only; nothing is ever sent there</span>
        </div>
        <label for="timezone">Time zone</label>
        <div>
          <input
            id="timezone"
            type="text"
            name="timezone"
            defaultValue={settings.timezone ?? ""}
            list="zones"
            placeholder={settings.timezone_in_effect}
          />
          <datalist id="zones">
            {Intl.supportedValuesOf("timeZone").map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
          <span class="note">
            {settings.timezone === null && "none chosen: "}your days are those of {settings.timezone_in_effect}
            {here !== settings.timezone_in_effect && `; this browser is in ${here}`}
          </span>
        </div>
        <label for="week_start">Weeks start on</label>
        <div>
          <select id="week_start" name="week_start">
            {[1, 2, 3, 4, 5, 6, 7].map((weekday) => (
              <option key={weekday} value={String(weekday)} selected={weekday === settings.week_start}>
                {weekdayText(weekday, "long")}
              </option>
            ))}
          </select>
        </div>
      </div>
    </SettingsForm>
  );
}
