package dev.souk.marketplace.ledger;

import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.statistics.TallyKey;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The key layouts of the ledger's one table. Numbers are big-endian, so that keys sort by them; {@code ~} marks a number
 * that is inverted, so that a forward scan shows the highest first.
 *
 * <pre>
 * key                                   value
 * C                                     version (1), place in the change feed (8)
 * R                                     -                                    while a rebuild is under way
 * N name(1)                             next number (8), size (8), first (8) of a {@link WaitingList}
 * d job(32)                             dossier                              {@link DossierCodec}
 * e event(32)                           job (32)                             where a fact is filed
 * t target(32) author(32)               retraction                           also of what was never seen
 * T number(8)                           target (32), author (32)             tombstones in their order of arrival
 * w target(32) event(32)                number (8), fact                     judgements and payments without a job
 * E event(32)                           target (32)                          what a fact waits for
 * v target(32)                          how many there are (8)               {@link Groups}
 * V number(8)                           target (32), event (32)              judgements in their order of arrival
 * W number(8)                           target (32), event (32)              payments in their order of arrival
 * U job(32)                             number (8)                           dossiers without a request
 * u number(8)                           job (32)                             their order of arrival
 * l candidate(32) event(32)             link, fact                           statements that name several jobs
 * L candidate(32)                       how many there are (8)               {@link Groups}
 * M event(32)                           number (8)                           statements that name several jobs
 * m number(8)                           event (32), candidate (32)           their order of arrival
 * j job(32)                             record                               what the last fold wrote, {@link JobRecord}
 * D second(8) job(32)                   -                                    when the clock changes a job next
 * x needed(32) job(32)                  -                                    a job that has another as its input
 * F job(32)                             -                                    a job in which work stands that was handed over
 * i list(1) condition(0-16) ~time(8) job(32)   -                             lists of jobs, {@link JobList}
 * s scope bucket                        tally                                statistics
 * y type(-)                             last asked (8)                       types by name
 * Y ~time(8) type(-)                    -                                    types, the last asked first
 * z, Z                                  the same for the kinds of requests
 * p payment hash(32) event(32)          level (1), time (8), job (32)        receipts of one payment, nutzaps of one token
 * P zap request(32) event(32)            the same                             receipts for one zap request
 * r recipient(32) signer(32) event(32)  job (32), judged by (8), seen (8)    receipts that a wallet's key may verify
 * k pubkey(32)                          profile's lightning address          from kind 0
 * K address(-)                          keys of a wallet, with their times
 * a provider(32) handler hash(16)       announcement                         NIP-89
 * b provider(32) day(4)                 slots                                signs of life
 * B provider(32)                        first seen (8), last seen (8), provider or not (1)
 * c day(8) provider(32)                 -                                    by the day of the last sign
 * f provider(32) type(-)                -                                    the types a provider worked on
 * g score~(8) provider(32)              -                                    ranking of all work
 * h type hash(16) score~(8) provider(32) -                                   ranking of one type
 * G provider(32)                        its rows in g and h
 * I list(16) ~day(8) provider(32)       -                                    who says that it is there, {@link Roster}
 * J provider(32)                        its rows in I
 * o kind(4) d(-)                        due (8, ms), version (8)             what is to be published, {@link Due}
 * n due(8, ms) o kind(4) d(-)           -                                    the same, the longest due first
 * O kind(4) d(-)                        created_at (8), state (8), status    what was published last
 * q number(8)                           change of a job's status
 * S                                     the next record to look at           {@link Sweep}
 * A                                     day (8), the next row of O           {@link DailyRound}
 * 1 window(-)                           windows, since, the next row of Y    {@link TypeRound}
 * Q pubkey(32)                          up to when (8)                       whoever asked to vanish, {@link Vanishing}
 * H pubkey(32)                          -                                    whoever is banned, {@link Vanishing}
 * X pubkey(32)                          the next row of a list of jobs       whoever is still being forgotten
 * </pre>
 */
final class Keys {
    static final byte DOSSIER = 'd';
    static final byte EVENT = 'e';
    static final byte TOMBSTONE = 't';
    static final byte TOMBSTONE_ORDER = 'T';
    static final byte WAITING = 'w';
    static final byte WAITING_FOR = 'E';
    static final byte WAITING_COUNT = 'v';
    static final byte WAITING_JUDGEMENTS = 'V';
    static final byte WAITING_PAYMENTS = 'W';
    static final byte UNKNOWN = 'U';
    static final byte UNKNOWN_ORDER = 'u';
    static final byte AMBIGUOUS = 'l';
    static final byte AMBIGUOUS_COUNT = 'L';
    static final byte AMBIGUOUS_NUMBER = 'M';
    static final byte AMBIGUOUS_ORDER = 'm';
    static final byte RECORD = 'j';
    static final byte DEADLINE = 'D';
    static final byte NEEDED = 'x';
    static final byte DELIVERED = 'F';
    static final byte LIST = 'i';
    static final byte TALLY = 's';
    static final byte TYPE = 'y';
    static final byte TYPE_ORDER = 'Y';
    static final byte KIND = 'z';
    static final byte KIND_ORDER = 'Z';
    static final byte PAYMENT_HASH = 'p';
    static final byte ZAP_REQUEST = 'P';
    static final byte RECIPIENT = 'r';
    static final byte PAID_AT = 'k';
    static final byte WALLET_KEYS = 'K';
    static final byte ANNOUNCEMENT = 'a';
    static final byte SLOTS = 'b';
    static final byte SEEN = 'B';
    static final byte SEEN_ORDER = 'c';
    static final byte WORKED_ON = 'f';
    static final byte RANK = 'g';
    static final byte TYPE_RANK = 'h';
    static final byte RANKED = 'G';
    static final byte ROSTER = 'I';
    static final byte ON_ROSTER = 'J';
    static final byte DUE = 'o';
    static final byte DUE_ORDER = 'n';
    static final byte PUBLISHED = 'O';
    static final byte STATUS_CHANGE = 'q';
    static final byte SWEEP = 'S';
    static final byte DAILY_ROUND = 'A';
    static final byte TYPE_ROUND = '1';
    static final byte VANISHED = 'Q';
    static final byte BANNED = 'H';
    static final byte VANISHING = 'X';

    private static final int HASH_BYTES = 16;

    private Keys() {}

    static byte[] checkpoint() {
        return new byte[] {'C'};
    }

    /** There while a rebuild is under way. */
    static byte[] rebuilding() {
        return new byte[] {'R'};
    }

    static byte[] counter(byte name) {
        return new byte[] {'N', name};
    }

    /** {@code family id}. */
    static byte[] of(byte family, Bytes32 id) {
        byte[] key = new byte[1 + Bytes32.SIZE];
        key[0] = family;
        id.write(key, 1);
        return key;
    }

    /** {@code family one other}. */
    static byte[] of(byte family, Bytes32 one, Bytes32 other) {
        byte[] key = new byte[1 + 2 * Bytes32.SIZE];
        key[0] = family;
        one.write(key, 1);
        other.write(key, 1 + Bytes32.SIZE);
        return key;
    }

    /** {@code family one other third}. */
    static byte[] of(byte family, Bytes32 one, Bytes32 other, Bytes32 third) {
        return join(of(family, one, other), third.toBytes());
    }

    /** {@code family number}. */
    static byte[] of(byte family, long number) {
        return ByteBuffer.allocate(9).put(family).putLong(number).array();
    }

    /** {@code family number id}. */
    static byte[] of(byte family, long number, Bytes32 id) {
        byte[] key = new byte[9 + Bytes32.SIZE];
        ByteBuffer.wrap(key).put(family).putLong(number);
        id.write(key, 9);
        return key;
    }

    /** {@code family text}. */
    static byte[] of(byte family, String text) {
        return join(new byte[] {family}, text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code family ~number text}. */
    static byte[] of(byte family, long number, String text) {
        return join(of(family, number), text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] slots(Bytes32 pubkey, long day) {
        return join(of(SLOTS, pubkey), ByteBuffer.allocate(4).putInt((int) day).array());
    }

    static byte[] tally(TallyKey key) {
        return join(new byte[] {TALLY}, key.encode());
    }

    static byte[] workedOn(Bytes32 provider, JobType type) {
        return join(of(WORKED_ON, provider), type.name().getBytes(StandardCharsets.UTF_8));
    }

    static byte[] announcement(Bytes32 provider, String handler) {
        return join(of(ANNOUNCEMENT, provider), hash(handler));
    }

    /** {@code family kind d}. */
    static byte[] address(byte family, int kind, String d) {
        byte[] text = d.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(5 + text.length)
                .put(family)
                .putInt(kind)
                .put(text)
                .array();
    }

    /** The kind in a key of {@link #address}. */
    static int kindOf(byte[] address) {
        return ByteBuffer.wrap(address).getInt(1);
    }

    /** The {@code d} in a key of {@link #address}. */
    static String dOf(byte[] address) {
        return new String(address, 5, address.length - 5, StandardCharsets.UTF_8);
    }

    /** A number whose order is turned round, for non-negative numbers. */
    static long inverted(long number) {
        return Long.MAX_VALUE - number;
    }

    /** A type's place in keys of a fixed length: long enough that no two meet. */
    static byte[] hash(JobType type) {
        return hash(type.name());
    }

    static byte[] hash(String text) {
        return Arrays.copyOf(Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8)), HASH_BYTES);
    }

    static byte[] join(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    /** The last 32 bytes of a key. */
    static Bytes32 idAtEnd(byte[] key) {
        return Bytes32.at(key, key.length - Bytes32.SIZE);
    }
}
