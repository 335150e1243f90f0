// How customers and providers speak, in the first draft (68001) and in NIP-90 (5xxx).
//
// Prices and bids are given in sats; the draft writes them as they are, NIP-90 in millisatoshis.

import { createHash, randomBytes } from 'node:crypto'
import { getEventHash } from 'nostr-tools/pure'
import { now } from '../client.mjs'
import { invoice } from './bolt11.mjs'

const DRAFT_REQUEST = 68001
const DRAFT_RESULT = 68002
const DRAFT_FEEDBACK = 68003
const REACTION = 7
const DELETION = 5
const NIP90_FEEDBACK = 7000
const ZAP_REQUEST = 9734
const ZAP_RECEIPT = 9735

const msat = sats => `${sats * 1000}`
const sha256 = data => createHash('sha256').update(data).digest()

/** The tags by which an answer names its job. */
const answers = job => [
  ['request', JSON.stringify(job.request)],
  ['e', job.id],
  ['p', job.request.pubkey]
]

/** Makes a request one of its kind: two that say the same in one second are the same event. */
const unique = () => `translate, please (${randomBytes(4).toString('hex')})`

const optional = (value, tag) => (value === undefined ? [] : [tag(value)])

/** The draft of 2023-07-03, with the feedback that its first revisions added: 68003, and kind 7 with a `status`. */
export function draft(type) {
  return {
    name: '68001',
    requestKind: DRAFT_REQUEST,
    typeName: `j:${type}`,
    board: { '#j': [type] },
    typeTags: [['j', type]],
    unit: 'sat:draft-tags',

    request: (customer, { bid, invited = [], deadline, needs = [] }) =>
      customer.sign(DRAFT_REQUEST, {
        tags: [
          ['j', type],
          ['input', 'Guten Morgen', 'text'],
          ...needs.map(id => ['input', id, 'job']),
          ...optional(bid, sats => ['bid', `${sats}`]),
          ...optional(deadline, time => ['expiration', `${time}`]),
          ...invited.map(provider => ['p', provider.pubkey])
        ],
        content: unique()
      }),
    result: (provider, job, { sats, status = 'success' } = {}) =>
      provider.sign(DRAFT_RESULT, {
        tags: [...answers(job), ['status', status], ...optional(sats, price => ['payment', `${price}`])],
        content: 'Good morning'
      }),
    partial: (provider, job) =>
      provider.sign(DRAFT_RESULT, { tags: [...answers(job), ['status', 'partial']], content: 'Good' }),
    error: (provider, job) => provider.sign(DRAFT_RESULT, { tags: [...answers(job), ['status', 'error']] }),
    quote: (provider, job, sats) =>
      provider.sign(REACTION, {
        tags: [
          ['e', job.id],
          ['p', job.request.pubkey],
          ['status', 'payment-required'],
          ['amount', msat(sats)]
        ]
      }),
    feedback: (author, job, status, about = job.request) =>
      author.sign(DRAFT_FEEDBACK, {
        tags: [
          ['e', job.id],
          ['p', about.pubkey],
          ['status', status]
        ]
      }),
    /** In the draft a zap tags the request and names the provider. */
    zapTarget: job => job.id
  }
}

/** NIP-90, with one of its kinds. */
export function nip90(kind) {
  return {
    name: '5xxx',
    requestKind: kind,
    typeName: `k:${kind}`,
    board: { '#k': [`${kind}`] },
    typeTags: [],
    unit: 'msat:dialect',

    request: (customer, { bid, invited = [], deadline, needs = [] }) =>
      customer.sign(kind, {
        tags: [
          ['i', 'Guten Morgen', 'text'],
          ...needs.map(id => ['i', id, 'job']),
          ...optional(bid, sats => ['bid', msat(sats)]),
          ...optional(deadline, time => ['expiration', `${time}`]),
          ...invited.map(provider => ['p', provider.pubkey])
        ],
        content: unique()
      }),
    result: (provider, job, { sats } = {}) =>
      provider.sign(kind + 1000, {
        tags: [
          ...answers(job),
          ...job.request.tags.filter(([name]) => name === 'i'),
          ...optional(sats, price => ['amount', msat(price)])
        ],
        content: 'Good morning'
      }),
    partial: (provider, job) =>
      provider.sign(NIP90_FEEDBACK, {
        tags: [['status', 'partial', 'half'], ...answers(job).slice(1)],
        content: 'Good'
      }),
    error: (provider, job) =>
      provider.sign(NIP90_FEEDBACK, { tags: [['status', 'error', 'out of paper'], ...answers(job).slice(1)] }),
    quote: (provider, job, sats) =>
      provider.sign(NIP90_FEEDBACK, {
        tags: [
          ['status', 'payment-required'],
          ['amount', msat(sats), demand(sats)],
          ...answers(job).slice(1)
        ]
      }),
    feedback: (author, job, status, about = job.request) =>
      author.sign(NIP90_FEEDBACK, {
        tags: [
          ['status', status],
          ['e', job.id],
          ['p', about.pubkey]
        ]
      }),
    zapTarget: (job, result) => result.id
  }
}

/** An invoice that a provider sends along with its price. */
function demand(sats) {
  return invoice({
    msat: sats * 1000,
    timestamp: now(),
    paymentHash: sha256(randomBytes(32)),
    descriptionHash: sha256('a job')
  })
}

/** What the customer, or anybody, thinks of a result. */
export function reaction(author, result, content) {
  return author.sign(REACTION, {
    tags: [
      ['e', result.id],
      ['p', result.pubkey],
      ['k', `${result.kind}`]
    ],
    content
  })
}

export function deletion(author, ...events) {
  return author.sign(DELETION, { tags: events.flatMap(event => [['e', event.id], ['k', `${event.kind}`]]) })
}

function zapRequest(payer, { recipient, target, sats }) {
  return payer.sign(ZAP_REQUEST, {
    tags: [
      ['relays', 'wss://relay.example.com'],
      ['amount', msat(sats)],
      ['p', recipient.pubkey],
      ['e', target]
    ]
  })
}

/** The wallet's receipt for a zap request, for an invoice that was paid. */
function receipt(wallet, request, sats) {
  const description = JSON.stringify(request)
  const preimage = randomBytes(32)
  const paid = {
    msat: sats * 1000,
    timestamp: now(),
    paymentHash: sha256(preimage),
    descriptionHash: sha256(description)
  }
  const event = wallet.sign(ZAP_RECEIPT, {
    tags: [
      ...request.tags.filter(([name]) => name === 'p' || name === 'e'),
      ['P', request.pubkey],
      ['bolt11', invoice(paid)],
      ['description', description],
      ['preimage', preimage.toString('hex')]
    ]
  })
  return { event, paymentHash: paid.paymentHash.toString('hex') }
}

/** A zap as it should be: the payer signed what it pays for. */
export function zap(wallet, payer, what) {
  return receipt(wallet, zapRequest(payer, what), what.sats)
}

/** A zap in the name of somebody who never signed it. */
export function forgedZap(forger, victim, what) {
  const request = JSON.parse(JSON.stringify({ ...zapRequest(forger, what), pubkey: victim.pubkey }))
  return receipt(forger, { ...request, id: getEventHash(request) }, what.sats)
}
