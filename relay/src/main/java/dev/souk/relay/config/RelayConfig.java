package dev.souk.relay.config;

/** Everything that can be set about the relay, apart from its store. */
public record RelayConfig(
        ServerConfig server,
        MonitoringConfig monitoring,
        LimitsConfig limits,
        EventsConfig events,
        ThreadsConfig threads,
        InfoConfig info,
        AuthConfig auth,
        MembersConfig members,
        SearchConfig search,
        ManagementConfig management,
        NegentropyConfig negentropy,
        ListsConfig lists,
        WriteConfig write,
        ReadConfig read,
        BackupConfig backup,
        RetentionConfig retention,
        PluginConfig plugin,
        MirrorsConfig mirrors) {
    /** A relay that needs no configuration. */
    public static final RelayConfig DEFAULT = new RelayConfig(
            ServerConfig.DEFAULT,
            MonitoringConfig.DEFAULT,
            LimitsConfig.DEFAULT,
            EventsConfig.DEFAULT,
            ThreadsConfig.DEFAULT,
            InfoConfig.DEFAULT,
            AuthConfig.DEFAULT,
            MembersConfig.DEFAULT,
            SearchConfig.DEFAULT,
            ManagementConfig.DEFAULT,
            NegentropyConfig.DEFAULT,
            ListsConfig.DEFAULT,
            WriteConfig.DEFAULT,
            ReadConfig.DEFAULT,
            BackupConfig.DEFAULT,
            RetentionConfig.DEFAULT,
            PluginConfig.DEFAULT,
            MirrorsConfig.DEFAULT);

    /** True when somebody may manage the relay over its API (NIP-86). */
    public boolean isManaged() {
        return management.enabled()
                && !(members.operators().isEmpty() && management.moderators().isEmpty());
    }

    public RelayConfig withServer(ServerConfig other) {
        return with(other);
    }

    public RelayConfig withMonitoring(MonitoringConfig other) {
        return with(other);
    }

    public RelayConfig withLimits(LimitsConfig other) {
        return with(other);
    }

    public RelayConfig withEvents(EventsConfig other) {
        return with(other);
    }

    public RelayConfig withThreads(ThreadsConfig other) {
        return with(other);
    }

    public RelayConfig withInfo(InfoConfig other) {
        return with(other);
    }

    public RelayConfig withAuth(AuthConfig other) {
        return with(other);
    }

    public RelayConfig withMembers(MembersConfig other) {
        return with(other);
    }

    public RelayConfig withSearch(SearchConfig other) {
        return with(other);
    }

    public RelayConfig withManagement(ManagementConfig other) {
        return with(other);
    }

    public RelayConfig withNegentropy(NegentropyConfig other) {
        return with(other);
    }

    public RelayConfig withLists(ListsConfig other) {
        return with(other);
    }

    public RelayConfig withWrite(WriteConfig other) {
        return with(other);
    }

    public RelayConfig withRead(ReadConfig other) {
        return with(other);
    }

    public RelayConfig withBackup(BackupConfig other) {
        return with(other);
    }

    public RelayConfig withRetention(RetentionConfig other) {
        return with(other);
    }

    public RelayConfig withPlugin(PluginConfig other) {
        return with(other);
    }

    public RelayConfig withMirrors(MirrorsConfig other) {
        return with(other);
    }

    /** The same with another part, which takes the place of the one of its type. */
    private RelayConfig with(Record other) {
        return new RelayConfig(
                either(ServerConfig.class, other, server),
                either(MonitoringConfig.class, other, monitoring),
                either(LimitsConfig.class, other, limits),
                either(EventsConfig.class, other, events),
                either(ThreadsConfig.class, other, threads),
                either(InfoConfig.class, other, info),
                either(AuthConfig.class, other, auth),
                either(MembersConfig.class, other, members),
                either(SearchConfig.class, other, search),
                either(ManagementConfig.class, other, management),
                either(NegentropyConfig.class, other, negentropy),
                either(ListsConfig.class, other, lists),
                either(WriteConfig.class, other, write),
                either(ReadConfig.class, other, read),
                either(BackupConfig.class, other, backup),
                either(RetentionConfig.class, other, retention),
                either(PluginConfig.class, other, plugin),
                either(MirrorsConfig.class, other, mirrors));
    }

    private static <P extends Record> P either(Class<P> type, Record other, P own) {
        return type.isInstance(other) ? type.cast(other) : own;
    }
}
