package dev.souk.marketplace.job;

import dev.souk.protocol.Bytes32;
import java.util.Optional;

/**
 * Why a status holds.
 *
 * @param rule the rule's name, as docs/JOBS.md lists them
 * @param event the event that proves it; nothing where the clock does
 */
public record Proof(String rule, Optional<Bytes32> event) {}
