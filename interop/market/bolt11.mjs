// Writes Lightning invoices (BOLT 11) that every reader takes for real, but for the signature: that is zeros.

const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]
const FIELDS = { paymentHash: 1, secret: 16, descriptionHash: 23 }
const SIGNATURE_WORDS = 104

function checksum(words) {
  let sum = 1
  for (const word of words) {
    const top = sum >>> 25
    sum = ((sum & 0x1ffffff) << 5) ^ word
    GENERATOR.forEach((generator, bit) => {
      sum ^= (top >> bit) & 1 ? generator : 0
    })
  }
  return sum
}

/** Bech32 (BIP-173) without its limit of 90 characters. */
export function bech32(prefix, words) {
  const codes = [...prefix].map(character => character.charCodeAt(0))
  const spread = [...codes.map(code => code >> 5), 0, ...codes.map(code => code & 31)]
  const sum = checksum([...spread, ...words, 0, 0, 0, 0, 0, 0]) ^ 1
  const end = [25, 20, 15, 10, 5, 0].map(shift => (sum >>> shift) & 31)
  return `${prefix}1${[...words, ...end].map(word => ALPHABET[word]).join('')}`
}

/** A number as `count` words of five bits. Beyond 32 bits, so without shifts. */
function number(value, count) {
  return Array.from({ length: count }, (_, i) => Math.floor(value / 32 ** (count - 1 - i)) % 32)
}

/** Bytes as words of five bits, the last one filled up with zeros. */
function words(bytes) {
  const bits = [...bytes].map(byte => byte.toString(2).padStart(8, '0')).join('')
  return bits.match(/.{1,5}/g).map(five => parseInt(five.padEnd(5, '0'), 2))
}

/**
 * An invoice on the main network.
 *
 * @param {{msat: number, timestamp: number, paymentHash: Buffer, descriptionHash: Buffer}} what
 */
export function invoice({ msat, timestamp, paymentHash, descriptionHash }) {
  const fields = { paymentHash, secret: Buffer.alloc(32), descriptionHash }
  const data = Object.entries(fields).flatMap(([name, bytes]) => {
    const value = words(bytes)
    return [FIELDS[name], ...number(value.length, 2), ...value]
  })
  return bech32(`lnbc${msat}0p`, [...number(timestamp, 7), ...data, ...Array(SIGNATURE_WORDS).fill(0)])
}
