import type { NameValue, ProcessInfo, RequestInfo } from '../../shared/traceback.ts'
import { describeSize } from '../text/moment.ts'
import { showLine, showText } from '../text/visible-text.ts'

interface RequestDetailsProps {
  readonly request: RequestInfo
  readonly process: ProcessInfo
}

export const RequestDetails = ({ request, process }: RequestDetailsProps) => {
  const { body } = request
  const facts: readonly NameValue[] = [
    ['method', request.method],
    ['URL', request.url],
    ...(request.httpVersion === undefined ? [] : [['HTTP', request.httpVersion] as const]),
    ...(request.remoteAddress === undefined ? [] : [['from', request.remoteAddress] as const]),
    ['process', `${process.title} (${process.pid}), Node ${process.node}`],
  ]
  return (
    <div class="request-details">
      <PairList title="Request" pairs={facts} />
      <PairList title="Route parameters" pairs={request.params ?? []} />
      <PairList title="Query" pairs={request.query} />
      <PairList title="Headers" pairs={request.headers} />
      <PairList title="Cookies" pairs={request.cookies} />
      {body !== undefined && (
        <section>
          <h2 class="caps">
            Body · {describeSize(body.size)}
            {body.truncated && ', cut'}
          </h2>
          <pre class="request-body">{showText(body.text)}</pre>
        </section>
      )}
    </div>
  )
}

const PairList = ({ title, pairs }: { readonly title: string; readonly pairs: readonly NameValue[] }) =>
  pairs.length === 0 ? null : (
    <section>
      <h2 class="caps">{title}</h2>
      <dl class="pairs">
        {pairs.map(([name, value], index) => (
          <div key={index}>
            <dt>{showLine(name)}</dt>
            <dd>{showLine(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
