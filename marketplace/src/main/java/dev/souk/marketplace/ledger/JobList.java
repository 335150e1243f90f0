package dev.souk.marketplace.ledger;

import dev.souk.marketplace.fact.Bid;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.job.Job;
import dev.souk.marketplace.job.JobStatus;
import dev.souk.marketplace.job.Offer;
import dev.souk.protocol.Bytes32;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The lists in which jobs can be found. A row is {@code i list condition ~time job}; in the lists by bid the inverted bid
 * stands before the time.
 */
enum JobList {
    ALL('a'),
    STATUS('s'),
    TYPE('t'),
    TYPE_STATUS('u'),
    OPEN('o'),
    TYPE_OPEN('v'),
    CUSTOMER('c'),
    PROVIDER('p'),
    KIND('k'),
    BID('b'),
    TYPE_BID('B');

    private final byte letter;

    JobList(char letter) {
        this.letter = (byte) letter;
    }

    /** What all rows of this list with this condition begin with. */
    byte[] prefix(byte[] condition) {
        return Keys.join(new byte[] {Keys.LIST, letter}, condition);
    }

    /** True for the lists in which the highest bid comes first. */
    boolean isByBid() {
        return this == BID || this == TYPE_BID;
    }

    static byte[] none() {
        return new byte[0];
    }

    @SuppressWarnings("EnumOrdinal") // Lists are derived anew when statuses change.
    static byte[] status(JobStatus status) {
        return new byte[] {(byte) status.ordinal()};
    }

    static byte[] open(boolean isOpen) {
        return new byte[] {(byte) (isOpen ? 1 : 0)};
    }

    static byte[] kind(int kind) {
        return ByteBuffer.allocate(4).putInt(kind).array();
    }

    /** The keys under which a job stands, without the job's id at the end. */
    static List<byte[]> rows(Job job) {
        List<byte[]> rows = new ArrayList<>();
        job.request().ifPresent(request -> {
            byte[] time = newestFirst(request);
            byte[] type = Keys.hash(request.type());
            byte[] open = open(job.isOpen());
            byte[] status = status(job.status());
            rows.add(all(request));
            rows.add(Keys.join(STATUS.prefix(status), time));
            rows.add(Keys.join(TYPE.prefix(type), time));
            rows.add(Keys.join(TYPE_STATUS.prefix(Keys.join(type, status)), time));
            rows.add(Keys.join(OPEN.prefix(open), time));
            rows.add(Keys.join(TYPE_OPEN.prefix(Keys.join(type, open)), time));
            rows.add(Keys.join(CUSTOMER.prefix(request.customer().toBytes()), time));
            rows.add(Keys.join(KIND.prefix(kind(request.source().kind())), time));
            for (Offer offer : job.offers()) {
                rows.add(Keys.join(PROVIDER.prefix(offer.provider().toBytes()), time));
            }
            request.bid().map(Bid::msat).ifPresent(msat -> {
                byte[] bidAndTime = Keys.join(number(Keys.inverted(msat)), time);
                rows.add(Keys.join(BID.prefix(none()), bidAndTime));
                rows.add(Keys.join(TYPE_BID.prefix(type), bidAndTime));
            });
            for (Bytes32 needed : request.dependsOn()) {
                rows.add(Keys.of(Keys.NEEDED, needed));
            }
        });
        if (job.isDelivered()) {
            rows.add(new byte[] {Keys.DELIVERED});
        }
        job.nextChange().ifPresent(second -> rows.add(Keys.of(Keys.DEADLINE, second)));
        return rows;
    }

    /** The row in the list of all jobs. */
    static byte[] all(JobRequest request) {
        return Keys.join(ALL.prefix(none()), newestFirst(request));
    }

    private static byte[] newestFirst(JobRequest request) {
        return number(Keys.inverted(time(request)));
    }

    /** The condition of a type. */
    static byte[] type(JobType type) {
        return Keys.hash(type);
    }

    /** When a request counts as made, for lists. */
    static long time(JobRequest request) {
        return Math.max(0, request.source().at());
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }
}
