package dev.souk.relay.config;

import java.time.Duration;
import java.util.List;

/**
 * Which other relays this one is kept in step with, and what holds for each of them.
 *
 * @param minBackoff the first wait before a lost connection is tried again; doubled each time, give or take a half
 * @param maxBackoff the longest such wait, and the first one for a relay that misbehaves or turns this one away
 * @param connectTimeout for connecting, through a proxy too, up to the end of the handshake
 * @param answerTimeout how long an answer may take before the connection is given up
 * @param pingInterval silence after which a ping is sent; three of them without a byte end the connection
 * @param maxMessageBytes the longest message that is read
 * @param maxPendingEvents events of one relay that wait to be stored; past it that relay is not read
 * @param maxUnanswered events that were sent to one relay and not answered; past it no more are sent
 * @param catchUpInterval how often a connection that stays is reconciled again; 0 for never
 * @param relays the other relays
 */
public record MirrorsConfig(
        Duration minBackoff,
        Duration maxBackoff,
        Duration connectTimeout,
        Duration answerTimeout,
        Duration pingInterval,
        int maxMessageBytes,
        int maxPendingEvents,
        int maxUnanswered,
        Duration catchUpInterval,
        List<MirrorConfig> relays) {
    /** The most relays there may be: each has a thread. */
    public static final int MAX_RELAYS = 64;

    /** No relay. Messages may be longer than clients' ones, so that an event too many does not end a connection. */
    public static final MirrorsConfig DEFAULT = new MirrorsConfig(
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofSeconds(30),
            4 << 20,
            500,
            100,
            Duration.ofHours(1),
            List.of());

    public MirrorsConfig {
        relays = List.copyOf(relays);
    }

    public MirrorsConfig with(MirrorConfig... others) {
        return new MirrorsConfig(
                minBackoff,
                maxBackoff,
                connectTimeout,
                answerTimeout,
                pingInterval,
                maxMessageBytes,
                maxPendingEvents,
                maxUnanswered,
                catchUpInterval,
                List.of(others));
    }
}
