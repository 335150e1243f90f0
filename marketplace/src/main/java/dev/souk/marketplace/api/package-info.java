/**
 * The read-only HTTP interface of the market: every answer is made of what {@link dev.souk.marketplace.ledger.MarketView}
 * says, as JSON. What it promises stands in docs/HTTP.md and in the OpenAPI document beside these classes.
 */
@NullMarked
package dev.souk.marketplace.api;

import org.jspecify.annotations.NullMarked;
