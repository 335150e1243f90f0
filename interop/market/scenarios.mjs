// The expected table: what customers, providers and strangers do, and what must become of the job.
//
// A row is [what is done, 'status openness rule', offers by provider, more]. An offer is 'work money verdict', then the
// price and what receipts claim, in millisatoshis, then flags.

import { assert, now, until } from '../client.mjs'
import { deletion, forgedZap, reaction, zap } from './dialects.mjs'
import { compare } from './stage.mjs'

/** What is done: each makes the events to publish, the one that proves the outcome last. */
const asks =
  ({ invited = [], seconds, ...more } = {}) =>
  job =>
    job.dialect.request(job.people.customer, {
      ...more,
      invited: invited.map(name => job.people[name]),
      deadline: seconds === undefined ? undefined : now() + seconds
    })
const says = (name, status) => job => job.dialect.feedback(job.people[name], job, status)
const works = name => says(name, 'processing')
const quotes = (name, sats) => job => job.dialect.quote(job.people[name], job, sats)
const handsOverAPart = name => job => job.dialect.partial(job.people[name], job)
const fails = name => job => job.dialect.error(job.people[name], job)
const delivers =
  (name, price = {}) =>
  job =>
    (job.result = job.dialect.result(job.people[name], job, price))
const withdraws = name => job => deletion(job.people[name], job.result)
const cancels = job => deletion(job.people.customer, job.request)
const thinks = (name, content) => job => reaction(job.people[name], job.result, content)
const accepts = name => job => job.dialect.feedback(job.people.customer, job, 'success', job.people[name])
const waits = () => []

const toBePaid = (job, name, sats) => ({
  recipient: job.people[name],
  target: job.dialect.zapTarget(job, job.result),
  sats
})
const zaps = (payer, name, sats) => job => {
  job.zap = zap(job.people.wallet, job.people[payer], toBePaid(job, name, sats))
  return job.zap.event
}

/** Strangers try what only the customer or the provider may do; the last of it shows, as a reaction. */
const strangersMeddle = job => {
  const { stranger, customer } = job.people
  job.forged = forgedZap(stranger, customer, toBePaid(job, 'a', 21))
  return [
    deletion(stranger, job.request),
    deletion(stranger, job.result),
    job.forged.event,
    reaction(stranger, job.result, '-')
  ]
}

const A_IS_INVITED = [
  asks({ bid: 21, invited: ['a'] }),
  'targeted open invited-by-customer',
  { a: 'targeted none none' }
]
const ANYBODY_MAY = [asks({ bid: 21 }), 'requested open requested-by-customer', {}]
const UNPAID = 'delivered asked none asked=21000 unpaid_delivered'
const ZAPPED = 'delivered claimed accepted asked=21000 claimed=21000'
const A_DELIVERS = [delivers('a', { sats: 21 }), 'delivered open result-by-provider', { a: UNPAID }]
const THE_CUSTOMER_REJECTS = [
  thinks('customer', '-'),
  'disputed open disliked-by-customer',
  { a: 'delivered asked disputed asked=21000 unpaid_delivered' },
  { reactions: 1 }
]

const tables = {
  'completed by a zap': [
    ANYBODY_MAY,
    [works('a'), 'processing open processing-by-provider', { a: 'processing none none' }],
    A_DELIVERS,
    [zaps('customer', 'a', 21), 'completed closed zap-by-customer', { a: ZAPPED }]
  ],
  'three providers': [
    [asks({ bid: 50 }), 'requested open requested-by-customer', {}],
    [quotes('a', 50), 'payment_required open quote-by-provider', { a: 'quoted asked none asked=50000' }],
    [
      works('b'),
      'processing open processing-by-provider',
      { a: 'quoted asked none asked=50000', b: 'processing none none' }
    ],
    [
      delivers('c', { sats: 21 }),
      'delivered open result-by-provider',
      { a: 'quoted asked none asked=50000', b: 'processing none none', c: UNPAID }
    ],
    [
      zaps('customer', 'c', 21),
      'completed closed zap-by-customer',
      { a: 'quoted asked none asked=50000', b: 'processing none none', c: ZAPPED }
    ]
  ],
  'partial result': [
    A_IS_INVITED,
    [handsOverAPart('a'), 'partial open partial-by-provider', { a: 'partial none none' }],
    A_DELIVERS
  ],
  'quoted, delivered, no receipt': [
    [asks({ bid: 21, invited: ['b'] }), 'targeted open invited-by-customer', { b: 'targeted none none' }],
    [quotes('b', 21), 'payment_required open quote-by-provider', { b: 'quoted asked none asked=21000' }],
    [delivers('b'), 'delivered open result-by-provider', { b: 'delivered implied none asked=21000' }]
  ],
  'the invited provider fails': [
    A_IS_INVITED,
    [fails('a'), 'failed closed all-invited-failed', { a: 'error none none' }]
  ],
  'one of two invited fails': [
    [
      asks({ invited: ['a', 'b'] }),
      'targeted open invited-by-customer',
      { a: 'targeted none none', b: 'targeted none none' }
    ],
    [fails('a'), 'targeted open invited-by-customer', { a: 'error none none', b: 'targeted none none' }],
    [delivers('b'), 'delivered open result-by-provider', { a: 'error none none', b: 'delivered none none' }]
  ],
  'somebody fails at an open job': [
    ANYBODY_MAY,
    [fails('c'), 'requested open requested-by-customer', { c: 'error none none' }]
  ],
  'cancelled': [
    ANYBODY_MAY,
    [works('b'), 'processing open processing-by-provider', { b: 'processing none none' }],
    [cancels, 'cancelled closed cancelled-by-customer', { b: 'processing none none' }]
  ],
  'expired': [
    [asks({ seconds: 4 }), 'requested open requested-by-customer', {}],
    [waits, 'expired closed deadline-passed', {}]
  ],
  'delivered late': [
    [asks({ seconds: 3 }), 'requested open requested-by-customer', {}],
    [waits, 'expired closed deadline-passed', {}],
    [delivers('c'), 'delivered closed result-by-provider', { c: 'delivered none none late' }, { flags: ['late'] }]
  ],
  'disputed': [A_IS_INVITED, A_DELIVERS, THE_CUSTOMER_REJECTS],
  'a dispute is settled': [
    A_IS_INVITED,
    A_DELIVERS,
    THE_CUSTOMER_REJECTS,
    [
      thinks('customer', '+'),
      'completed closed liked-by-customer',
      { a: 'delivered asked accepted asked=21000 unpaid_delivered' },
      { reactions: 1 }
    ]
  ],
  'ready, handed over, accepted': [
    ANYBODY_MAY,
    [says('b', 'success'), 'ready open ready-by-provider', { b: 'ready none none' }],
    [delivers('b'), 'delivered open result-by-provider', { b: 'delivered none none' }],
    [accepts('b'), 'completed closed accepted-by-customer', { b: 'delivered none accepted' }]
  ],
  'withdrawn by the provider': [
    ANYBODY_MAY,
    [delivers('c'), 'delivered open result-by-provider', { c: 'delivered none none' }],
    [withdraws('c'), 'requested open requested-by-customer', { c: 'withdrawn none none' }]
  ],
  'strangers change nothing': [
    ANYBODY_MAY,
    A_DELIVERS,
    [strangersMeddle, 'delivered open result-by-provider', { a: UNPAID }, { still: true, reactions: 1 }],
    [thinks('passerby', '+'), 'delivered open result-by-provider', { a: UNPAID }, { still: true, reactions: 2 }],
    [
      zaps('passerby', 'a', 21),
      'delivered open result-by-provider',
      { a: 'delivered claimed none asked=21000 claimed=21000' },
      { still: true, reactions: 2 }
    ]
  ]
}

/** What else must hold when the rows of a table have been played. */
const furthermore = {
  'completed by a zap': async (job, { api }) => {
    const found = await api.get(`/zaps/${job.zap.event.id}`)
    const { customer, a, wallet } = job.people
    sameFields('the zap', found, {
      level: 3,
      money: 'claimed',
      counted: true,
      amount_msat: 21_000,
      payer: customer.pubkey,
      recipient: a.pubkey,
      target: job.dialect.zapTarget(job, job.result),
      job: job.id,
      payment_hash: job.zap.paymentHash,
      signer: wallet.pubkey
    })
    assert(found.receipt?.id === job.zap.event.id, 'the receipt is not shown')
  },

  'expired': async (job, { api, client }) => {
    const deadline = Number(job.request.tags.find(([name]) => name === 'expiration')[1])
    assert(job.statuses.at(-1).created_at >= deadline, 'it expired before its time')
    // The request is gone (NIP-40), what the market knows of it is not.
    await until(deadline + 1)
    const left = await client.query({ ids: [job.id] })
    assert(left.length === 0, 'the expired request is still served')
    const status = await api.status(`/events/${job.id}`)
    assert(status === 404, `the expired request is still shown over HTTP: ${status}`)
  },

  'strangers change nothing': async (job, { api, client }) => {
    const found = await api.get(`/zaps/${job.forged.event.id}`)
    sameFields('the forged zap', found, { level: 0, money: 'none', counted: false })
    const isNoticed = found.failed_checks.includes('zap-request-signature')
    assert(isNoticed, `of the forged zap only this is noticed: ${found.failed_checks}`)
    const stored = await client.query({ ids: [job.id, job.result.id] })
    assert(stored.length === 2, "a stranger's deletion has deleted something")
  }
}

async function chained({ api, job }) {
  const first = await job().play([ANYBODY_MAY])
  const second = job()
  const needs = [first.id]
  await second.play([[asks({ needs }), 'requested open requested-by-customer', {}, { blockedBy: needs }]])
  sameFields('the chain', await api.get(`/jobs/${second.id}/chain`), { depends_on: needs, blocked_by: needs })
  await first.play([[delivers('a'), 'delivered open result-by-provider', { a: 'delivered none none' }]])
  await second.play([[waits, 'requested open requested-by-customer', {}]])
  const chain = await api.get(`/jobs/${second.id}/chain`)
  sameFields('the chain', chain, { depends_on: needs, blocked_by: [], cycles: [], truncated: false })
  assert(chain.waits_for[0]?.id === first.id && chain.waits_for[0].delivered, 'the chain lacks the first job')
  const before = await api.get(`/jobs/${first.id}/chain`)
  assert(before.waited_for_by[0]?.id === second.id, 'the first job does not know who waits for it')
}

/** Each plays on a market, whose `job()` makes a new job, and throws when something is not as expected. */
export const scenarios = { chained }
for (const [name, rows] of Object.entries(tables)) {
  scenarios[name] = async market => {
    const job = await market.job().play(rows)
    await furthermore[name]?.(job, market)
  }
}

/** Throws unless the document has these fields with these values. */
function sameFields(what, found, expected) {
  for (const [name, want] of Object.entries(expected)) {
    const [problem] = compare(`${what}: ${name}`, found[name], want)
    assert(problem === undefined, problem)
  }
}
