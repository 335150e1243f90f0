package dev.souk.deploy;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code souk version}. */
@Command(name = "version", description = "Shows the version, the Java it runs on and what checks signatures.")
final class VersionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Souk " + Version.current());
        out.println("java        " + Version.java());
        out.println("signatures  " + Parts.schnorr().name());
        return ExitCode.OK;
    }
}
