package dev.souk.deploy.transfer;

import java.io.PrintStream;
import java.util.Locale;
import java.util.OptionalLong;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on a terminal, drawn by the library's own thread. */
final class BarProgress implements Progress {
    /** Back to the first column, and "erase line" (ECMA-48, EL). */
    private static final String CLEAR_LINE = "\r\u001b[2K";

    private final PrintStream terminal;
    private final ProgressBar bar;

    BarProgress(String task, OptionalLong total, String unit, long unitSize, PrintStream terminal) {
        this.terminal = terminal;
        this.bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total.orElse(-1))
                .setUnit(unit, unitSize)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(250)
                .setConsumer(new ConsoleProgressBarConsumer(terminal))
                .showSpeed()
                .build();
    }

    @Override
    public void advance(long done, long events) {
        bar.stepTo(done);
        bar.setExtraMessage(String.format(Locale.ROOT, " %,d events", events));
    }

    /** The bar is drawn again below the line. */
    @Override
    public void say(String line) {
        terminal.print(CLEAR_LINE + line + "\n");
        terminal.flush();
    }

    @Override
    public void close() {
        bar.close();
    }
}
