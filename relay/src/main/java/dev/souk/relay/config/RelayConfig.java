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
        BackupConfig backup) {
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
            BackupConfig.DEFAULT);

    /** True when somebody may manage the relay over its API (NIP-86). */
    public boolean isManaged() {
        return management.enabled()
                && !(members.operators().isEmpty() && management.moderators().isEmpty());
    }

    public RelayConfig withServer(ServerConfig other) {
        return new RelayConfig(
                other,
                monitoring,
                limits,
                events,
                threads,
                info,
                auth,
                members,
                search,
                management,
                negentropy,
                lists,
                write,
                read,
                backup);
    }

    public RelayConfig withMonitoring(MonitoringConfig other) {
        return new RelayConfig(
                server,
                other,
                limits,
                events,
                threads,
                info,
                auth,
                members,
                search,
                management,
                negentropy,
                lists,
                write,
                read,
                backup);
    }

    public RelayConfig withLimits(LimitsConfig other) {
        return new RelayConfig(
                server,
                monitoring,
                other,
                events,
                threads,
                info,
                auth,
                members,
                search,
                management,
                negentropy,
                lists,
                write,
                read,
                backup);
    }

    public RelayConfig withEvents(EventsConfig other) {
        return new RelayConfig(
                server,
                monitoring,
                limits,
                other,
                threads,
                info,
                auth,
                members,
                search,
                management,
                negentropy,
                lists,
                write,
                read,
                backup);
    }

    public RelayConfig withThreads(ThreadsConfig other) {
        return new RelayConfig(
                server,
                monitoring,
                limits,
                events,
                other,
                info,
                auth,
                members,
                search,
                management,
                negentropy,
                lists,
                write,
                read,
                backup);
    }

    public RelayConfig withInfo(InfoConfig other) {
        return new RelayConfig(
                server,
                monitoring,
                limits,
                events,
                threads,
                other,
                auth,
                members,
                search,
                management,
                negentropy,
                lists,
                write,
                read,
                backup);
    }

    public RelayConfig withAuth(AuthConfig other) {
        return new RelayConfig(
                server,
                monitoring,
                limits,
                events,
                threads,
                info,
                other,
                members,
                search,
                management,
                negentropy,
                lists,
                write,
                read,
                backup);
    }

    public RelayConfig withMembers(MembersConfig other) {
        return new RelayConfig(
                server,
                monitoring,
                limits,
                events,
                threads,
                info,
                auth,
                other,
                search,
                management,
                negentropy,
                lists,
                write,
                read,
                backup);
    }

    public RelayConfig withSearch(SearchConfig other) {
        return new RelayConfig(
                server,
                monitoring,
                limits,
                events,
                threads,
                info,
                auth,
                members,
                other,
                management,
                negentropy,
                lists,
                write,
                read,
                backup);
    }

    public RelayConfig withManagement(ManagementConfig other) {
        return new RelayConfig(
                server,
                monitoring,
                limits,
                events,
                threads,
                info,
                auth,
                members,
                search,
                other,
                negentropy,
                lists,
                write,
                read,
                backup);
    }

    public RelayConfig withNegentropy(NegentropyConfig other) {
        return new RelayConfig(
                server,
                monitoring,
                limits,
                events,
                threads,
                info,
                auth,
                members,
                search,
                management,
                other,
                lists,
                write,
                read,
                backup);
    }

    public RelayConfig withLists(ListsConfig other) {
        return new RelayConfig(
                server,
                monitoring,
                limits,
                events,
                threads,
                info,
                auth,
                members,
                search,
                management,
                negentropy,
                other,
                write,
                read,
                backup);
    }

    public RelayConfig withWrite(WriteConfig other) {
        return new RelayConfig(
                server,
                monitoring,
                limits,
                events,
                threads,
                info,
                auth,
                members,
                search,
                management,
                negentropy,
                lists,
                other,
                read,
                backup);
    }

    public RelayConfig withRead(ReadConfig other) {
        return new RelayConfig(
                server,
                monitoring,
                limits,
                events,
                threads,
                info,
                auth,
                members,
                search,
                management,
                negentropy,
                lists,
                write,
                other,
                backup);
    }

    public RelayConfig withBackup(BackupConfig other) {
        return new RelayConfig(
                server,
                monitoring,
                limits,
                events,
                threads,
                info,
                auth,
                members,
                search,
                management,
                negentropy,
                lists,
                write,
                read,
                other);
    }
}
