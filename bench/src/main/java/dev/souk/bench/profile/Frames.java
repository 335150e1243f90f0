package dev.souk.bench.profile;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import org.jspecify.annotations.Nullable;

/** Which frame of a stack stands for what was done: the innermost of ours or a library's, not of the JDK. */
final class Frames {
    private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.");
    private static final Set<String> WAITS =
            Set.of("epollWait", "epollWait0", "wait", "poll", "accept", "accept0", "park", "sleepNanos0");

    private static final Pattern ADDRESS = Pattern.compile("[./]0x[0-9a-f]+$");

    private Frames() {}

    /** True for a sample of a native method that only waits. JFR takes these by the clock, not by the CPU they use. */
    static boolean isWaiting(@Nullable RecordedStackTrace stack) {
        return stack != null
                && !stack.getFrames().isEmpty()
                && WAITS.contains(stack.getFrames().getFirst().getMethod().getName());
    }

    /** The name of the frame, with a note when it is native; of a stack that never leaves the JDK its innermost. */
    static String of(@Nullable RecordedStackTrace stack) {
        if (stack == null || stack.getFrames().isEmpty()) {
            return "no Java frame";
        }
        return outsideJdk(stack).orElseGet(() -> name(stack.getFrames().getFirst()));
    }

    /** The same, when there is a frame of ours or a library's. */
    static Optional<String> outsideJdk(@Nullable RecordedStackTrace stack) {
        return stack == null
                ? Optional.empty()
                : stack.getFrames().stream()
                        .filter(frame -> frame.isJavaFrame() && !isOfJdk(frame.getMethod()))
                        .findFirst()
                        .map(Frames::name);
    }

    private static boolean isOfJdk(RecordedMethod method) {
        return JDK.stream().anyMatch(method.getType().getName()::startsWith);
    }

    private static String name(RecordedFrame frame) {
        String type = withoutAddress(frame.getMethod().getType().getName());
        return type.substring(type.lastIndexOf('.') + 1) + "."
                + frame.getMethod().getName() + (frame.getType().equals("Native") ? " (native)" : "");
    }

    /** The name of a class; of one made at run time without the address that it has in this run. */
    static String withoutAddress(String type) {
        return ADDRESS.matcher(type).replaceFirst("");
    }
}
