package dev.souk.deploy.transfer;

import dev.souk.protocol.Event;
import dev.souk.protocol.Reason;
import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.protocol.json.EventReader;
import dev.souk.protocol.json.MalformedException;
import dev.souk.relay.config.RelayConfig;
import dev.souk.relay.moderation.Moderation;
import dev.souk.relay.policy.AcceptedKinds;
import dev.souk.relay.policy.Caller;
import dev.souk.relay.policy.EventPolicy;
import dev.souk.relay.policy.Policies;
import dev.souk.relay.policy.SizeLimits;
import dev.souk.relay.policy.Verdict;
import dev.souk.relay.policy.Vetoes;
import dev.souk.storage.EventStore;
import java.util.List;

/**
 * Asks of a line what the relay asks of an EVENT, the cheap questions first. When {@code created_at} lies is not asked,
 * as an import brings history. Thread-safe.
 */
final class EventCheck implements LineCheck {
    private static final Caller CALLER = Caller.inside("import");

    private final EventPolicy kinds;
    private final EventPolicy bans;
    private final EventPolicy sizes;
    private final Vetoes vetoes;
    private final int maxBytes;
    private final EventStore store;
    private final EventVerifier verifier;
    private final boolean asksSignature;

    /**
     * @param moderation what the operator has banned
     * @param vetoes of the relay's extensions, and behind the signature of the operator's plugin
     */
    EventCheck(
            RelayConfig config,
            Moderation moderation,
            Vetoes vetoes,
            EventStore store,
            EventVerifier verifier,
            boolean asksSignature) {
        this.kinds = new Policies(List.of(new AcceptedKinds(moderation.kinds()::knows), moderation.kinds()));
        this.bans = moderation;
        this.sizes = new SizeLimits(config::limits);
        this.vetoes = vetoes;
        this.maxBytes = config.limits().maxMessageBytes();
        this.store = store;
        this.verifier = verifier;
        this.asksSignature = asksSignature;
    }

    @Override
    public Checked check(Line line) {
        if (line.isTooLong()) {
            return bad(line.number(), Rejection.Cause.TOO_LONG, "");
        }
        Checked asItIs = check(line.number(), line.bytes());
        if (!isSpoilt(asItIs)) {
            return asItIs;
        }
        return DoubledBackslashes.undone(line.bytes())
                .map(bytes -> check(line.number(), bytes))
                .filter(mended -> !isSpoilt(mended))
                .orElse(asItIs);
    }

    private Checked check(long line, byte[] json) {
        try {
            return check(line, EventReader.read(json));
        } catch (MalformedException e) {
            return bad(line, Rejection.Cause.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    /** True when what was read is not what somebody signed. */
    private static boolean isSpoilt(Checked checked) {
        return checked instanceof Checked.Bad(Rejection rejection)
                && (rejection.cause() == Rejection.Cause.MALFORMED || rejection.cause() == Rejection.Cause.WRONG_ID);
    }

    /** The same for an event that is read already; {@code line} is what a rejection calls it. */
    Checked check(long line, Event event) {
        if (kinds.judge(event, CALLER) instanceof Verdict.Reject reject) {
            return bad(line, Rejection.Cause.KIND, reject.reason().text());
        }
        if (bans.judge(event, CALLER) instanceof Verdict.Reject reject) {
            return bad(line, Rejection.Cause.BANNED, reject.reason().text());
        }
        if (event.json().length > maxBytes) {
            return bad(line, Rejection.Cause.TOO_LONG, event.json().length + " bytes");
        }
        if (sizes.judge(event, CALLER) instanceof Verdict.Reject reject) {
            return bad(line, Rejection.Cause.TOO_LARGE, reject.reason().text());
        }
        if (store.contains(event.id())) {
            return new Checked.Known();
        }
        if (vetoes.onClaims().judge(event, CALLER) instanceof Verdict.Reject reject) {
            return bad(line, Rejection.Cause.RESERVED, reject.reason().text());
        }
        if (!verifier.hasRightId(event)) {
            return bad(line, Rejection.Cause.WRONG_ID, event.id().hex());
        }
        if (asksSignature && !verifier.hasRightSignature(event)) {
            return bad(line, Rejection.Cause.BAD_SIGNATURE, event.id().hex());
        }
        return vetoes.onProof().judge(event, CALLER) instanceof Verdict.Reject reject
                ? bad(line, cause(reject.reason()), reject.reason().toString())
                : new Checked.Good(event);
    }

    private static Rejection.Cause cause(Reason plugins) {
        return plugins.prefix() == Reason.Prefix.ERROR ? Rejection.Cause.UNJUDGED : Rejection.Cause.POLICY;
    }

    private static Checked bad(long line, Rejection.Cause cause, String detail) {
        return new Checked.Bad(new Rejection(line, cause, detail));
    }
}
