import { checkout } from '../shop'

export default async function Lines({ searchParams }: { searchParams: Promise<Record<string, string>> }) {
  const query = await searchParams
  const id = Number(query['id'] ?? query['n'])
  const lines = await checkout(id)
  return <p>{lines.length > 3 ? id : lines.length}</p>
}
