// Sending what waits, one report after the other. The server takes the same id only once, so that a lost answer does no harm.
import type { Outbox } from "./outbox";
import type { Queued, Report } from "./shape";

const patience = 20_000;

type Answer = { state: "sent" | "refused" | "waiting"; note: string };

/** Sends everything that waits; true when something changed. Two tabs take turns. */
export async function sendWaiting(outbox: Outbox, endpoint: string, changed: () => void): Promise<void> {
  const work = async (): Promise<void> => {
    for (const item of await outbox.all()) {
      if (item.state === "sent" || item.state === "refused") {
        continue;
      }
      const answer = await post(endpoint, item.report);
      await outbox.put({ ...item, ...answer, tried: item.tried + 1 });
      changed();
      if (answer.state === "waiting") {
        return;
      }
    }
  };
  await (navigator.locks ? navigator.locks.request("holdfast-outbox", work) : work());
}

async function post(endpoint: string, report: Report): Promise<Answer> {
  try {
    const answer = await fetch(endpoint, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(report),
      signal: AbortSignal.timeout(patience),
    });
    return await read(answer);
  } catch {
    return { state: "waiting", note: "No connection; it will be sent later." };
  }
}

async function read(answer: Response): Promise<Answer> {
  const body = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  const faults = Array.isArray(body["errors"]) ? (body["errors"] as { message?: string }[]).map((e) => e.message).join(" ") : "";
  const words = [faults || null, body["detail"], body["title"]].find((w): w is string => typeof w === "string") ?? `${answer.status} ${answer.statusText}`;
  if (answer.ok) {
    const index = body["index"] ?? body["entry"];
    return { state: "sent", note: index === undefined ? "Received." : `Received as entry ${String(index)}.` };
  }
  if (answer.status === 401 || answer.status === 403) {
    return { state: "waiting", note: "You are signed out here. Sign in, and it will be sent." };
  }
  const refused = answer.status >= 400 && answer.status < 500 && answer.status !== 408 && answer.status !== 429;
  return refused ? { state: "refused", note: words } : { state: "waiting", note: `The server is not well (${words}); it will be sent later.` };
}

export const counted = (items: Queued[], state: Queued["state"]): number => items.filter((item) => item.state === state).length;
