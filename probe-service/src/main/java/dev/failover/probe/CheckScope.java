package dev.failover.probe;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One check's time, what it waits for, and what it has opened. Made by the schedule, lives on one event loop, and closes
 * what was opened exactly once; what is opened after that is closed at once.
 */
public final class CheckScope {

    private final Timers timers;
    private final Duration timeout;
    private final long startedNanos;
    private final List<Runnable> closers = new ArrayList<>(2);
    private final List<Step> steps = new ArrayList<>(4);
    private Finding ifCut = Finding.proberError("the check was cut off before it had begun");
    private @Nullable Finding settled;
    private @Nullable String address;
    private boolean closed;

    /** Something that a check has done, and how long after its start. */
    public record Step(String what, Duration after) {}

    CheckScope(Timers timers, Duration timeout) {
        this.timers = timers;
        this.timeout = timeout;
        this.startedNanos = timers.nanos();
    }

    /** Hands over something that must be closed when the check is over. */
    public void opened(Runnable closer) {
        if (closed) {
            closer.run();
        } else {
            closers.add(closer);
        }
    }

    /** Says what is found if the check is cut off from now on. */
    public void waitsFor(Finding ifCutNow) {
        ifCut = ifCutNow;
    }

    /** Says what is found if the check is cut off, whatever it waits for then: what else it looks at fails nobody. */
    public void settles(Finding ifCutFromNowOn) {
        settled = ifCutFromNowOn;
    }

    /**
     * Notes the address that is connected to.
     *
     * @throws CheckFailedException when the check is over already
     */
    public void reaches(InetSocketAddress server) {
        if (closed) {
            throw new CheckFailedException(ifCut);
        }
        String ip = server.getAddress().getHostAddress();
        address = (ip.indexOf(':') >= 0 ? "[" + ip + "]" : ip) + ":" + server.getPort();
    }

    /** Notes that a step is done, for whoever looks at one check closely. */
    public void passed(String step) {
        steps.add(new Step(step, elapsed()));
    }

    List<Step> steps() {
        return List.copyOf(steps);
    }

    /** For the time between two checks: a clock that is never set. */
    public long nanos() {
        return timers.nanos();
    }

    /** For sentences: the time that a check may take. */
    public String within() {
        return "within " + timeout.toMillis() + " ms";
    }

    /** The address that is connected to, as {@code address:port}, once it is known. */
    public @Nullable String address() {
        return address;
    }

    /** For sentences: the address, or nothing yet. */
    public String place() {
        return address == null ? "an address not known yet" : address;
    }

    public Duration timeout() {
        return timeout;
    }

    /** What may still be spent. */
    public Duration left() {
        Duration left = timeout.minus(elapsed());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** The wall clock. */
    public Instant now() {
        return timers.now();
    }

    public Duration elapsed() {
        return Duration.ofNanos(timers.nanos() - startedNanos);
    }

    /** What is found when the check is cut off now. */
    Finding cut() {
        return settled == null ? ifCut : settled;
    }

    void close() {
        if (!closed) {
            closed = true;
            closers.forEach(Runnable::run);
        }
    }
}
