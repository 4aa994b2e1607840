/** What went wrong, in a sentence for the person; `status` 0 = the server did not answer. */
export type Problem = {
  readonly status: number;
  readonly type: string;
  readonly message: string;
  /** for type `SignInNeeded`: whether there are several users */
  readonly needsName?: boolean;
  /** for status 422: which field is wrong */
  readonly parameter?: string;
};

export type Reply<T> = { readonly value: T } | { readonly problem: Problem };

const SILENT: Problem = {
  status: 0,
  type: "Silent",
  message: "The server does not answer. It may be stopped, or starting again; this page tries again by itself.",
};

/** Asks the server for JSON below `/-/`; `body` is sent as JSON, a file as it is. Never throws. */
export async function ask<T>(
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Reply<T>> {
  try {
    const isFile = body instanceof Blob;
    const response = await fetch(path, {
      method,
      ...(signal !== undefined && { signal }),
      headers: {
        accept: "application/json",
        ...(body !== undefined && !isFile && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: isFile ? body : JSON.stringify(body) }),
    });
    const answer = response.status === 204 ? {} : await response.json();
    if (response.ok) return { value: answer };
    return {
      problem: {
        status: response.status,
        type: answer.type,
        message: answer.message,
        ...(answer.needs_name !== undefined && { needsName: answer.needs_name }),
        ...(answer.parameter !== undefined && { parameter: answer.parameter }),
      },
    };
  } catch {
    return { problem: SILENT };
  }
}
