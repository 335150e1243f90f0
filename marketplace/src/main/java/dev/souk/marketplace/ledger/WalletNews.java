package dev.souk.marketplace.ledger;

import dev.souk.protocol.Bytes32;
import java.util.function.Consumer;

/**
 * Who is told of what makes it worth to ask a wallet. Called on the ledger's thread, before the batch at work is written;
 * must not wait.
 *
 * @param receipt a receipt for this recipient waits for its wallet's key
 * @param profile this recipient, for whom receipts wait, has a new profile
 */
public record WalletNews(Consumer<Bytes32> receipt, Consumer<Bytes32> profile) {
    /** Nobody is. */
    static final WalletNews UNHEARD = new WalletNews(recipient -> {}, recipient -> {});
}
