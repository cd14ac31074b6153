const TIMEOUT_MS = 10_000;

/**
 * Sends a line to a chat's webhook, as `{ "text": … }`, which Slack, Mattermost and others take. A webhook that is away
 * changes nothing of the night: why is printed, without the address, which is a secret.
 */
export async function tellWebhook(address: string, text: string): Promise<void> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) console.error(`The webhook has answered ${response.status}`);
    await response.body?.cancel();
  } catch (error) {
    const { name = 'unknown', cause } = error as Error;
    const { code = name } = (cause ?? {}) as { code?: string };
    console.error(`The webhook was not told (${code})`);
  }
}
