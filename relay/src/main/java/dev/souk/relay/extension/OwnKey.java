package dev.souk.relay.extension;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Reason;
import dev.souk.relay.policy.Caller;
import dev.souk.relay.policy.EventPolicy;
import dev.souk.relay.policy.Verdict;
import java.util.List;
import java.util.Set;

/**
 * The relay's own key: says in the information document which it is ({@code self}, NIP-11), and keeps it to the extensions
 * that speak for the relay. Whatever a client brings under that key, of any kind, is refused, even a copy of what the
 * relay signed itself. A leaked key is therefore of no use here, and nobody can delete or replace what the relay says. The
 * same kinds under other keys are other people's and welcome. Thread-safe.
 */
public final class OwnKey implements RelayExtension, EventPolicy {
    private static final Verdict REFUSAL =
            new Verdict.Reject(Reason.blocked("only the relay itself publishes under its key"));

    private final Bytes32 self;
    private final Set<String> speakers;

    /**
     * @param self the relay's public key
     * @param speakers names of the extensions that publish under it
     */
    public OwnKey(Bytes32 self, Set<String> speakers) {
        this.self = self;
        this.speakers = Set.copyOf(speakers);
    }

    /** The relay's public key. */
    public Bytes32 self() {
        return self;
    }

    @Override
    public String name() {
        return "self";
    }

    @Override
    public List<EventPolicy> policies() {
        return List.of(this);
    }

    @Override
    public void describe(InfoFields fields) {
        fields.text("self", self.hex());
    }

    @Override
    public Verdict judge(Event event, Caller caller) {
        return !event.pubkey().equals(self) || isSpeaker(caller) ? Verdict.ACCEPT : REFUSAL;
    }

    private boolean isSpeaker(Caller caller) {
        return caller instanceof Caller.Inside(String extension) && speakers.contains(extension);
    }
}
