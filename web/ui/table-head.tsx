/** A column by its name; one of figures, which stand to the right, as `{ num: name }`. */
type Column = string | { num: string };

/** Columns of figures, by their names. */
export const figures = (names: readonly string[]): Column[] => names.map((num) => ({ num }));

/** The head of a table, one row of column names. */
export function TableHead({ columns }: { columns: readonly Column[] }) {
  return (
    <thead>
      <tr>
        {columns.map((column, at) =>
          typeof column === "string" ? (
            <th key={at} scope="col">
              {column}
            </th>
          ) : (
            <th key={at} scope="col" class="num">
              {column.num}
            </th>
          ),
        )}
      </tr>
    </thead>
  );
}
