/** What came of one call: `gone` says that the endpoint wants no more of them. */
export type Posted = { taken: boolean; gone: boolean; answer: string };

const patience = 10_000;

/** Posts JSON. Redirects are not followed, an answer is waited for so long, and only its status is looked at. */
export async function postJson(
  url: string,
  headers: Record<string, string>,
  body: string,
  milliseconds = patience,
): Promise<Posted> {
  try {
    const response = await fetch(url, {
      method: "POST",
      body,
      redirect: "manual",
      headers: {
        "content-type": "application/json",
        "user-agent": "Cleargrade-Webhooks",
        ...headers,
      },
      signal: AbortSignal.timeout(milliseconds),
    });
    await response.body?.cancel();
    const { ok, status } = response;
    return { taken: ok, gone: status === 410, answer: String(status) };
  } catch (error) {
    const late = error instanceof Error && error.name === "TimeoutError";
    const answer = late ? "no answer in time" : "could not be reached";
    return { taken: false, gone: false, answer };
  }
}
