export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** Of several rounds, whose median `value` is. */
  readonly least?: number
  readonly most?: number
}

/** Figures as a plain table: name, value, unit. */
export function formatTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [figure.name, rounded(figure.value), unitOf(figure)] as const)
  const widest = (column: 0 | 1) => Math.max(...rows.map((row) => row[column].length))
  const [nameWidth, valueWidth] = [widest(0), widest(1)]
  return rows
    .map(([name, value, unit]) => `${name.padEnd(nameWidth)}  ${value.padStart(valueWidth)} ${unit}`)
    .join('\n')
}

/** A unit, and behind it between what and what the rounds were. */
function unitOf({ unit, least, most }: Figure): string {
  return least === undefined || most === undefined ? unit : `${unit} (${rounded(least)} to ${rounded(most)})`
}

function rounded(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 0.1 ? 2 : 4
  return value.toLocaleString('en-US', { maximumFractionDigits: digits, minimumFractionDigits: digits })
}
