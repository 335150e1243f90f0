package dev.souk.deploy.config;

import dev.souk.protocol.Bytes32;
import dev.souk.relay.config.MembersConfig;
import dev.souk.relay.config.MembersConfig.Invites;
import dev.souk.relay.config.MembersConfig.Readers;
import java.time.Duration;
import java.util.Set;

/** {@code [members]}. */
final class MembersSection extends Section<MembersConfig> {
    private static final int MAX_KEYS = 10_000;

    private final Setting<MembersConfig, Boolean> closed = addForStart(
            "closed",
            new TrueOrFalse(),
            MembersConfig::closed,
            "Whether only members publish (NIP-43). The rest of this section is for that case, but for operators.");
    private final Setting<MembersConfig, Readers> readers = add(
            "readers",
            Text.oneOf(Readers.class),
            MembersConfig::readers,
            "Who may ask for events; members prove who they are (NIP-42). The pages of the marketplace are for everyone.");
    final Setting<MembersConfig, Set<Bytes32>> operators = add(
            "operators",
            Texts.publicKeys(MAX_KEYS),
            MembersConfig::operators,
            "Keys that may manage the relay (NIP-86), always belong, and may invite; taken in as members once.");
    private final Setting<MembersConfig, Set<Bytes32>> initial = add(
            "initial",
            Texts.publicKeys(MAX_KEYS),
            MembersConfig::initial,
            "Keys that are taken in as members once; who leaves or is removed stays out.");
    private final Setting<MembersConfig, Set<Integer>> acceptedFromAnyone = add(
            "accepted_from_anyone",
            Texts.kinds(100),
            MembersConfig::acceptedFromAnyone,
            "Kinds that anybody may publish: where somebody writes and reads (NIP-65), and gets mail (NIP-17).");
    private final Setting<MembersConfig, Set<Integer>> acceptedForMembers = add(
            "accepted_for_members",
            Texts.kinds(100),
            MembersConfig::acceptedForMembers,
            "Kinds that anybody may publish with a member in a p tag: mail and zap receipts, by keys of nobody here.");
    private final Setting<MembersConfig, Invites> invites = add(
            "invites",
            Text.oneOf(Invites.class),
            MembersConfig::invites,
            "Who is given invites: nobody, operators, members. They ask for kind 28935 and prove who they are.");
    private final Setting<MembersConfig, Duration> inviteLifetime = add(
            "invite_lifetime",
            new Span(Duration.ofMinutes(1), Duration.ofDays(3_650)),
            MembersConfig::inviteLifetime,
            "How long an invite is good.");
    private final Setting<MembersConfig, Integer> inviteUses = add(
            "invite_uses",
            WholeNumber.ints(1, 1_000_000, "uses"),
            MembersConfig::inviteUses,
            "How many become members by one invite.");
    private final Setting<MembersConfig, Integer> maxInvites = add(
            "max_invites",
            WholeNumber.ints(1, 1_000_000, "invites"),
            MembersConfig::maxInvites,
            "Invites that are kept; past it none are given until some have expired.");
    private final Setting<MembersConfig, Integer> maxMembers = add(
            "max_members",
            WholeNumber.ints(1, 1_000_000, "members"),
            MembersConfig::maxMembers,
            "Members that are kept, in memory too; past it nobody joins.");
    private final Setting<MembersConfig, Boolean> published = addForStart(
            "published",
            new TrueOrFalse(),
            MembersConfig::published,
            "Whether the relay publishes who its members are, their roles, and who comes and goes.");

    MembersSection() {
        super(
                "members",
                "Who belongs to the relay.",
                MembersConfig.DEFAULT,
                config -> config.relay().members());
    }

    @Override
    MembersConfig read(Values values) {
        return new MembersConfig(
                values.get(closed),
                values.get(readers),
                values.get(operators),
                values.get(initial),
                values.get(acceptedFromAnyone),
                values.get(acceptedForMembers),
                values.get(invites),
                values.get(inviteLifetime),
                values.get(inviteUses),
                values.get(maxInvites),
                values.get(maxMembers),
                values.get(published));
    }
}
