// One job as a client sees it: what is published for it, and the status events that come for it, live.

import { assert, now, until, verify, within } from '../client.mjs'

const STATUS_KIND = 30383
/** Rules that are proved by the request itself. */
const BY_REQUEST = ['requested-by-customer', 'invited-by-customer']
/** Rules that are proved by the clock. */
const BY_CLOCK = ['deadline-passed']

const all = (event, name) => event.tags.filter(tag => tag[0] === name)
const tag = (event, name) => all(event, name)[0] ?? []
export const value = (event, name) => tag(event, name)[1]
const values = (event, name) => all(event, name).map(found => found[1])

const people = (event, role) => all(event, 'p').filter(found => found[3] === role).map(found => found[1])

/** Status events as they come in on one subscription, by job. */
export class Watch {
  #events = new Map()
  #waiting = new Set()
  #self
  problem

  constructor(self) {
    this.#self = self
  }

  /** Opens the subscription; returns after its EOSE. */
  async open(client, filter) {
    await within(
      new Promise((resolve, reject) => {
        client.relay.subscribe([{ kinds: [STATUS_KIND], authors: [this.#self], ...filter }], {
          eoseTimeout: 60_000,
          onevent: event => this.#take(event),
          oninvalidevent: event => (this.problem ??= `the relay sent an invalid event: ${JSON.stringify(event)}`),
          oneose: resolve,
          onclose: reason => reject(new Error(`closed: ${reason}`))
        })
      }),
      `EOSE for ${JSON.stringify(filter)}`
    )
    return this
  }

  #take(event) {
    const id = value(event, 'd')
    const before = this.of(id)
    try {
      verify(event)
      this.#judge(event, before.at(-1))
    } catch (failure) {
      this.problem ??= failure.message
    }
    this.#events.set(id, [...before, event])
    this.#waiting.forEach(wake => wake())
  }

  /** Each version is newer than the last, never ahead of the clock, and says what the status was before. */
  #judge(event, last) {
    assert(event.created_at <= now() + 1, `status ${event.id} is ${event.created_at - now()} s ahead of the clock`)
    if (last === undefined) {
      return
    }
    assert(event.created_at > last.created_at, `two versions of one second: ${event.created_at}, ${last.created_at}`)
    const isSame = value(event, 's') === value(last, 's')
    const before = isSame ? value(last, 'o') : value(last, 's')
    assert(value(event, 'o') === before, `o is ${value(event, 'o')}, the status before was ${before}`)
  }

  /** The versions of a job's status that have come, oldest first. */
  of(id) {
    return this.#events.get(id) ?? []
  }

  /** Waits until `isFound` holds. */
  async wait(isFound, what) {
    let wake
    const found = new Promise(resolve => {
      wake = () => isFound() && resolve()
      this.#waiting.add(wake)
      wake()
    })
    try {
      await within(found, what)
    } finally {
      this.#waiting.delete(wake)
    }
  }
}

/** A job, its expected rows, and what the relay said of it. */
export class Job {
  rows = []
  #market
  #last = 0

  /** @param market what the scenario plays on: client, watch, dialect, people */
  constructor(market) {
    this.#market = market
  }

  get id() {
    return this.request.id
  }

  get dialect() {
    return this.#market.dialect
  }

  get people() {
    return this.#market.people
  }

  get statuses() {
    return this.#market.watch.of(this.id)
  }

  get final() {
    return this.rows.at(-1)
  }

  /**
   * Plays rows as in scenarios.mjs: each does something, and says what the status must be then. `more` may have
   * `reactions`, `flags`, `blockedBy`, and `still` when what proves the status is what proved it before.
   */
  async play(rows) {
    for (const row of rows) {
      await this.#step(row)
    }
    return this
  }

  /** What is done is signed in a second of its own, as facts of one second have no order. */
  async #step([act, outcome, offers, more = {}]) {
    const [s, l, rule] = outcome.split(' ')
    await until(this.#last + 1)
    const events = [act(this)].flat()
    this.#last = Math.max(now() - 1, ...events.map(event => event.created_at))
    const client = this.#market.client
    if (this.request === undefined) {
      this.request = events[0]
      this.#market.jobs.push(this)
      await this.#market.watch.open(client, { '#d': [this.id] })
    }
    const row = { s, l, rule, offers, reactions: 0, flags: [], blockedBy: [], ...more }
    row.proof = this.#proof(rule, events, more.still)
    for (const event of events) {
      await client.publish(event)
    }
    await this.expect(row)
  }

  #proof(rule, events, still) {
    if (BY_REQUEST.includes(rule)) {
      return this.id
    }
    if (BY_CLOCK.includes(rule)) {
      return ''
    }
    return still ? this.final.proof : events.at(-1).id
  }

  /** Waits for a status as `row` says, and keeps the row. */
  async expect(row) {
    const differences = () => {
      const newest = this.statuses.at(-1)
      return newest ? [...this.#differences(newest, row)] : ['no status event has come']
    }
    try {
      await this.#market.watch.wait(() => differences().length === 0, 'the status')
    } catch (late) {
      throw new Error(`${late.message}: ${differences().join('; ')}`)
    }
    this.rows.push(row)
    assert(this.#market.watch.problem === undefined, this.#market.watch.problem)
  }

  *#differences(event, row) {
    yield* compare('s', value(event, 's'), row.s)
    yield* compare('l', value(event, 'l'), row.l)
    yield* compare('proof', tag(event, 'proof').slice(1), [row.rule, row.proof])
    yield* compare('reactions', value(event, 'reaction_cnt'), `${row.reactions}`)
    yield* compare('flags', tag(event, 'flags').slice(1).sort(), row.flags)
    yield* compare('blocked_by', values(event, 'blocked_by'), row.blockedBy)
    yield* this.#identity(event)
    yield* this.#offers(event, row)
  }

  *#identity(event) {
    const { request, dialect } = this
    const asked = Object.fromEntries(request.tags.map(([name, first]) => [name, first]))
    yield* compare('kind', event.kind, STATUS_KIND)
    yield* compare('e', value(event, 'e'), this.id)
    yield* compare('k', value(event, 'k'), `${dialect.requestKind}`)
    yield* compare('j', all(event, 'j'), dialect.typeTags)
    yield* compare('dialect', value(event, 'dialect'), dialect.name)
    yield* compare('asked_at', value(event, 'asked_at'), `${request.created_at}`)
    yield* compare('expires_at', value(event, 'expires_at'), asked.expiration)
    yield* compare('expiration', value(event, 'expiration'), undefined)
    const bid = this.bidMsat()
    yield* compare('bid', tag(event, 'bid').slice(1), bid === null ? [] : [`${bid}`, 'msat', dialect.unit])
    yield* compare('customer', people(event, 'customer'), [request.pubkey])
  }

  *#offers(event, row) {
    const found = all(event, 'offer')
    const names = Object.keys(row.offers)
    yield* compare('offers', `${found.length} of ${value(event, 'offers_total')}`, `${names.length} of ${names.length}`)
    const providers = names.map(name => this.people[name].pubkey)
    yield* compare('providers', people(event, 'provider').sort(), providers.sort())
    let claimed = 0
    for (const name of names) {
      const offer = found.find(one => one[1] === this.people[name].pubkey) ?? []
      const want = wanted(row.offers[name])
      claimed += want.claimed
      yield* compare(`offer of ${name}`, [offer[2], offer[4], offer[6]], [want.work, want.money, want.verdict])
      yield* compare(`price of ${name}`, offer[3], `${want.asked ?? ''}`)
      // Where nothing can be verified the relay says nothing of it.
      yield* compare(`money of ${name}`, [offer[5] || '0', offer[9]], ['0', `${want.claimed}`])
      yield* compare(`flags of ${name}`, offer[10], want.flags.join(','))
    }
    yield* compare('claimed_msat', value(event, 'claimed_msat'), `${claimed}`)
  }

  /** What the request offers, in millisatoshis, or null. */
  bidMsat() {
    const bid = this.request.tags.find(([name]) => name === 'bid')
    return bid ? Number(bid[1]) * (this.dialect.unit.startsWith('sat') ? 1000 : 1) : null
  }
}

/** An expected offer: 'work money verdict', then `asked=` and `claimed=` in millisatoshis, then flags. */
export function wanted(text) {
  const [work, money, verdict, ...rest] = text.split(' ')
  const amount = name => rest.filter(word => word.startsWith(`${name}=`)).map(word => Number(word.split('=')[1]))[0]
  const flags = rest.filter(word => !word.includes('='))
  return { work, money, verdict, asked: amount('asked') ?? null, claimed: amount('claimed') ?? 0, flags }
}

/** A sentence if the two differ. */
export function* compare(what, found, expected) {
  const [one, other] = [JSON.stringify(found), JSON.stringify(expected)]
  if (one !== other) {
    yield `${what} is ${one}, expected ${other}`
  }
}
