package dev.souk.deploy.config;

import dev.souk.marketplace.MarketConfig;
import dev.souk.relay.config.RelayConfig;
import dev.souk.storage.rocksdb.RocksConfig;

/** Everything that can be set about the souk process. */
public record SoukConfig(RelayConfig relay, RocksConfig storage, MarketConfig market, LogConfig log) {
    /** A process that needs no configuration. */
    public static final SoukConfig DEFAULT =
            new SoukConfig(RelayConfig.DEFAULT, RocksConfig.DEFAULT, MarketConfig.DEFAULT, LogConfig.DEFAULT);
}
