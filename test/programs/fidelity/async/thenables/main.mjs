class Query {
  constructor(sql) {
    this.sql = sql
  }
  then(resolve, reject) {
    const { sql } = this
    setTimeout(() => {
      const code = 'ER_PARSE'
      reject(new SyntaxError(`${code} near ${sql}`))
    }, 1)
  }
}

export async function rejects() {
  const query = new Query('selct 1')
  const rows = await query
  return rows
}

export async function throws() {
  const broken = {
    then() {
      const inside = 'then'
      throw new Error(`${inside} itself threw`)
    },
  }
  return await broken
}

export async function getter() {
  const shy = {
    get then() {
      const inside = 'getter'
      throw new Error(`${inside} threw`)
    },
  }
  return await shy
}
