export type ReportFigures = Record<string, never>;
