// First, so that the styles of components come after it in the bundle.
import './page/base.css'
import { type ComponentChild, render } from 'preact'
import type { PageData, TracebackPageData } from '../shared/page-data.ts'
import { type ApiClient, createClient } from './client/api.ts'
import { createConsoleModel } from './console/console-model.ts'
import { createOverviewModel } from './overview/overview-model.ts'
import { OverviewPage } from './overview/overview-page.tsx'
import { copyText } from './page/clipboard.ts'
import { readIsland } from './page/island.ts'
import { createSession, LOCKED, type PageSession } from './page/page-session.ts'
import { browserStorage } from './page/stored-preference.ts'
import { takeToken } from './page/token-fragment.ts'
import { focusFrame } from './traceback/frame-list.tsx'
import { createPositionOpener } from './traceback/position-opener.ts'
import { createTracebackModel } from './traceback/traceback-model.ts'
import { TracebackPage } from './traceback/traceback-page.tsx'
import { createTreeActions } from './tree/tree-actions.ts'
import { UnlockPage } from './unlock/unlock-page.tsx'

interface OpenPage {
  readonly view: ComponentChild
  readonly session: PageSession
}

/** Pages whose data only the server can put together come anew from there. */
const reload = (): Promise<void> => {
  location.reload()
  return Promise.resolve()
}

const openTraceback = (data: TracebackPageData, client: ApiClient): OpenPage => {
  const model = createTracebackModel(data, client)
  const console = createConsoleModel({
    client,
    session: model.session,
    tracebackId: data.traceback.id,
    project: data.project,
    storage: browserStorage(),
    inspect: model.inspect,
    openPosition: createPositionOpener(model, focusFrame),
    leave: focusFrame,
  })
  const actions = createTreeActions({
    client,
    tracebackId: data.traceback.id,
    frame: model.frame,
    canEvaluate: () => model.session.info.value.console.available,
    copyText,
    runGetter: model.tree.run,
    tell: (frame, kept) => {
      console.setOpen(true)
      console.evaluatorOf(frame).tell(kept)
    },
    noteFailure: model.session.noteFailure,
  })
  return { session: model.session, view: <TracebackPage model={model} console={console} actions={actions} /> }
}

const openPage = (data: PageData, client: ApiClient): OpenPage => {
  switch (data.page) {
    case 'traceback':
      return openTraceback(data, client)
    case 'overview': {
      const session = createSession(client, data.session, reload)
      return { session, view: <OverviewPage model={createOverviewModel(data, client, session)} /> }
    }
    case 'unlock': {
      const session = createSession(client, LOCKED, reload)
      return { session, view: <UnlockPage session={session} /> }
    }
  }
}

const start = (): void => {
  const token = takeToken(location, (url) => history.replaceState(history.state, '', url))
  const root = document.getElementById('inquest')
  const data = readIsland(document.getElementById('inquest-data')?.textContent)
  if (root === null) return
  if (data === undefined) {
    render(<p class="empty">This page came without its data. Reload it.</p>, root)
    return
  }
  const client = createClient({ basePath: data.basePath, fetch: (url, init) => fetch(url, init) })
  const page = openPage(data, client)
  render(page.view, root)
  if (token !== undefined) void page.session.unlock({ token })
}

start()
