/**
 * Keeps the market: files facts into dossiers, refolds what changed, and writes dossiers, lists, statistics and the
 * place in the change feed as one batch. All keys stand in {@code Keys}.
 */
@NullMarked
package dev.souk.marketplace.ledger;

import org.jspecify.annotations.NullMarked;
