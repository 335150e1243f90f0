package dev.souk.deploy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signal SIGHUP, by which daemons are told to read their configuration again. The class of the JDK for signals is
 * found by name: it is supported ({@code jdk.unsupported}), but no compiler lets it pass without a warning.
 */
final class Hangup {
    private static final Logger LOG = LoggerFactory.getLogger(Hangup.class);

    private Hangup() {}

    /**
     * Has {@code action} called for each signal from now on, on a thread of the JVM; it must be short. Where there is no
     * such signal, or the JVM was told to leave signals alone, nothing happens.
     */
    static void handle(Runnable action) {
        InvocationHandler onSignal = (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
                action.run();
            }
            return null;
        };
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object hangup = signal.getConstructor(String.class).newInstance("HUP");
            Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, onSignal);
            signal.getMethod("handle", signal, handler).invoke(null, hangup, proxy);
        } catch (ReflectiveOperationException e) {
            LOG.debug("event=no-hangup-signal", e);
        }
    }
}
