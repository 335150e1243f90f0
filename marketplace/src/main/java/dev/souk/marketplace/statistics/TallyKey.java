package dev.souk.marketplace.statistics;

import dev.souk.marketplace.fact.JobType;
import dev.souk.protocol.Bytes32;

/**
 * Where a tally is kept.
 *
 * <pre>
 * market            1 | bucket
 * type              2 | length, UTF-8 of the type | bucket
 * provider          3 | 32 bytes | bucket
 * customer          4 | 32 bytes | bucket
 * type and provider 5 | length, UTF-8 of the type | 32 bytes | bucket
 * bucket            granularity, 1 byte | start, 8 bytes, big endian, sign bit turned
 * </pre>
 *
 * All rows of one scope stand together, in the order of granularity and time, and so do all providers of one type.
 */
public record TallyKey(Scope scope, Bucket bucket) {
    private static final int MARKET = 1;
    private static final int TYPE = 2;
    private static final int PROVIDER = 3;
    private static final int CUSTOMER = 4;
    private static final int TYPE_AND_PROVIDER = 5;

    /** The key's bytes. */
    public byte[] encode() {
        RowWriter row = new RowWriter(64);
        writeScope(row);
        bucket.write(row);
        return row.toBytes();
    }

    private void writeScope(RowWriter row) {
        switch (scope) {
            case Scope.Market market -> row.octet(MARKET);
            case Scope.OfType(JobType type) -> row.octet(TYPE).text(type.name());
            case Scope.OfProvider(Bytes32 provider) -> row.octet(PROVIDER).key(provider);
            case Scope.OfCustomer(Bytes32 customer) -> row.octet(CUSTOMER).key(customer);
            case Scope.OfTypeAndProvider(JobType type, Bytes32 provider) ->
                row.octet(TYPE_AND_PROVIDER).text(type.name()).key(provider);
        }
    }

    /** What the keys of all rows of {@code scope} begin with, and no others. */
    public static byte[] prefixOf(Scope scope) {
        RowWriter row = new RowWriter(64);
        new TallyKey(scope, Bucket.TOTAL).writeScope(row);
        return row.toBytes();
    }

    /** What the keys of all rows of all providers of {@code type} begin with, and no others. */
    public static byte[] prefixOfProviders(JobType type) {
        return new RowWriter(64).octet(TYPE_AND_PROVIDER).text(type.name()).toBytes();
    }

    /**
     * The key that {@link #encode} wrote.
     *
     * @throws UnreadableRowException when it did not
     */
    public static TallyKey decode(byte[] bytes) {
        RowReader row = new RowReader("the key of a tally", bytes);
        TallyKey key = new TallyKey(readScope(row), Bucket.read(row));
        row.end();
        return key;
    }

    private static Scope readScope(RowReader row) {
        return switch (row.octet()) {
            case MARKET -> new Scope.Market();
            case TYPE -> new Scope.OfType(new JobType(row.text()));
            case PROVIDER -> new Scope.OfProvider(row.key());
            case CUSTOMER -> new Scope.OfCustomer(row.key());
            case TYPE_AND_PROVIDER -> new Scope.OfTypeAndProvider(new JobType(row.text()), row.key());
            default -> throw row.unreadable("its scope is unknown");
        };
    }
}
