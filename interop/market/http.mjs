// The market over HTTP: documents, each held against the relay's own OpenAPI document, and the stream of changes.

import { ANSWER_MILLIS, assert, within } from '../client.mjs'
import { breaches } from './schema.mjs'

/** The relay information document (NIP-11), and where the relay answers over HTTP. */
export async function information(url) {
  const web = url.replace(/^ws/, 'http')
  const response = await fetch(web, {
    headers: { accept: 'application/nostr+json' },
    signal: AbortSignal.timeout(ANSWER_MILLIS)
  })
  assert(response.ok, `${web} answers ${response.status} for its information document`)
  return { web, document: await response.json() }
}

/** The documents below one path, `/api/v1` mostly. */
export class Api {
  #web
  #path
  #description
  #busy

  constructor(web, path) {
    this.#web = web
    this.#path = path
  }

  #address(path) {
    return new URL(this.#path + path, this.#web)
  }

  /** One request after the other: dozens at once are a flood, which a relay may answer with 503. */
  async #fetch(path, headers = {}) {
    const before = this.#busy
    let done
    this.#busy = new Promise(resolve => (done = resolve))
    await before
    try {
      const response = await fetch(this.#address(path), { headers, signal: AbortSignal.timeout(ANSWER_MILLIS) })
      return { response, text: await response.text() }
    } finally {
      done()
    }
  }

  /** The OpenAPI document; from now on every answer is held against it. */
  async describe() {
    this.#description = await this.get('/openapi.json')
    return this.#description
  }

  async status(path, headers) {
    const { response } = await this.#fetch(path, headers)
    return response.status
  }

  /** The document; the answer must be 200, open to browsers, and as it is documented. */
  async get(path) {
    const { response, text } = await this.#fetch(path)
    assert(response.status === 200, `${path} answers ${response.status}: ${text.slice(0, 200)}`)
    const type = response.headers.get('content-type') ?? ''
    assert(type.startsWith('application/json'), `${path} is ${type}`)
    assert(response.headers.get('access-control-allow-origin') === '*', `${path} is closed to browsers (CORS)`)
    const document = JSON.parse(text)
    if (this.#description) {
      const problems = breaches(this.#description, this.#schema(path), document)
      assert(problems.length === 0, `${path} is not as documented: ${problems.join('; ')}`)
    }
    await this.#revalidate(path, response.headers.get('etag'))
    return document
  }

  /** Who has a document need not load it again. Meanwhile it may have changed, so a 200 is fine, too. */
  async #revalidate(path, etag) {
    assert(/^"[^"]+"$/.test(etag ?? ''), `${path} has no strong ETag, but ${etag}`)
    const status = await this.status(path, { 'if-none-match': etag })
    assert(status === 304 || status === 200, `${path} answers ${status} to its own ETag`)
  }

  #schema(path) {
    const parts = this.#address(path).pathname.split('/')
    const isLike = template => {
      const names = template.split('/')
      return names.length === parts.length && names.every((name, i) => name.startsWith('{') || name === parts[i])
    }
    const documented = Object.keys(this.#description.paths).filter(isLike)
    // A path without variables goes first: /stats/series is no /stats/{name}.
    const template = documented.find(one => !one.includes('{')) ?? documented[0]
    assert(template, `${path} is not documented`)
    return this.#description.paths[template].get.responses['200'].content['application/json'].schema
  }

  /** Follows the changes of status. */
  async follow() {
    const end = new AbortController()
    const response = await within(fetch(this.#address('/stream'), { signal: end.signal }), 'the stream of changes')
    const type = response.headers.get('content-type') ?? ''
    assert(response.ok && type.startsWith('text/event-stream'), `/stream answers ${response.status}, ${type}`)
    return new Stream(response.body, end)
  }
}

/** Server-sent events, collected as they come. */
class Stream {
  changes = []
  problem
  #end
  #waiting = new Set()

  constructor(body, end) {
    this.#end = end
    this.#read(body).catch(failure => {
      this.problem ??= end.signal.aborted ? undefined : `the stream broke: ${failure.message}`
    })
  }

  async #read(body) {
    let text = ''
    for await (const part of body.pipeThrough(new TextDecoderStream())) {
      const blocks = (text + part).split('\n\n')
      text = blocks.pop()
      blocks.forEach(block => this.#take(block))
    }
    this.problem ??= 'the stream ended'
  }

  #take(block) {
    const fields = Object.fromEntries(
      block.split('\n').filter(line => !line.startsWith(':')).map(line => line.split(/: ?(.*)/s).slice(0, 2))
    )
    if (fields.event === 'status') {
      const change = JSON.parse(fields.data)
      const last = this.changes.at(-1)
      if (`${change.number}` !== fields.id || (last && change.number !== last.number + 1)) {
        this.problem ??= `number ${change.number} has the id ${fields.id} and follows ${last?.number}`
      }
      this.changes.push(change)
      this.#waiting.forEach(wake => wake())
    } else if (fields.event !== undefined) {
      this.problem ??= `the stream says ${fields.event}: ${fields.data}`
    }
  }

  /** The first `count` changes of a job. */
  async ofJob(id, count) {
    const found = () => this.changes.filter(change => change.job === id)
    let wake
    const enough = new Promise(resolve => {
      wake = () => found().length >= count && resolve()
      this.#waiting.add(wake)
      wake()
    })
    // Who waits in vain sees what there is.
    await within(enough, 'the changes').catch(() => undefined)
    this.#waiting.delete(wake)
    assert(this.problem === undefined, this.problem)
    return found()
  }

  close() {
    this.#end.abort()
  }
}
