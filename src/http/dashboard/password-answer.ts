/** The body of `PUT /-/password`: `current` where there is a password, null removes it. Answered with 204. */
export type PasswordBody = { readonly current?: string; readonly password: string | null };
