package dev.souk.marketplace.zap;

import dev.souk.protocol.Address;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whom and what an event's tags say is paid: the first of each tag, where it is well-formed.
 *
 * @param hasOneRecipient there is one {@code p} tag and it is a key
 * @param hasOneTarget there is at most one {@code e} tag and it is an event id
 * @param hasOneAddress there is at most one {@code a} tag and it is an address
 */
record PaidFor(
        Optional<Bytes32> recipient,
        Optional<Bytes32> target,
        Optional<String> address,
        boolean hasOneRecipient,
        boolean hasOneTarget,
        boolean hasOneAddress) {
    /** A longer address is malformed: nobody's {@code d} tag is that long, and it is kept. */
    private static final int MAX_ADDRESS = 1_024;

    static PaidFor of(Event event) {
        List<String> recipients = values(event, "p");
        List<String> targets = values(event, "e");
        List<String> addresses = values(event, "a");
        Optional<Bytes32> recipient = recipients.stream().findFirst().flatMap(Bytes32::parse);
        Optional<Bytes32> target = targets.stream().findFirst().flatMap(Bytes32::parse);
        Optional<String> address = addresses.stream().findFirst().filter(PaidFor::isAddress);
        return new PaidFor(
                recipient,
                target,
                address,
                recipients.size() == 1 && recipient.isPresent(),
                targets.isEmpty() || targets.size() == 1 && target.isPresent(),
                addresses.isEmpty() || addresses.size() == 1 && address.isPresent());
    }

    /** The first two are enough to know that there are too many. */
    private static List<String> values(Event event, String name) {
        List<String> values = new ArrayList<>(2);
        for (Tag tag : event.tags()) {
            if (values.size() < 2 && tag.name().equals(name)) {
                values.add(tag.value().orElse(""));
            }
        }
        return values;
    }

    private static boolean isAddress(String text) {
        return text.length() <= MAX_ADDRESS && Address.parse(text).isPresent();
    }
}
