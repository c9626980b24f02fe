export enum Color { Red, Green }

export class Holder {
  constructor(private readonly color: Color) {}
  async fail(): Promise<never> {
    return await this.inner()
  }
  private async inner(): Promise<never> {
    await null
    throw new Error(Color[this.color])
  }
}
