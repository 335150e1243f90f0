package dev.souk.relay.members;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.Reason;
import dev.souk.protocol.RelayMessage.Ok;
import dev.souk.protocol.Tag;
import dev.souk.relay.desk.Desk;
import dev.souk.relay.policy.Caller;
import dev.souk.storage.StorageException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The desk of a closed relay (NIP-43): requests to join and to leave are answered there, and invites handed out. A request's
 * signature is proof enough of who asks. Thread-safe.
 */
final class Reception implements Desk {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    private static final int JOIN = 28_934;
    private static final int LEAVE = 28_936;
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final Supplier<String> relayName;
    private final Members members;
    private final Admission admission;
    private final Invites invites;
    private final OwnEvents events;
    private final InstantSource clock;
    private final MembersMeters meters;
    private final WrongClaims wrongClaims;
    private final Answered answered = new Answered(WINDOW.toSeconds());

    Reception(
            Supplier<String> relayName,
            Members members,
            Admission admission,
            Invites invites,
            OwnEvents events,
            InstantSource clock,
            MembersMeters meters) {
        this.relayName = relayName;
        this.members = members;
        this.admission = admission;
        this.invites = invites;
        this.events = events;
        this.clock = clock;
        this.meters = meters;
        this.wrongClaims = new WrongClaims(clock);
    }

    /** Invites are taken, too, so that nobody passes his own off as the relay's. */
    @Override
    public Set<Integer> taken() {
        return Set.of(JOIN, OwnEvents.INVITE, LEAVE);
    }

    @Override
    public Ok answer(Event request, Caller caller) {
        try {
            return malformed(request)
                    .map(reason -> Ok.refused(request.id(), reason))
                    .orElseGet(() -> request.kind() == JOIN ? join(request, caller) : leave(request));
        } catch (StorageException e) {
            LOG.error("event=membership-not-stored id={}", request.id(), e);
            return Ok.refused(request.id(), Reason.error("the change could not be stored"));
        }
    }

    private Optional<Reason> malformed(Event request) {
        if (request.kind() == OwnEvents.INVITE) {
            return invalid("invites are made by the relay: ask for them with a REQ");
        }
        long distance = Math.abs(now() - request.createdAt());
        if (distance > WINDOW.toSeconds()) {
            return invalid("created_at is more than " + WINDOW.toMinutes() + " minutes from now");
        }
        if (request.tags().stream().noneMatch(tag -> tag.name().equals("-"))) {
            return invalid("a request to the relay is protected: it has a tag [\"-\"] (NIP-70)");
        }
        return request.kind() == JOIN && claims(request).size() != 1
                ? invalid("a request to join has one claim tag, which holds an invite code")
                : Optional.empty();
    }

    private static Optional<Reason> invalid(String text) {
        return Optional.of(Reason.invalid(text));
    }

    private static List<String> claims(Event request) {
        return request.tags().stream()
                .filter(tag -> tag.name().equals("claim"))
                .map(Tag::value)
                .flatMap(Optional::stream)
                .toList();
    }

    private Ok join(Event request, Caller caller) {
        if (admission.belongs(request.pubkey())) {
            return Ok.accepted(request.id(), Reason.duplicate("you are already a member of this relay"));
        }
        return overdone(request, caller)
                .map(reason -> Ok.refused(request.id(), reason))
                .orElseGet(() -> {
                    Invites.Claim claim = invites.claim(claims(request).getFirst(), request.pubkey());
                    return switch (claim) {
                        case JOINED -> followed(request, meters.joined(), "welcome to " + relayName.get());
                        case UNKNOWN -> wrong(request, caller);
                        case EXPIRED -> restricted(request, "that invite code is expired");
                        case USED_UP -> restricted(request, "that invite code was used already");
                        case FULL -> restricted(request, "this relay has as many members as it takes");
                    };
                });
    }

    private Ok wrong(Event request, Caller caller) {
        wrongClaims.add(caller.address());
        meters.wrongClaims().increment();
        return restricted(request, "that is an invalid invite code");
    }

    private Ok leave(Event request) {
        if (!members.contains(request.pubkey())) {
            return Ok.accepted(request.id(), Reason.duplicate("you are no member of this relay"));
        }
        return repeated(request).map(reason -> Ok.refused(request.id(), reason)).orElseGet(() -> {
            members.remove(request.pubkey());
            return followed(request, meters.left(), "you are no longer a member of " + relayName.get());
        });
    }

    private Optional<Reason> overdone(Event request, Caller caller) {
        return wrongClaims.areTooMany(caller.address())
                ? Optional.of(Reason.rateLimited("too many wrong invite codes, try again in a minute"))
                : repeated(request);
    }

    private Optional<Reason> repeated(Event request) {
        if (answered.contains(request)) {
            return invalid("this request was followed already; make a new one");
        }
        return answered.isFull(now())
                ? Optional.of(Reason.rateLimited("too many come and go, try again in some minutes"))
                : Optional.empty();
    }

    private Ok followed(Event request, LongAdder meter, String text) {
        answered.add(request);
        meter.increment();
        return Ok.accepted(request.id(), Reason.info(text));
    }

    private static Ok restricted(Event request, String text) {
        return Ok.refused(request.id(), Reason.restricted(text));
    }

    /** One invite for each REQ that asks for it and may have it. */
    @Override
    public List<Event> made(List<Filter> filters, Caller caller) {
        return filters.stream().noneMatch(Reception::asksForInvites)
                ? List.of()
                : admission.inviter(caller).map(asker -> invite(filters, asker)).orElse(List.of());
    }

    /** Whoever asks for all kinds asks for what is stored. */
    private static boolean asksForInvites(Filter filter) {
        return filter.kinds().filter(kinds -> kinds.contains(OwnEvents.INVITE)).isPresent();
    }

    private List<Event> invite(List<Filter> filters, Bytes32 asker) {
        String code = invites.newCode();
        Event invite = events.invite(code, now());
        boolean isWanted = filters.stream()
                .anyMatch(filter -> asksForInvites(filter) && filter.limit().orElse(1) > 0 && filter.matches(invite));
        if (!isWanted || !invites.give(code, asker)) {
            return List.of();
        }
        meters.invites().increment();
        return List.of(invite);
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
