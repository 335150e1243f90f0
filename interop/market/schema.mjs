// Holds a JSON value against a schema of an OpenAPI document: as much of JSON Schema as ours uses.

const MAX_PROBLEMS = 5

/** What of `value` is not as `schema` says, a sentence each. */
export function breaches(document, schema, value, where = 'body') {
  return [...found(document, schema, value, where)].slice(0, MAX_PROBLEMS)
}

function* found(document, schema, value, where) {
  if (schema.$ref) {
    const target = schema.$ref.slice(2).split('/').reduce((node, key) => node?.[key], document)
    yield* target ? found(document, target, value, where) : [`${schema.$ref} leads nowhere`]
  }
  if (schema.anyOf && schema.anyOf.every(one => breaches(document, one, value).length > 0)) {
    yield `${where} is none of what it may be: ${shown(value)}`
  }
  if (schema.type && ![schema.type].flat().some(type => isOf(type, value))) {
    yield `${where} should be ${[schema.type].flat().join(' or ')}, and is ${shown(value)}`
    return
  }
  if (schema.enum && !schema.enum.includes(value)) {
    yield `${where} should be one of ${schema.enum.join(', ')}, and is ${shown(value)}`
  }
  if (typeof value === 'number' && (value < schema.minimum || value > schema.maximum)) {
    yield `${where} is out of its bounds: ${value}`
  }
  if (typeof value === 'string' && schema.pattern && !new RegExp(schema.pattern, 'u').test(value)) {
    yield `${where} does not match ${schema.pattern}: ${shown(value)}`
  }
  if (Array.isArray(value)) {
    yield* ofArray(document, schema, value, where)
  } else if (value !== null && typeof value === 'object') {
    yield* ofObject(document, schema, value, where)
  }
}

function* ofArray(document, schema, value, where) {
  if (value.length > schema.maxItems) {
    yield `${where} has ${value.length} elements`
  }
  for (const [i, element] of value.entries()) {
    yield* schema.items ? found(document, schema.items, element, `${where}[${i}]`) : []
  }
}

function* ofObject(document, schema, value, where) {
  for (const name of schema.required ?? []) {
    if (!(name in value)) {
      yield `${where}.${name} is missing`
    }
  }
  for (const [name, member] of Object.entries(value)) {
    if (schema.properties?.[name]) {
      yield* found(document, schema.properties[name], member, `${where}.${name}`)
    } else if (schema.additionalProperties === false) {
      yield `${where}.${name} is not documented`
    }
  }
}

function isOf(type, value) {
  switch (type) {
    case 'null':
      return value === null
    case 'array':
      return Array.isArray(value)
    case 'object':
      return value !== null && typeof value === 'object' && !Array.isArray(value)
    case 'integer':
      return Number.isInteger(value)
    default:
      return typeof value === type
  }
}

function shown(value) {
  return JSON.stringify(value)?.slice(0, 80)
}
