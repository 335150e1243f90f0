package dev.souk.relay.moderation;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * An address, or all addresses that begin with the same bits (CIDR). IPv4 ones stand in their IPv6 form, {@code
 * ::ffff:a.b.c.d}, so that there is one sort of them.
 *
 * @param high the first 64 bits
 * @param low the others; what is not within {@code bits} is zero
 * @param bits how many count, of 128
 */
public record Network(long high, long low, int bits) {
    private static final int ALL = 128;
    private static final int MAPPED = 96;
    private static final long MAPPED_PREFIX = 0xFFFFL << 32;
    private static final Pattern OCTET = Pattern.compile("25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9]");
    private static final Pattern DOTTED = Pattern.compile("(?:(?:" + OCTET + ")(?:\\.(?!$)|$)){4}");
    private static final Pattern COLONS = Pattern.compile("(?=.*:)[0-9A-Fa-f:.]{2,45}");
    private static final Pattern PREFIX = Pattern.compile("[0-9]{1,3}");
    private static final Pattern ZEROS = Pattern.compile("(?:^|:)0(?::0)+(?=:|$)");

    public Network {
        high &= mask(bits);
        low &= mask(bits - Long.SIZE);
    }

    /** The first {@code bits} of 64, of which there may be none or all. */
    private static long mask(int bits) {
        return bits <= 0 ? 0 : bits >= Long.SIZE ? -1 : -1L << Long.SIZE - bits;
    }

    /** The address or range that {@code text} spells; nothing when it is neither. Never looks up a name. */
    public static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return address(text);
        }
        String prefix = text.substring(slash + 1);
        String address = text.substring(0, slash);
        return address(address)
                .filter(whole -> PREFIX.matcher(prefix).matches())
                .map(whole -> new Network(whole.high, whole.low, Integer.parseInt(prefix) + before(address)))
                .filter(network -> network.bits <= ALL);
    }

    /** The bits before an address that is written as an IPv4 one. */
    private static int before(String address) {
        return address.indexOf(':') < 0 ? MAPPED : 0;
    }

    /** The one address that {@code text} spells; a zone, as in {@code fe80::1%eth0}, is left out. */
    public static Optional<Network> address(String text) {
        int zone = text.indexOf('%');
        String address = zone < 0 ? text : text.substring(0, zone);
        if (!DOTTED.matcher(address).matches() && !COLONS.matcher(address).matches()) {
            return Optional.empty();
        }
        try {
            // A literal, as the patterns say, so nobody is asked.
            return Optional.of(of(InetAddress.getByName(address).getAddress()));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static Network of(byte[] address) {
        ByteBuffer bytes = ByteBuffer.wrap(address);
        return address.length == Integer.BYTES
                ? new Network(0, MAPPED_PREFIX | Integer.toUnsignedLong(bytes.getInt()), ALL)
                : new Network(bytes.getLong(), bytes.getLong(), ALL);
    }

    /** This one and all others that share its first {@code fewer} bits. */
    public Network widenedTo(int fewer) {
        return new Network(high, low, fewer);
    }

    /** True when {@code address} lies within. */
    public boolean contains(Network address) {
        return address.bits >= bits && address.widenedTo(bits).equals(this);
    }

    /** As it is written: RFC 5952 for IPv6; without the length when it is one address. */
    @Override
    public String toString() {
        boolean isMapped = high == 0 && low >>> Integer.SIZE == MAPPED_PREFIX >>> Integer.SIZE && bits >= MAPPED;
        String address = isMapped ? dotted() : colons();
        return bits == ALL ? address : address + "/" + (isMapped ? bits - MAPPED : bits);
    }

    private String dotted() {
        return (low >>> 24 & 255) + "." + (low >>> 16 & 255) + "." + (low >>> 8 & 255) + "." + (low & 255);
    }

    /** The longest run of zeros is left out, the first of several. */
    private String colons() {
        StringBuilder groups = new StringBuilder();
        for (int shift = Long.SIZE - Short.SIZE; shift >= 0; shift -= Short.SIZE) {
            groups.append(Long.toHexString(high >>> shift & 0xFFFF)).append(':');
        }
        for (int shift = Long.SIZE - Short.SIZE; shift >= 0; shift -= Short.SIZE) {
            groups.append(Long.toHexString(low >>> shift & 0xFFFF)).append(shift == 0 ? "" : ":");
        }
        Optional<MatchResult> zeros =
                ZEROS.matcher(groups).results().min(Comparator.comparingLong(Network::minusZeros));
        return zeros.map(run -> groups.substring(0, run.start()) + "::" + afterColon(groups, run.end()))
                .orElseGet(groups::toString);
    }

    private static long minusZeros(MatchResult run) {
        return -run.group().chars().filter(c -> c == '0').count();
    }

    private static String afterColon(StringBuilder groups, int end) {
        return end == groups.length() ? "" : groups.substring(end + 1);
    }
}
