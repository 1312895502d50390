/** One person who was erased: a keyed hash of the address, and when. */
type Erased = { addressHash: string; kind: "contact" | "staff"; at: number };

/** What became of something, `opt-out/HASH`: the latest state outdoes those before. */
type Fact = { id: string; state: Record<string, string | number | null> };

/** What has to outlive a restore of the database. Nothing in it names anybody. */
export type Ledger = {
  keep(entries: Erased[]): Promise<void>;
  list(): Promise<Erased[]>;
  keepFacts(facts: Fact[]): Promise<void>;
  listFacts(): Promise<Fact[]>;
  /** Notes that mails or calls went out, by keyed hashes of what names them. */
  noteSent(hashes: string[], at: number): Promise<void>;
  /** Which of these went out, and when, in UTC milliseconds. */
  findSent(hashes: string[]): Promise<Map<string, number>>;
  /** When a sweep last ran, in UTC milliseconds; null before the first. */
  findMark(): Promise<number | null>;
  setMark(at: number): Promise<void>;
};

const markKey = "sweep-mark";
const prefixes = { erased: "erasure/", fact: "fact/", sent: "sent/" };
/** As long as a dump may be old that is read in again, in seconds. */
const expirationTtl = 400 * 24 * 3600;
/** Opt-outs count for ever, and so does who of ours was shown out. */
const passes = /^(invitation|client-link|round)\//;
/** KV reads so many at once. */
const readable = 100;

/** The ledger in KV, beside the keys of confidential rounds. */
export const createLedger = (kv: KVNamespace): Ledger => ({
  async keep(entries) {
    for (const { addressHash, ...metadata } of entries)
      await kv.put(prefixes.erased + addressHash, "", { metadata });
  },
  async list() {
    const found = await listAll<Omit<Erased, "addressHash">>(kv, prefixes.erased);
    return found.map(([addressHash, rest]) => ({ addressHash, ...rest }));
  },
  async keepFacts(facts) {
    for (const { id, state: metadata } of facts)
      await kv.put(prefixes.fact + id, "", {
        metadata,
        ...(passes.test(id) && { expirationTtl }),
      });
  },
  async listFacts() {
    const found = await listAll<Fact["state"]>(kv, prefixes.fact);
    return found.map(([id, state]) => ({ id, state }));
  },
  async noteSent(hashes, at) {
    await Promise.all(
      hashes.map((hash) => kv.put(prefixes.sent + hash, String(at), { expirationTtl })),
    );
  },
  async findSent(hashes) {
    const sent = new Map<string, number>();
    for (let from = 0; from < hashes.length; from += readable) {
      const names = hashes.slice(from, from + readable).map((hash) => prefixes.sent + hash);
      for (const [name, at] of await kv.get(names))
        if (at !== null) sent.set(name.slice(prefixes.sent.length), Number(at));
    }
    return sent;
  },
  async findMark() {
    const mark = await kv.get(markKey);
    return mark === null ? null : Number(mark);
  },
  setMark: (at) => kv.put(markKey, String(at)),
});

/** Everything under a prefix: what follows it in the name, and what is kept with it. */
async function listAll<Kept>(kv: KVNamespace, prefix: string): Promise<[string, Kept][]> {
  const found: [string, Kept][] = [];
  let cursor: string | null = null;
  do {
    const page: KVNamespaceListResult<Kept> = await kv.list<Kept>({ prefix, cursor });
    for (const { name, metadata } of page.keys)
      if (metadata) found.push([name.slice(prefix.length), metadata]);
    cursor = page.list_complete ? null : page.cursor;
  } while (cursor !== null);
  return found;
}
