import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { OverviewPageData } from '../../shared/page-data.ts'
import type { ApiClient } from '../client/api.ts'
import type { PageSession } from '../page/page-session.ts'
import { groupSummaries, type SummaryGroup } from './summary-groups.ts'

export interface OverviewModel {
  readonly client: ApiClient
  readonly session: PageSession
  readonly data: OverviewPageData
  readonly groups: ReadonlySignal<readonly SummaryGroup[]>
  readonly refresh: () => Promise<void>
}

export const createOverviewModel = (data: OverviewPageData, client: ApiClient, session: PageSession): OverviewModel => {
  const tracebacks = signal(data.tracebacks)
  return {
    client,
    session,
    data,
    groups: computed(() => groupSummaries(tracebacks.value)),
    refresh: async () => {
      const list = await client.tracebacks()
      if (list.ok) {
        tracebacks.value = list.value
        session.noteAnswer()
      } else session.noteFailure(list.failure)
    },
  }
}
