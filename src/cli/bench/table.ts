export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
}

/** Figures as a plain table: name, value, unit. */
export function formatTable(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, value, unit }) => [name, rounded(value), unit] as const)
  const widest = (column: 0 | 1) => Math.max(...rows.map((row) => row[column].length))
  const [nameWidth, valueWidth] = [widest(0), widest(1)]
  return rows
    .map(([name, value, unit]) => `${name.padEnd(nameWidth)}  ${value.padStart(valueWidth)} ${unit}`)
    .join('\n')
}

function rounded(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2
  return value.toLocaleString('en-US', { maximumFractionDigits: digits, minimumFractionDigits: digits })
}
