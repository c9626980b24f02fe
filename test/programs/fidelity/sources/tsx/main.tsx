enum Level {
  Low = 1,
  High = 9,
}

class Gauge {
  constructor(
    private readonly level: Level,
    readonly label = `level ${level}`,
  ) {}

  async read(): Promise<number> {
    const factor = await Promise.resolve(this.level * 2)
    if (factor > 10) throw new RangeError(`${this.label} is off the scale`)
    return factor
  }
}

export async function fail(): Promise<string> {
  const gauge = new Gauge(Level.High)
  const reading = await gauge.read()
  return String(reading)
}
