/* What `tf policy test --coverage` prints beside the results. */
import type { CoverageReport, LineRange } from '../policy/coverage.ts';

function rangeText({ start, end }: LineRange): string {
  return start.row === end.row ? `${start.row}` : `${start.row}-${end.row}`;
}

/** One line per file, the lines that no test reaches, and the whole. */
export function coverageText({ files, coverage, ...all }: CoverageReport): string {
  const lines = Object.entries(files).map(([name, file]) => {
    const missed = file.not_covered.map(rangeText).join(', ');
    return `${file.coverage.toFixed(1).padStart(6)} %  ${name}${missed === '' ? '' : `  not: ${missed}`}`;
  });
  const total = all.covered_lines + all.not_covered_lines;
  return [...lines, `${coverage.toFixed(1)} % of ${total} lines are covered`].join('\n');
}

function rows(ranges: readonly LineRange[]): number[] {
  return ranges.flatMap(({ start, end }) =>
    Array.from({ length: end.row - start.row + 1 }, (_, index) => start.row + index),
  );
}

/** The tracefile of lcov (geninfo(1)), as editors and CI systems read it. */
export function lcov({ files }: CoverageReport): string {
  return Object.entries(files)
    .map(([name, { covered, not_covered: missed, covered_lines, not_covered_lines }]) => {
      const hits = [
        ...rows(covered).map(row => [row, 1] as const),
        ...rows(missed).map(row => [row, 0] as const),
      ].sort(([a], [b]) => a - b);
      return [
        'TN:',
        `SF:${name}`,
        ...hits.map(([row, count]) => `DA:${row},${count}`),
        `LF:${covered_lines + not_covered_lines}`,
        `LH:${covered_lines}`,
        'end_of_record',
      ].join('\n');
    })
    .join('\n');
}
