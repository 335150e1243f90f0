// What every script here needs of a Nostr client: keys, a connection, and answers that come in time or not at all.

import { nip77 } from 'nostr-tools'
import { finalizeEvent, generateSecretKey, getPublicKey, verifyEvent } from 'nostr-tools/pure'
import { Relay, useWebSocketImplementation } from 'nostr-tools/relay'
import { WebSocket } from 'ws'

export const ANSWER_MILLIS = 10_000

useWebSocketImplementation(WebSocket)

export const now = () => Math.floor(Date.now() / 1000)

export function assert(condition, problem) {
  if (!condition) {
    throw new Error(problem)
  }
}

/** The promise's value, or an error that says what did not come in time. */
export async function within(promise, what) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not come within ${ANSWER_MILLIS} ms`)), ANSWER_MILLIS)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Waits until the clock shows `second`. */
export async function until(second) {
  while (now() < second) {
    await new Promise(resolve => setTimeout(resolve, 1000 - (Date.now() % 1000)))
  }
}

/** Throws unless the event's id and signature are right. */
export function verify(event) {
  assert(verifyEvent(JSON.parse(JSON.stringify(event))), `event ${event.id} does not verify`)
}

/** An author, with a fresh key unless a secret one is given as 64 hex digits. */
export class Author {
  #secret

  constructor(secretHex) {
    this.#secret = secretHex === undefined ? generateSecretKey() : Uint8Array.from(Buffer.from(secretHex, 'hex'))
    this.pubkey = getPublicKey(this.#secret)
  }

  /** Signs what nostr-tools asks a signer to. */
  signTemplate(template) {
    return finalizeEvent(template, this.#secret)
  }

  sign(kind, { createdAt = now(), tags = [], content = '' } = {}) {
    return finalizeEvent({ kind, created_at: createdAt, tags, content }, this.#secret)
  }
}

/** A connection, and what the checks ask of it. */
export class Client {
  static async connect(url) {
    const client = new Client()
    client.relay = await within(Relay.connect(url), `a connection to ${url}`)
    client.relay.publishTimeout = ANSWER_MILLIS * 2
    return client
  }

  /** Proves to be this author (NIP-42). */
  authenticate(author) {
    return within(
      this.relay.auth(async template => author.signTemplate(template)),
      'OK for a proof'
    )
  }

  /** How many events match, and the registers that tell their authors apart (NIP-45). */
  count(...filters) {
    return within(this.relay.countWithHLL(filters, {}), `a count of ${JSON.stringify(filters)}`)
  }

  /** Whether the relay says that it supports this NIP (NIP-11). */
  async supports(nip) {
    const address = this.relay.url.replace(/^ws/, 'http')
    const answer = await within(fetch(address, { headers: { Accept: 'application/nostr+json' } }), 'the information document')
    return (await answer.json()).supported_nips.includes(nip)
  }

  /** Which of these events only we have, and which ids only the relay has (NIP-77). */
  reconcile(filter, events) {
    const storage = new nip77.NegentropyStorageVector()
    events.forEach(event => storage.insert(event.created_at, event.id))
    storage.seal()
    const have = []
    const need = []
    return within(
      new Promise((resolve, reject) => {
        new nip77.NegentropySync(this.relay, storage, filter, {
          onhave: id => have.push(id),
          onneed: id => need.push(id),
          onclose: problem => (problem ? reject(new Error(problem)) : resolve({ have, need }))
        }).start()
      }),
      'the end of a reconciliation'
    )
  }

  /** Publishes; the OK's message. Rejects on OK false. */
  publish(event) {
    return within(this.relay.publish(event), `OK for ${event.id}`)
  }

  /** Publishes; the OK's message, whether it is true or false. */
  answerTo(event) {
    return this.publish(event).catch(refusal => refusal.message)
  }

  /** Publishes what must be refused; the OK's message. */
  async refusalOf(event) {
    const answer = await this.publish(event).then(
      () => undefined,
      refusal => refusal.message
    )
    assert(answer !== undefined, `event ${event.id} was accepted`)
    return answer
  }

  /** The stored events that match, up to EOSE, in the order they came. */
  async query(...filters) {
    const events = []
    await within(
      new Promise((resolve, reject) => {
        const subscription = this.relay.subscribe(filters, {
          eoseTimeout: ANSWER_MILLIS * 2,
          onevent: event => events.push(event),
          oninvalidevent: event => reject(new Error(`the relay served an invalid event: ${JSON.stringify(event)}`)),
          oneose: () => {
            resolve()
            subscription.close()
          },
          onclose: reason => reject(new Error(`closed: ${reason}`))
        })
      }),
      `EOSE for ${JSON.stringify(filters)}`
    )
    events.forEach(verify)
    return events
  }

  /** A subscription after its EOSE. `next` gives one event after the other as they come. */
  async listen(...filters) {
    const waiting = []
    const come = []
    const give = event => (waiting.length > 0 ? waiting.shift()(event) : come.push(event))
    let subscription
    await within(
      new Promise((resolve, reject) => {
        subscription = this.relay.subscribe(filters, {
          eoseTimeout: ANSWER_MILLIS * 2,
          onevent: give,
          oninvalidevent: event => reject(new Error(`the relay sent an invalid event: ${JSON.stringify(event)}`)),
          oneose: resolve,
          onclose: reason => reject(new Error(`closed: ${reason}`))
        })
      }),
      `EOSE for ${JSON.stringify(filters)}`
    )
    return {
      close: () => subscription.close(),
      next: async () => {
        const event = await within(
          come.length > 0 ? Promise.resolve(come.shift()) : new Promise(resolve => waiting.push(resolve)),
          `a live event for ${JSON.stringify(filters)}`
        )
        verify(event)
        return event
      }
    }
  }

  close() {
    this.relay.close()
  }
}
