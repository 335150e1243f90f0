package dev.souk.relay.write;

import dev.souk.relay.config.WriteRule;
import dev.souk.relay.policy.EventPolicy;

/** A policy that has a name. */
record Rule(WriteRule name, EventPolicy policy) {}
