package dev.souk.relay;

import dev.souk.relay.config.AuthConfig;
import dev.souk.relay.config.RelayConfig;
import dev.souk.relay.config.RunningConfig;
import dev.souk.relay.extension.InfoFields;
import dev.souk.relay.extension.RelayExtension;
import dev.souk.relay.moderation.Moderation;
import dev.souk.relay.policy.AcceptedKinds;
import dev.souk.relay.policy.AuthToWrite;
import dev.souk.relay.policy.EventPolicy;
import dev.souk.relay.policy.Policies;
import dev.souk.relay.policy.ProofOfWork;
import dev.souk.relay.policy.ProtectedEvents;
import dev.souk.relay.policy.RequestPolicy;
import dev.souk.relay.policy.SizeLimits;
import dev.souk.relay.policy.TimeWindow;
import dev.souk.relay.policy.VanishRequests;
import dev.souk.relay.retention.Retention;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What settings and extensions together ask of events and requests, and what the relay says of itself. Thread-safe. */
final class Rules {
    private final RunningConfig config;
    private final List<RelayExtension> extensions;

    Rules(RunningConfig config, List<RelayExtension> extensions) {
        this.config = config;
        this.extensions = extensions;
    }

    /**
     * What an event must obey, cheapest first; write control and the check of its signature come besides.
     *
     * @param taken kinds whose signature is all the proof they need
     */
    EventPolicy forEvents(Moderation moderation, Retention retention, Set<Integer> taken, InstantSource clock) {
        List<EventPolicy> policies = new ArrayList<>();
        policies.add(new AcceptedKinds(moderation.kinds()::knows));
        policies.add(moderation.kinds());
        policies.add(moderation);
        policies.add(new SizeLimits(config.part(RelayConfig::limits)));
        policies.add(new TimeWindow(config.part(RelayConfig::events), clock));
        VanishRequests vanishRequests = new VanishRequests(config);
        policies.add(retention.except(vanishRequests));
        policies.add(new ProofOfWork(() -> config.get().events().minPow()).except(vanishRequests));
        policies.add(new AuthToWrite(() -> config.get().auth().mode().isForWriting())
                .except(vanishRequests)
                .except(event -> taken.contains(event.kind())));
        EventPolicy protection =
                new ProtectedEvents(() -> takesProtected(config.get().auth()));
        policies.add(protection.except(event -> taken.contains(event.kind())));
        extensions.forEach(extension -> policies.addAll(extension.policies()));
        return new Policies(policies);
    }

    private static boolean takesProtected(AuthConfig auth) {
        return auth.protectedEvents() && auth.mode() != AuthConfig.Mode.OFF;
    }

    /** What extensions ask of requests. */
    List<RequestPolicy> forRequests() {
        return extensions.stream()
                .flatMap(extension -> extension.requestPolicies().stream())
                .toList();
    }

    /** The NIPs that are obeyed with these settings. */
    SortedSet<Integer> nips(RelayConfig settings) {
        SortedSet<Integer> nips = new TreeSet<>(SupportedNips.of(settings));
        extensions.forEach(extension -> nips.addAll(extension.supportedNips()));
        return nips;
    }

    /** What extensions add to the relay information document. */
    List<Consumer<InfoFields>> additions() {
        return extensions.stream()
                .<Consumer<InfoFields>>map(extension -> extension::describe)
                .toList();
    }
}
