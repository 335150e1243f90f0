package dev.souk.marketplace.lnurl;

import dev.souk.protocol.Bytes32;

/** What asking a wallet came to. */
public sealed interface LnurlOutcome {
    /**
     * It is a wallet that names the key it signs zap receipts with.
     *
     * @param allowsNostr it says that it makes zap receipts; if not, the key proves nothing
     */
    record Found(Bytes32 nostrPubkey, boolean allowsNostr) implements LnurlOutcome {}

    /**
     * There is no such answer.
     *
     * @param reason a fixed word, never anything that came from outside: {@code off}, {@code host-not-allowed},
     *     {@code closed}, {@code unknown-host}, {@code address-not-public}, {@code unreachable}, {@code tls-failed},
     *     {@code timeout}, {@code too-large}, {@code bad-http}, {@code bad-redirect}, {@code too-many-redirects},
     *     {@code http-status}, {@code not-json}, {@code not-a-pay-request} or {@code no-nostr-key}
     */
    record Refused(String reason) implements LnurlOutcome {}

    /**
     * It was not asked, which says nothing of it: another question to its host is not long enough ago.
     *
     * @param host its own, or the one that it sent the caller on to
     */
    record HostBusy(String host) implements LnurlOutcome {}

    /** It was not asked, which says nothing of it: earlier calls hang. */
    record Busy() implements LnurlOutcome {}
}
