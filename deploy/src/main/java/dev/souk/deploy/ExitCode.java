package dev.souk.deploy;

/** What the souk command tells the shell. */
final class ExitCode {
    /** All went well. */
    static final int OK = 0;

    /** It was tried and did not work: a full disk, a port in use, a file that cannot be read. */
    static final int FAILED = 1;

    /** Nothing was tried: the command line or the configuration is wrong. */
    static final int USAGE = 2;

    private ExitCode() {}
}
