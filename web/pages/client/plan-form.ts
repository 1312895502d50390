import type { FieldChanges } from "#worker/domain/action/schema.ts";

export type PlanForm = {
  /** Where the answer goes; null where the page is only shown. */
  action: string | null;
  filled: (name: string) => string;
  errors: { key: string; message: string }[];
  outdated: { id: string; changes: FieldChanges }[];
};

export const emptyForm = (action: string | null): PlanForm => ({
  action,
  filled: () => "",
  errors: [],
  outdated: [],
});
