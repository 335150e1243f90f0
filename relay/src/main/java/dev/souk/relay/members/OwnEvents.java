package dev.souk.relay.members;

import dev.souk.protocol.Address;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Tag;
import dev.souk.protocol.crypto.Draft;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.relay.config.LimitsConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the relay says of its members (NIP-43), as events of its own key. All of them are protected (NIP-70). Immutable. */
final class OwnEvents {
    static final int LIST = 13_534;
    static final int ROLE = 33_534;
    static final int INVITE = 28_935;
    private static final int JOINED = 8_000;
    private static final int LEFT = 8_001;
    private static final int DELETION = 5;

    private static final Tag PROTECTED = Tag.of("-");

    /** Room for all of an event, and the message round it, but the members. */
    private static final int FRAME_BYTES = 1_000;

    /** {@code ["member","<64 digits>"],} */
    private static final int MEMBER_BYTES = 78;

    /** What one character of a role's id may take, escaped. */
    private static final int MAX_CHARACTER_BYTES = 6;

    private final SecretKey key;
    private final Supplier<LimitsConfig> limits;

    OwnEvents(SecretKey key, Supplier<LimitsConfig> limits) {
        this.key = key;
        this.limits = limits;
    }

    /** The relay's public key. */
    Bytes32 self() {
        return key.publicKey();
    }

    /** The tags that should stand at each address: the list's and every role's. */
    Map<Address, List<Tag>> state(Members members) {
        Map<Address, List<Tag>> state = new LinkedHashMap<>();
        members.roles().forEach(role -> state.put(new Address(ROLE, self(), role.id()), tags(role)));
        state.put(new Address(LIST, self(), ""), list(members));
        return state;
    }

    /**
     * As many members as fit an event that this relay would take from anybody, those with roles first; the list need not be
     * exhaustive.
     */
    private List<Tag> list(Members members) {
        List<Tag> tags = new ArrayList<>(List.of(PROTECTED));
        int left = limits.get().maxMessageBytes() - FRAME_BYTES;
        Stream<Member> all = Stream.concat(
                members.stream().filter(member -> !member.roles().isEmpty()),
                members.stream().filter(member -> member.roles().isEmpty()));
        for (Member member : (Iterable<Member>) all::iterator) {
            left -= bytes(member);
            if (left < 0 || tags.size() >= limits.get().maxEventTags()) {
                break;
            }
            List<String> tag = new ArrayList<>(List.of("member", member.pubkey().hex()));
            tag.addAll(member.roles());
            tags.add(new Tag(tag));
        }
        return tags;
    }

    private static int bytes(Member member) {
        return MEMBER_BYTES
                + member.roles().stream()
                        .mapToInt(role -> MAX_CHARACTER_BYTES * role.length() + 3)
                        .sum();
    }

    private static List<Tag> tags(Role role) {
        List<Tag> tags = new ArrayList<>(List.of(PROTECTED, Tag.of("d", role.id())));
        if (!role.label().isEmpty()) {
            tags.add(Tag.of("label", role.label()));
        }
        if (!role.description().isEmpty()) {
            tags.add(Tag.of("description", role.description()));
        }
        role.color().ifPresent(color -> tags.add(Tag.of("color", Integer.toString(color))));
        role.order().ifPresent(order -> tags.add(Tag.of("order", Integer.toString(order))));
        return tags;
    }

    /** The event that puts these tags at an address. */
    Event at(Address address, List<Tag> tags, long createdAt) {
        return sign(address.kind(), tags, createdAt);
    }

    /** The event that tells of a change; always the same for the same change. */
    Event of(Announcement news) {
        return sign(
                news.joined() ? JOINED : LEFT,
                List.of(PROTECTED, Tag.of("p", news.pubkey().hex())),
                news.second());
    }

    /** The event that takes back what stands at these addresses (NIP-09). */
    Event deletionOf(Collection<Address> addresses, long createdAt) {
        List<Tag> tags = new ArrayList<>(List.of(PROTECTED));
        addresses.forEach(address -> tags.add(Tag.of("a", address.toString())));
        return sign(DELETION, tags, createdAt);
    }

    /** The event that hands out an invite. */
    Event invite(String code, long createdAt) {
        return sign(INVITE, List.of(PROTECTED, Tag.of("claim", code)), createdAt);
    }

    private Event sign(int kind, List<Tag> tags, long createdAt) {
        return key.sign(new Draft(createdAt, kind, tags, ""));
    }
}
