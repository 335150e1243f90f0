package dev.souk.relay.members;

import dev.souk.protocol.crypto.SecretKey;
import dev.souk.relay.config.RelayConfig;
import dev.souk.relay.config.RunningConfig;
import dev.souk.relay.desk.Desk;
import dev.souk.relay.extension.RelayAccess;
import dev.souk.relay.extension.RelayExtension;
import dev.souk.relay.policy.EventPolicy;
import dev.souk.relay.policy.RequestPolicy;
import dev.souk.relay.policy.VanishRequests;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What makes a relay a closed one (NIP-43): lets members publish, and read where only they may, lets them invite others,
 * takes requests to join and to leave, and publishes who belongs. The wiring; everything else is in the other classes.
 */
public final class Membership implements RelayExtension {
    private final RunningConfig config;
    private final Members members;
    private final Invites invites;
    private final Admission admission;
    private final OwnEvents events;
    private final Reception reception;
    private final MembersMeters meters = new MembersMeters();
    private Optional<Publication> publication = Optional.empty();

    /** @param key the relay's own, which must be announced */
    public Membership(RunningConfig config, Members members, SecretKey key, InstantSource clock) {
        this.config = config;
        this.members = members;
        this.admission = new Admission(config.part(RelayConfig::members), members);
        this.events = new OwnEvents(key, config.part(RelayConfig::limits));
        this.invites = Invites.open(members, config.part(RelayConfig::members), clock);
        this.reception = new Reception(
                config.part(all -> all.info().name()), members, admission, invites, events, clock, meters);
    }

    /** Who belongs; also for others to change. */
    public Members members() {
        return members;
    }

    @Override
    public String name() {
        return "members";
    }

    @Override
    public List<EventPolicy> policies() {
        return List.of(new MembersOnly(config.part(RelayConfig::members), admission)
                .except(new VanishRequests(config))
                .except(event -> reception.taken().contains(event.kind())));
    }

    @Override
    public List<RequestPolicy> requestPolicies() {
        return List.of(new Asking(config.part(all -> all.auth().mode()), config.part(RelayConfig::members), admission));
    }

    @Override
    public List<Desk> desks() {
        return List.of(reception);
    }

    @Override
    public void start(RelayAccess access) {
        takeIn(config.get());
        config.onChange(this::takeIn);
        meters.show(access.meters(), members, invites);
        Publication made =
                new Publication(members, events, access, config.get().members().published());
        publication = Optional.of(made);
        made.start();
    }

    private void takeIn(RelayConfig given) {
        members.give(given.members().operators(), "operator");
        members.give(given.members().initial(), "initial member");
    }

    @Override
    public void close() {
        publication.ifPresent(Publication::close);
    }
}
