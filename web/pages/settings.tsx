/** @jsxImportSource preact */
import type { GrantsAnswer } from "../../src/http/dashboard/grants-answer.ts";
import type { KeysAnswer } from "../../src/http/dashboard/keys-answer.ts";
import type { SettingsAnswer, SettingsBody } from "../../src/http/dashboard/settings-answer.ts";
import type { StorageAnswer } from "../../src/http/dashboard/storage-answer.ts";
import { useAnswer } from "../answer.ts";
import { ask, type Problem } from "../api.ts";
import { changes } from "../live.ts";
import { ProblemText } from "../parts/problem.tsx";
import { Appearance } from "../parts/settings/appearance.tsx";
import { Connected } from "../parts/settings/connected.tsx";
import { Counting } from "../parts/settings/counting.tsx";
import { KeysPart } from "../parts/settings/keys.tsx";
import { Password } from "../parts/settings/password.tsx";
import { Profile } from "../parts/settings/profile.tsx";
import { PublicPart } from "../parts/settings/public.tsx";
import { StoragePart } from "../parts/settings/storage.tsx";

/** Changes some settings; returns what was wrong with them. */
export type Save = (changed: SettingsBody) => Promise<Problem | undefined>;

/** What can be chosen, a part for each kind. */
export function Settings() {
  const { value, problem } = useAnswer<SettingsAnswer>("/-/settings");
  const keys = useAnswer<KeysAnswer>("/-/keys").value;
  const grants = useAnswer<GrantsAnswer>("/-/grants").value;
  const storage = useAnswer<StorageAnswer>("/-/storage").value;
  const save: Save = async (changed) => {
    const reply = await ask<SettingsAnswer>("PATCH", "/-/settings", changed);
    changes.value++;
    return "problem" in reply ? reply.problem : undefined;
  };
  return (
    <div class="prose settings">
      <h1 class="title">Settings</h1>
      <ProblemText problem={problem} />
      {/* All at once: what comes later would move what is being read. */}
      {value !== undefined && keys !== undefined && grants !== undefined && storage !== undefined && (
        <>
          <Profile settings={value} save={save} />
          <Counting settings={value} save={save} />
          <PublicPart settings={value} save={save} />
          <KeysPart keys={keys.keys} />
          <Connected grants={grants.grants} />
          <Password settings={value} />
          <Appearance />
          <StoragePart storage={storage} />
        </>
      )}
    </div>
  );
}
