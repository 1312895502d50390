import { orderDump } from "#worker/local/dump.ts";
import { expect, test } from "vitest";

test("a dump is put into an order in which it can be read in, whatever its texts contain", () => {
  const dump = `PRAGMA defer_foreign_keys=TRUE;
CREATE TABLE child (id text, parent text references parent(id));
INSERT INTO "child" VALUES('a;
b''; -- no comment','p');
CREATE TRIGGER keep BEFORE UPDATE ON child WHEN NEW.id <> ';' BEGIN
  SELECT RAISE(ABORT, 'it''s kept; END;');
  SELECT 1;
END;
CREATE TABLE \`parent\` (\`id\` text);
INSERT INTO "parent" VALUES('p');
CREATE UNIQUE INDEX one ON parent (id);
`;
  expect(orderDump(dump)).toBe(`PRAGMA defer_foreign_keys=TRUE;
CREATE TABLE child (id text, parent text references parent(id));
CREATE TABLE \`parent\` (\`id\` text);
INSERT INTO "child" VALUES('a;
b''; -- no comment','p');
INSERT INTO "parent" VALUES('p');
CREATE UNIQUE INDEX one ON parent (id);
CREATE TRIGGER keep BEFORE UPDATE ON child WHEN NEW.id <> ';' BEGIN
  SELECT RAISE(ABORT, 'it''s kept; END;');
  SELECT 1;
END;
`);
});
