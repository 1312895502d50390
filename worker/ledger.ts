/** One person who was erased: a keyed hash of the address, and when. */
type LedgerEntry = { addressHash: string; kind: "contact" | "staff"; at: number };

/** What has to outlive a restore of the database: whom we erased, and when a sweep last ran. */
export type Ledger = {
  keep(entries: LedgerEntry[]): Promise<void>;
  list(): Promise<LedgerEntry[]>;
  /** UTC milliseconds; null before the first sweep. */
  findMark(): Promise<number | null>;
  setMark(at: number): Promise<void>;
};

const prefix = "erasure/";
const markKey = "sweep-mark";

type Kept = Omit<LedgerEntry, "addressHash">;

/** The ledger in KV, beside the keys of confidential rounds. */
export const createLedger = (kv: KVNamespace): Ledger => ({
  async keep(entries) {
    for (const { addressHash, ...metadata } of entries)
      await kv.put(prefix + addressHash, "", { metadata });
  },
  async list() {
    const found: LedgerEntry[] = [];
    let cursor: string | null = null;
    do {
      const page: KVNamespaceListResult<Kept> = await kv.list<Kept>({ prefix, cursor });
      for (const { name, metadata } of page.keys)
        if (metadata) found.push({ addressHash: name.slice(prefix.length), ...metadata });
      cursor = page.list_complete ? null : page.cursor;
    } while (cursor !== null);
    return found;
  },
  async findMark() {
    const mark = await kv.get(markKey);
    return mark === null ? null : Number(mark);
  },
  setMark: (at) => kv.put(markKey, String(at)),
});
